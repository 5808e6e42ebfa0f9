import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { vi } from 'vitest';
import { allPorts } from '../handlers/ports/aws/all-ports.ts';
import type { Ports } from '../../handlers/ports/index.ts';
import {
  ENVIRONMENT,
  OPEN_ROLLOUT,
  OTHERS,
  PREVIEWED,
  PROMOTED_EVENT,
  PROVISIONED,
  QUIET,
} from '../handlers/ports/aws/samples.ts';

/** What IAM calls the services, by what their clients call themselves. */
const PREFIXES: Readonly<Record<string, string>> = {
  CloudWatch: 'cloudwatch',
  DynamoDB: 'dynamodb',
  EventBridge: 'events',
  Lambda: 'lambda',
  SFN: 'states',
  SNS: 'sns',
  'VPC Lattice': 'vpc-lattice',
};
/** The one action that is not called like its operation ("Resources and conditions for Lambda actions"). */
const ACTIONS: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

/** The action that a call of an operation takes. */
export const actionOf = (client: string, operation: string): string => {
  const name = `${PREFIXES[client] ?? client}:${operation}`;
  return ACTIONS[name] ?? name;
};

const from = new Date(Date.UTC(2026, 0, 5, 9));
const to = new Date(Date.UTC(2026, 0, 5, 9, 1));
const CLOSED = {
  id: 'one',
  outcome: 'promoted',
  version: '8',
  previousVersion: '7',
  claimedAt: '2026-01-05T09:00:00.000Z',
  closedAt: '2026-01-05T10:00:00.000Z',
} as const;

/** Every method of the ports, with arguments that make it do all that it can. */
const METHODS: Readonly<Record<string, (ports: Ports) => Promise<unknown>>> = {
  'listener.read': ({ listener }) => listener.read(),
  'listener.write': ({ listener }) => listener.write({ production: 90, canary: 10 }),
  'versions.readAlias': ({ versions }) => versions.readAlias('canary'),
  'versions.pointAlias': ({ versions }) => versions.pointAlias('canary', '8', 'r1'),
  'versions.exists': ({ versions }) => versions.exists('8'),
  'versions.unpublished': ({ versions }) => versions.unpublished('8'),
  'preview.readAlias': async ({ preview }) => preview?.readAlias('preview'),
  'preview.pointAlias': async ({ preview }) => preview?.pointAlias('preview', '8', 'r1'),
  'concurrency.put': async ({ concurrency }) => concurrency?.put('8', 5),
  'concurrency.read': async ({ concurrency }) => concurrency?.read('8'),
  'concurrency.remove': async ({ concurrency }) => concurrency?.remove('8'),
  'concurrency.productionVersion': async ({ concurrency }) => concurrency?.productionVersion(),
  'existing.readAction': async ({ existing }) => existing?.readAction(),
  'existing.writeAction': async ({ existing }) => existing?.writeAction({ 'tg-0123456789abcdef0': 100 }),
  'adoption.protocol': async ({ adoption }) => adoption?.protocol(),
  'adoption.rules': async ({ adoption }) => adoption?.rules(),
  'adoption.target': async ({ adoption }) => adoption?.target('tg-0123456789abcdef0'),
  'adoption.versionOf': async ({ adoption }) => adoption?.versionOf('live'),
  'invoker.invoke': ({ invoker }) => invoker.invoke('canary', {}),
  'invoker.invokeVersion': ({ invoker }) => invoker.invokeVersion('8', {}, 1000),
  'hooks.ask': ({ hooks }) => hooks.ask('arn:aws:lambda:eu-west-1:111111111111:function:gate', {}, 1000),
  'alarms.read': ({ alarms }) => alarms.read(['a']),
  'minutes.count': ({ minutes }) => minutes.count('canary', 'requests', from, to),
  'minutes.sums': ({ minutes }) => minutes.sums('canary', from, to),
  'minutes.read': ({ minutes }) => minutes.read(from, to, [], [1]),
  'records.read': ({ records }) => records.read(),
  'records.compareAndSet': ({ records }) => records.compareAndSet(1, { rollout: OPEN_ROLLOUT }),
  'records.history': ({ records }) => records.history('one'),
  'records.past': ({ records }) => records.past(),
  'records.archive': ({ records }) => records.archive(CLOSED),
  'announcer.publish': ({ announcer }) => announcer.publish(PROMOTED_EVENT),
  'meter.canaryWeight': ({ meter }) => meter.canaryWeight(30),
  'executions.status': ({ executions }) => executions.status('arn'),
};

export const METHOD_NAMES = Object.keys(METHODS);

/** Answers without which a method would stop at its first call. */
function answerOf(operation: string): unknown {
  if (operation === 'PutItem')
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  // Every rule that is listed is looked at.
  return operation === 'ListRules' ? { items: [{ id: 'rule-0123456789abcdef0' }] } : {};
}

interface AnyCommand {
  readonly input: unknown;
  readonly schema: readonly unknown[];
}
interface AnyClient {
  readonly config: { readonly serviceId: string };
}

/** One call that a port makes. */
export interface MadeCall {
  readonly method: string;
  readonly client: string;
  readonly operation: string;
  readonly input: unknown;
  /** Of the operation, as the client carries it: kind, namespace, name, traits, input, output. */
  readonly schema: readonly unknown[];
}

/** The calls that the real port makes in each of its methods. */
export async function portCalls(): Promise<readonly MadeCall[]> {
  const ports = allPorts(QUIET, { ...ENVIRONMENT, ...PREVIEWED, ...PROVISIONED, ...OTHERS, AWS_REGION: 'eu-west-1' });
  // One class stands above all the clients.
  const above = Object.getPrototypeOf(CloudWatchClient.prototype) as {
    send: (command: AnyCommand) => Promise<unknown>;
  };
  const made: MadeCall[] = [];
  let method = '';
  const spy = vi.spyOn(above, 'send').mockImplementation(async function (this: unknown, command: AnyCommand) {
    const operation = command.constructor.name.replace(/Command$/, '');
    const { input, schema } = command;
    made.push({ method, client: (this as AnyClient).config.serviceId, operation, input, schema });
    return answerOf(operation);
  });
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  try {
    for (const [name, call] of Object.entries(METHODS)) {
      method = name;
      await call(ports).catch(() => undefined);
    }
    return made;
  } finally {
    spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** The actions of IAM that each method of the ports takes. */
export async function portActions(): Promise<Readonly<Record<string, readonly string[]>>> {
  const calls = await portCalls();
  return Object.fromEntries(
    METHOD_NAMES.map((name) => {
      const its = calls.filter(({ method }) => method === name);
      return [name, [...new Set(its.map(({ client, operation }) => actionOf(client, operation)))]];
    }),
  );
}
