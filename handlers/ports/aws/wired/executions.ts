import { SFNClient } from '@aws-sdk/client-sfn';
import type { Executions } from '../../index.ts';
import { CLIENT_SETTINGS } from '../client-settings.ts';
import { sfnExecutions } from '../sfn-executions.ts';
import type { Wiring } from './wiring.ts';

export const executions: Wiring<Executions> = ({ client }) => sfnExecutions(client(SFNClient, CLIENT_SETTINGS));
