import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Env } from '../../../../statemachine/contract/names.ts';
import type { Records } from '../../index.ts';
import { CLIENT_SETTINGS } from '../client-settings.ts';
import { dynamoRecords } from '../dynamo-records.ts';
import type { Wiring } from './wiring.ts';

export const records: Wiring<Records> = ({ client, setting }) =>
  dynamoRecords(client(DynamoDBClient, CLIENT_SETTINGS), setting(Env.tableName), setting(Env.service));
