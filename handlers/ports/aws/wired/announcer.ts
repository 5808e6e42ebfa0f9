import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { Env } from '../../../../statemachine/contract/names.ts';
import type { Announcer } from '../../index.ts';
import { announceToAll, busAnnouncer } from '../bus-announcer.ts';
import { CLIENT_SETTINGS } from '../client-settings.ts';
import { snsAnnouncer } from '../sns-announcer.ts';
import type { Wiring } from './wiring.ts';

export const announcer: Wiring<Announcer> = ({ client, setting }) =>
  announceToAll(
    snsAnnouncer(client(SNSClient, CLIENT_SETTINGS), setting(Env.releaseEventsTopicArn)),
    busAnnouncer(client(EventBridgeClient, CLIENT_SETTINGS)),
  );
