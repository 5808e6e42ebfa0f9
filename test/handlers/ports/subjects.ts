import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { CLIENT_SETTINGS } from '../../../handlers/ports/aws/client-settings.ts';
import { cloudWatchAlarms } from '../../../handlers/ports/aws/cloudwatch-alarms.ts';
import { dynamoRecords } from '../../../handlers/ports/aws/dynamo-records.ts';
import { lambdaVersions } from '../../../handlers/ports/aws/lambda-versions.ts';
import { latticeListener } from '../../../handlers/ports/aws/lattice-listener.ts';
import { sfnExecutions } from '../../../handlers/ports/aws/sfn-executions.ts';
import type { Ports } from '../../../handlers/ports/index.ts';
import { seededRandom } from 'local-aws/clock';
import {
  type Database,
  type Endpoint,
  cloudWatchService,
  lambdaService,
  latticeService,
  Registry,
  startDatabase,
  startEndpoint,
  statesService,
} from 'local-aws/services';
import type { Functions } from 'local-aws';
import { cloudWatchWorld, configuration, ERRORS_ALARM, latticeWorld, statesWorld } from 'local-aws/testing';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { World } from '../../../verify/memory/world.ts';
import { clientAddress } from './aws/fake-aws.ts';
import type { AlarmState } from '../../../rollout/alarms.ts';

/** Ports, and the hands of others on what is behind them. */
export interface Subject {
  readonly ports: Pick<Ports, 'listener' | 'versions' | 'alarms' | 'records' | 'executions'>;
  /** An alarm that exists from now on, in this state. */
  readonly alarm: (name: string, state: AlarmState['state']) => void;
  /** Starts an execution that runs until it is stopped. */
  readonly start: () => Promise<string>;
  readonly stop: (executionArn: string) => void;
}

export const ALIASES = ['production', 'canary', 'previous'] as const;

/** Versions 1 to 3 are published, everything is at version 1 and at rest. */
export type Subjects = {
  readonly name: string;
  readonly open: () => Promise<void>;
  readonly fresh: () => Promise<Subject>;
  readonly close: () => Promise<void>;
};

export const inMemory: Subjects = {
  name: 'in memory',
  open: async () => {},
  close: async () => {},
  async fresh() {
    const world = new World({ now: () => new Date(Date.UTC(2026, 0, 5, 9)), versions: ['1', '2', '3'] });
    const executions = 'arn:aws:states:eu-west-1:111122223333:execution:m:';
    return {
      ports: memoryPorts(world),
      alarm: (name, state) => world.setAlarm(name, state),
      async start() {
        world.executions.set(`${executions}e`, 'RUNNING');
        return `${executions}e`;
      },
      stop: (arn) => void world.executions.set(arn, 'ABORTED'),
    };
  },
};

const TABLE = 'rollouts';
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });

/**
 * The ports of the handlers through real SDK clients, against the local cloud's services on one endpoint; no function
 * runs.
 */
export function overAws(): Subjects {
  let database: Database;
  let services = 0;
  const endpoints: Endpoint[] = [];
  const clients: { destroy(): void }[] = [];
  const keep = <T extends { destroy(): void }>(client: T): T => {
    clients.push(client);
    return client;
  };
  return {
    name: 'AWS',
    async open() {
      database = await startDatabase({ account: '111122223333', region: 'eu-west-1' });
      await database.createTable({
        TableName: TABLE,
        KeySchema: [key('service', 'HASH'), key('item', 'RANGE')],
        AttributeDefinitions: [
          { AttributeName: 'service', AttributeType: 'S' },
          { AttributeName: 'item', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      });
    },
    async close() {
      for (const client of clients) client.destroy();
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
      await database.close();
    },
    async fresh() {
      const { clock, cloudwatch } = cloudWatchWorld();
      const lattice = latticeWorld();
      const states = statesWorld();
      const registry = publishedRegistry();
      const endpoint = await startEndpoint({
        port: 0,
        dynamodbUrl: database.url,
        log: () => {},
        services: [
          cloudWatchService(cloudwatch, clock),
          latticeService(lattice.lattice),
          statesService(states.machines, states.clock),
          // Only its control plane is asked.
          lambdaService({ registry } as unknown as Functions),
        ],
      });
      endpoints.push(endpoint);
      const settings = { ...CLIENT_SETTINGS, ...clientAddress(endpoint.port) };
      states.create({ w: { Type: 'Wait', Seconds: 1000, End: true } });
      return {
        ports: {
          listener: latticeListener(keep(new VPCLatticeClient(settings)), {
            serviceId: lattice.owner.id,
            listenerId: lattice.listener.id,
            productionTargetGroupId: lattice.production.id,
            canaryTargetGroupId: lattice.canary.id,
          }),
          versions: lambdaVersions(keep(new LambdaClient(settings)), 'fn'),
          alarms: cloudWatchAlarms(keep(new CloudWatchClient(settings))),
          records: dynamoRecords(keep(new DynamoDBClient(settings)), TABLE, `service-${++services}`),
          executions: sfnExecutions(keep(new SFNClient(settings))),
        },
        alarm: (name, state) => {
          cloudwatch.putAlarm({ ...ERRORS_ALARM, name });
          cloudwatch.setState(name, state, { reason: 'set by hand' });
        },
        start: async () => (await states.start()).arn,
        stop: (arn) => void states.machines.stopExecution(arn),
      };
    },
  };
}

function publishedRegistry(): Registry {
  const registry = new Registry(statesWorld().clock, seededRandom(1), { account: '123456789012', region: 'eu-west-1' });
  registry.create('fn', { folder: '/1', sha256: '1' }, configuration());
  for (const version of ['1', '2', '3']) {
    registry.update('fn', { folder: `/${version}`, sha256: version }, configuration());
    registry.publish('fn', version);
  }
  for (const alias of ALIASES) registry.createAlias('fn', alias, '1', '');
  return registry;
}
