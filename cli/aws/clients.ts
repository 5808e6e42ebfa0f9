import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import type { ClientSettings } from '../connection.ts';
import type { CallCounter } from './call-counter.ts';

export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamo: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly states: SFNClient;
  readonly sns: SNSClient;
  readonly lattice: VPCLatticeClient;
}

/**
 * For a person who waits: four attempts with the SDK's backoff end within seconds when nothing answers. One
 * attempt ends after 10 s.
 */
const PATIENCE = {
  maxAttempts: 4,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

/**
 * @param heard gets the time of each answer, as its sender's clock has it
 * @param counter hears of every try
 */
export function createClients(settings: ClientSettings, heard: (time: Date) => void, counter: CallCounter): Clients {
  const config = { ...PATIENCE, ...settings };
  const clients = {
    cloudFormation: new CloudFormationClient(config),
    cloudWatch: new CloudWatchClient(config),
    dynamo: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    lambda: new LambdaClient(config),
    states: new SFNClient(config),
    sns: new SNSClient(config),
    lattice: new VPCLatticeClient(config),
  };
  for (const client of Object.values(clients)) listen(client, heard, counter);
  return clients;
}

/** As much of every client as is needed to hear its answers. */
interface Listenable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<{ response: unknown }>,
        context: { readonly clientName?: string; readonly commandName?: string },
      ) => (args: never) => Promise<{ response: unknown }>,
      options: { step: 'deserialize'; priority: 'high'; name: string },
    ): void;
  };
}

function listen(client: object, heard: (time: Date) => void, counter: CallCounter): void {
  (client as Listenable).middlewareStack.add(
    (next, { clientName = '', commandName = '' }) =>
      async (args) => {
        counter.began();
        const answer = await next(args).catch((error: unknown) => {
          counter.failed(`${clientName} ${commandName}`.replaceAll(/Client\b|Command\b/g, ''), error);
          throw error;
        });
        const { headers } = answer.response as { headers?: Readonly<Record<string, string>> };
        const time = new Date(headers?.['date'] ?? Number.NaN);
        if (!Number.isNaN(time.getTime())) heard(time);
        return answer;
      },
    // Around the SDK's own, which makes errors of answers, and within its tries.
    { step: 'deserialize', priority: 'high', name: 'hearTheTime' },
  );
}
