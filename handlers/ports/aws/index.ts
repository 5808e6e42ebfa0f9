import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { type AnswerMetrics, answerMetrics, answerSource } from '../../../statemachine/contract/answer-metrics.ts';
import { aliasName, Env, type EnvName, PREVIEW_ALIAS } from '../../../statemachine/contract/names.ts';
import type { Ports } from '../index.ts';
import type { Log } from '../logger.ts';
import { systemClock } from '../system-clock.ts';
import { announceToAll, busAnnouncer } from './bus-announcer.ts';
import { CLIENT_SETTINGS, INVOKER_SETTINGS, PREVIEW_SETTINGS } from './client-settings.ts';
import { cloudWatchAlarms } from './cloudwatch-alarms.ts';
import { cloudWatchMeter } from './cloudwatch-meter.ts';
import { cloudWatchMinutes } from './cloudwatch-minutes.ts';
import { ofAliases } from './cloudwatch-sums.ts';
import { dynamoRecords } from './dynamo-records.ts';
import { EnvironmentError, readEnv, type Environment } from './env.ts';
import { lambdaConcurrency } from './lambda-concurrency.ts';
import { lambdaHooks } from './lambda-hooks.ts';
import { lambdaInvoker } from './lambda-invoker.ts';
import { lambdaVersions } from './lambda-versions.ts';
import { latticeAdoption, latticeExisting } from './lattice-existing.ts';
import { latticeListener, type ListenerTarget } from './lattice-listener.ts';
import { sfnExecutions } from './sfn-executions.ts';
import { snsAnnouncer } from './sns-announcer.ts';

/** Makes a value when it is first asked for, and keeps it. A failure is not kept. */
function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function listenerTarget(env: Environment): ListenerTarget {
  const target = {
    serviceId: readEnv(env, Env.latticeServiceId),
    listenerId: readEnv(env, Env.listenerId),
    productionTargetGroupId: readEnv(env, Env.productionTargetGroupId),
    canaryTargetGroupId: readEnv(env, Env.canaryTargetGroupId),
  };
  if (target.productionTargetGroupId === target.canaryTargetGroupId) {
    throw new EnvironmentError(
      `${Env.productionTargetGroupId} and ${Env.canaryTargetGroupId} must be two target groups, got ` +
        `${target.canaryTargetGroupId} for both`,
    );
  }
  return target;
}

const GROUPS = {
  canary: { id: Env.canaryTargetGroupId, arn: Env.canaryTargetGroupArn },
  production: { id: Env.productionTargetGroupId, arn: Env.productionTargetGroupArn },
} as const;

/** The ARNs of target groups are there only where answers are counted in access logs. */
function answersIn(env: Environment): Readonly<Record<keyof typeof GROUPS, AnswerMetrics>> {
  const logged = Object.values(GROUPS).some(({ arn }) => env[arn] !== undefined);
  const source = answerSource(logged ? 'access-logs' : 'target-group-metrics');
  const of = (side: keyof typeof GROUPS) => answerMetrics(source, (by) => readEnv(env, GROUPS[side][by]));
  return { canary: of('canary'), production: of('production') };
}

/**
 * The ports over AWS clients. Nothing is read or built before a port is first used, and each reads only its own
 * variables of the environment, so a function needs no more of them than the ports it uses.
 * @throws EnvironmentError when a port is first used without the variables it needs
 */
export function awsPorts(logger: Log, env: Environment = process.env): Ports {
  const setting = (name: EnvName) => readEnv(env, name);
  const prefix = () => (env[Env.aliasPrefix] === undefined ? '' : setting(Env.aliasPrefix));
  const cloudWatch = lazy(() => new CloudWatchClient(CLIENT_SETTINGS));
  const listener = lazy(() => latticeListener(new VPCLatticeClient(CLIENT_SETTINGS), listenerTarget(env)));
  const versions = lazy(() => lambdaVersions(new LambdaClient(CLIENT_SETTINGS), setting(Env.functionName), prefix()));
  const preview = lazy(() => lambdaVersions(new LambdaClient(PREVIEW_SETTINGS), setting(Env.functionName), prefix()));
  const concurrency = lazy(() =>
    lambdaConcurrency(
      { patient: new LambdaClient(CLIENT_SETTINGS), quick: new LambdaClient(PREVIEW_SETTINGS) },
      setting(Env.functionName),
      Number(setting(Env.provisionedConcurrency)),
      prefix(),
    ),
  );
  const invoker = lazy(() => lambdaInvoker(new LambdaClient(INVOKER_SETTINGS), setting(Env.functionName), prefix()));
  const hooks = lazy(() => lambdaHooks(new LambdaClient(INVOKER_SETTINGS)));
  const alarms = lazy(() => cloudWatchAlarms(cloudWatch()));
  const minutes = lazy(() =>
    cloudWatchMinutes(cloudWatch(), ofAliases(setting(Env.functionName), prefix()), answersIn(env)),
  );
  const records = lazy(() =>
    dynamoRecords(new DynamoDBClient(CLIENT_SETTINGS), setting(Env.tableName), setting(Env.service)),
  );
  const announcer = lazy(() =>
    announceToAll(
      snsAnnouncer(new SNSClient(CLIENT_SETTINGS), setting(Env.releaseEventsTopicArn)),
      busAnnouncer(new EventBridgeClient(CLIENT_SETTINGS)),
    ),
  );
  const meter = lazy(() => cloudWatchMeter(cloudWatch(), setting(Env.service), logger));
  const existing = lazy(() => latticeExisting(new VPCLatticeClient(CLIENT_SETTINGS), listenerTarget(env)));
  const adoption = lazy(() =>
    latticeAdoption(
      { lattice: new VPCLatticeClient(CLIENT_SETTINGS), lambda: new LambdaClient(CLIENT_SETTINGS) },
      {
        ...listenerTarget(env),
        functionName: setting(Env.functionName),
        previewGroup: env[Env.previewTargetGroupId] === undefined ? undefined : setting(Env.previewTargetGroupId),
      },
    ),
  );
  const executions = lazy(() => sfnExecutions(new SFNClient(CLIENT_SETTINGS)));
  return {
    clock: systemClock,
    get listener() {
      return listener();
    },
    get versions() {
      return versions();
    },
    get invoker() {
      return invoker();
    },
    get hooks() {
      return hooks();
    },
    get alarms() {
      return alarms();
    },
    get minutes() {
      return minutes();
    },
    get records() {
      return records();
    },
    get announcer() {
      return announcer();
    },
    get meter() {
      return meter();
    },
    get executions() {
      return executions();
    },
    get preview() {
      if (env[Env.previewAlias] === undefined) return undefined;
      return setting(Env.previewAlias) === aliasName(PREVIEW_ALIAS, prefix()) ? preview() : undefined;
    },
    get concurrency() {
      return env[Env.provisionedConcurrency] === undefined ? undefined : concurrency();
    },
    get existing() {
      return env[Env.existingListener] === undefined || setting(Env.existingListener) !== 'yes'
        ? undefined
        : existing();
    },
    get adoption() {
      return env[Env.existingListener] === undefined ? undefined : adoption();
    },
    get service() {
      return setting(Env.service);
    },
  };
}
