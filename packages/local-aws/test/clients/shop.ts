import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '../../src/catalogue.ts';
import { type Cloud, createCloud } from '../../src/cloud.ts';
import { type Reading, type Shapes, watchReadings, watchShapes } from './shapes.ts';
import { writeShop } from './shop-template.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
/** When its clock began. */
export const START = Date.UTC(2031, 0, 1, 9, 0, 0);

/** A cloud with the shop's stack, and one real client of each service. */
export interface Shop {
  readonly cloud: Cloud;
  readonly out: (name: string) => string;
  readonly cloudformation: CloudFormationClient;
  readonly cloudwatch: CloudWatchClient;
  /** The same, in the protocol that other SDKs speak. */
  readonly cloudwatchInCbor: CloudWatchClient;
  readonly events: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly lattice: VPCLatticeClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly states: SFNClient;
  readonly sts: STSClient;
  /** Operations that were answered well, and those that were refused: `states StartExecution`. */
  readonly answered: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  readonly shapes: Shapes;
  /** Calls that changed nothing, and were answered well. */
  readonly readings: readonly Reading[];
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'));
  const cloud = await createCloud({ speed: 1, outDir: join(folder, 'out'), start: START });
  await cloud.deploy(writeShop(join(folder, 'assembly')));
  const settings = {
    endpoint: cloud.endpoint.url,
    region: REGION,
    credentials: { accessKeyId: 'someone', secretAccessKey: 'anything' },
    maxAttempts: 1,
  };
  const clients = {
    cloudformation: new CloudFormationClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    cloudwatchInCbor: new CloudWatchClient({ ...settings, protocol: SmithyRpcV2CborProtocol }),
    events: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
    lattice: new VPCLatticeClient(settings),
    s3: new S3Client(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
    states: new SFNClient(settings),
    sts: new STSClient(settings),
  };
  const answered = new Set<string>();
  const refused = new Set<string>();
  const readings: Reading[] = [];
  const shapes: Shapes = { looked: new Set(), faults: new Set() };
  for (const [name, service] of Object.entries(NAMES)) {
    const client = clients[name as keyof typeof NAMES];
    watch(client, service, { answered, refused });
    // S3's answers have no element around them that would tell the result: its client alone reads them.
    if (service !== 's3') watchShapes(client, service, shapes);
    watchReadings(client, service, readings);
  }
  return {
    cloud,
    ...clients,
    out: (name) => cloud.outputs[name] ?? '',
    answered,
    refused,
    shapes,
    readings,
    async close() {
      Object.values(clients).forEach((client) => client.destroy());
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const NAMES = {
  cloudformation: 'cloudformation',
  cloudwatch: 'monitoring',
  cloudwatchInCbor: 'monitoring',
  events: 'events',
  lambda: 'lambda',
  lattice: 'vpc-lattice',
  s3: 's3',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  states: 'states',
  sts: 'sts',
} as const satisfies Record<string, ServiceName>;

/** As much of a client as is needed to see its calls. */
interface Watched {
  middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<unknown>,
        context: { commandName?: string },
      ) => (args: never) => Promise<unknown>,
      options: { step: 'initialize' },
    ): void;
  };
}

function watch(
  client: unknown,
  service: ServiceName,
  { answered, refused }: { answered: Set<string>; refused: Set<string> },
): void {
  (client as Watched).middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const name = `${service} ${commandName.replace(/Command$/, '')}`;
        try {
          const answer = await next(args);
          answered.add(name);
          return answer;
        } catch (error) {
          refused.add(name);
          throw error;
        }
      },
    { step: 'initialize' },
  );
}

/** One call: what it is, and what comes of it. */
export interface Case {
  readonly title: string;
  readonly run: () => Promise<unknown>;
  /** What the answer has, beside other things. */
  readonly answers?: object;
  /** Name and HTTP status of the refusal, and what its message says. */
  readonly fails?: readonly [name: string, status: number, message?: RegExp];
}
