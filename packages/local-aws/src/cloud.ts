import { operationsOf, resourcesOf, type ServiceCalls, type Services, servicesOf } from './catalogue.ts';
import { CloudWatch } from './cloudwatch/cloudwatch.ts';
import { MetricStore } from './cloudwatch/metric-store.ts';
import type { CloudOptions, CommonOptions, VirtualCloudOptions } from './cloud-options.ts';
import { Activity } from './core/activity.ts';
import { type Clock, ScaledClock } from './core/clock.ts';
import { PLACE } from './core/place.ts';
import { seededRandom } from './core/random.ts';
import type { ResourceProvider } from './core/resource.ts';
import type { EventSink, Place } from './core/types.ts';
import { VirtualClock } from './core/virtual-clock.ts';
import { apiCaller } from './api-caller.ts';
import { openDeployments } from './deployments.ts';
import { startDatabase } from './dynamodb/database.ts';
import { truthUnder } from './doubts/doubts.ts';
import { dynamodbService } from './dynamodb/service.ts';
import { EventBus } from './events/event-bus.ts';
import { AccessControl } from './iam/access-control.ts';
import { Roles } from './iam/roles.ts';
import { Functions } from './lambda/functions.ts';
import { type DataPlane, startDataPlane } from './lattice/data-plane.ts';
import { AccessLogs } from './lattice/access-logs.ts';
import { Lattice } from './lattice/lattice.ts';
import { LogGroups } from './logs/log-groups.ts';
import { openOutFolder } from './out-folder.ts';
import { Buckets } from './s3/buckets.ts';
import { Topics } from './sns/topics.ts';
import { Queues } from './sqs/queues.ts';
import { Parameters } from './ssm/parameters.ts';
import { ExpressionProcess } from './states/aside/process.ts';
import { lambdaTask } from './states/lambda-task.ts';
import { type ApiCaller, sdkTask } from './states/sdk-task.ts';
import { StateMachines } from './states/state-machines.ts';
import { oneOf } from './states/tasks.ts';
import { AssetBucket } from './template/asset-bucket.ts';
import type { Deployer } from './template/deployer.ts';
import type { DeployResult } from './template/stack-deployments.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';
import { authorizeWith } from './wire/authorize.ts';
import { type Endpoint, startEndpoint } from './wire/endpoint.ts';
import { throttled } from './wire/throttling.ts';

/**
 * A small AWS on this machine. Its services are there for displays and tests; programs talk to `endpoint`.
 * @typeParam C its clock: one that goes on by itself unless told
 */
export interface Cloud<C extends Clock = ScaledClock> {
  readonly clock: C;
  /** Folder for logs and what is built; absolute. */
  readonly outDir: string;
  readonly place: Place;
  readonly functions: Functions;
  readonly lattice: Lattice;
  /** What services deliver to CloudWatch Logs; functions print to files. */
  readonly logGroups: LogGroups;
  readonly machines: StateMachines;
  readonly cloudwatch: CloudWatch;
  readonly bus: EventBus;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly roles: Roles;
  /** AWS's protocols, for SDKs and the CLI. */
  readonly endpoint: Endpoint;
  /** What `endpoint` serves, by the names that signatures carry; DynamoDB's operations are the database's own. */
  readonly services: Services;
  /** What {@link services} can be called for without a transport, by AWS's names. */
  readonly operations: ServiceCalls;
  /** The service's users come in here. */
  readonly traffic: DataPlane;
  /** Outputs of the stack that was deployed last, by name; empty before. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly deployer: Deployer;
  /** The resource types that templates may have, with the schemas of their properties. */
  readonly resources: readonly Pick<ResourceProvider, 'type' | 'schema' | 'inert'>[];
  /**
   * Deploys a stack of an assembly's folder and gives what can be invoked a process, so that first calls are quick.
   * @param stackName which one, of the stages named or of any; may be left out when there is one
   */
  deploy(assemblyDir: string, stackName?: string, stages?: readonly string[]): Promise<DeployResult>;
  /** Calls a function after each deployment of a stack, by whichever way it came. */
  onDeployed(listener: (stackName: string) => void): void;
  /** Ends everything: no process, port or timer is left. Closing again waits for the same end. */
  close(): Promise<void>;
}

export type VirtualCloud = Cloud<VirtualClock> & VirtualTime;

/**
 * A cloud with two open ports, `endpoint` and `traffic`. Close it.
 * @throws Error naming the port when one is taken, or the doubts that cannot be; DiskFull when there is no room for its
 * files; nothing is left running then
 */
export async function createCloud(options: VirtualCloudOptions): Promise<VirtualCloud>;
export async function createCloud(options: CloudOptions): Promise<Cloud>;
export async function createCloud(options: CloudOptions | VirtualCloudOptions): Promise<Cloud | VirtualCloud> {
  const activity = new Activity();
  if (options.clock !== 'virtual') return open(options, new ScaledClock(options.speed ?? 1, options.start), activity);
  const clock = new VirtualClock(options.start, () => activity.settle());
  return Object.assign(await open(options, clock, activity), virtualTime(clock));
}

/** Puts the services together. */
async function open<C extends Clock & { stop(): void }>(
  options: CommonOptions,
  clock: C,
  activity: Activity,
): Promise<Cloud<C>> {
  const { seed = 1, propagationSeconds = 5 } = options;
  const truth = truthUnder(options.doubts ?? []);
  // Before anything is open that would have to be closed when there is no room for them.
  const { outDir, logFile, logFolder, workerFile } = openOutFolder(options.outDir, clock);
  const place = PLACE;
  // Code runs and times out in wall time; a clock of its own, so that it can be stopped with the cloud.
  const codeClock = new ScaledClock(1);
  // Names and ids of resources do not depend on what else chance is asked for meanwhile.
  const names = seededRandom(seed);
  const random = seededRandom(seed + 1);
  const { log } = logFile;
  const roles = new Roles(place, random);
  const access = new AccessControl({ place, identities: roles, log });
  const authorize = authorizeWith(access, place);
  const common = { clock, random, place, log, access };

  const database = await startDatabase(place);
  const store = new MetricStore({ log, ...truth.store });

  // Three circles are closed here and nowhere else. Functions call the endpoint, which serves functions: its address is
  // set below, before any process starts and any queue is made. Machines emit events to the bus, which starts machines,
  // and call services, of which they are one: likewise.
  const late: { endpointUrl: string; bus?: EventBus; api: ApiCaller; traffic?: DataPlane } = {
    endpointUrl: '',
    api: () => Promise.reject(new Error('the local cloud is not open yet')),
  };
  const events: EventSink = { emit: (event) => late.bus?.emit(event) };

  const queues = new Queues({ ...common, metrics: store, endpointUrl: () => late.endpointUrl });
  const functions = new Functions({
    ...common,
    activity,
    metrics: store,
    queues,
    outDir,
    logFolder,
    workerFile,
    ...(options.poolSize !== undefined && { poolSize: options.poolSize }),
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
    ...truth.functions,
    cloud: {
      get endpoints() {
        return { AWS_ENDPOINT_URL: late.endpointUrl };
      },
      accessKeyIdFor: (roleArn, session) => roles.accessKeyIdFor(roleArn, session),
    },
  });
  const topics = new Topics({ ...common, functions, queues, ...truth.topics });
  const aside = new ExpressionProcess({ outDir, activity });
  const tasks = oneOf([lambdaTask(functions, random), sdkTask((...call) => late.api(...call))]);
  const machines = new StateMachines({ ...common, tasks, events, codeClock, aside });
  const { eventLatencyMs: latencyMs } = options;
  const bus = new EventBus({
    ...common,
    functions,
    executions: machines,
    queues,
    topics,
    ...(latencyMs !== undefined && { latencyMs }),
    ...truth.bus,
  });
  late.bus = bus;
  const cloudwatch = new CloudWatch({
    ...common,
    store,
    events,
    topics,
    ...(options.publicationDelaySeconds !== undefined && { publicationDelaySeconds: options.publicationDelaySeconds }),
    ...(options.onAlarm !== undefined && { onChange: options.onAlarm }),
    ...truth.cloudwatch,
  });
  const lattice = new Lattice({ ...common, propagationMs: propagationSeconds * 1000, ...truth.lattice });
  const logGroups = new LogGroups({ metrics: store });
  const { accessLogDelaySeconds: delaySeconds } = options;
  const accessLogs = new AccessLogs({
    ...common,
    lattice,
    groups: logGroups,
    ...(delaySeconds && { delaySeconds }),
    ...truth.accessLogs,
  });

  const buckets = new Buckets({ clock, outDir });
  const bucket = new AssetBucket(buckets);
  const parameters = new Parameters();
  const models = {
    ...common,
    bucket,
    buckets,
    bus,
    cloudwatch,
    database,
    functions,
    lattice,
    logGroups,
    machines,
    names,
    parameters,
    queues,
    roles,
    topics,
  };
  const resources = resourcesOf(models);
  const ready = async () => (options.warm === false ? undefined : functions.warm());
  const stacks = { activity, bucket, events, parameters, providers: resources, ready };
  const deployments = openDeployments({ ...common, ...stacks });
  const { deployer } = deployments;
  const services = servicesOf({ ...models, ...deployments });
  const dynamodb = dynamodbService((table) => database.partitionKeyOf(table));
  late.api = apiCaller({ services: Object.values(services), dynamodb, database, authorize });

  const ports: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    clock.stop();
    codeClock.stop();
    cloudwatch.stop();
    bus.stop();
    topics.stop();
    queues.stop();
    await Promise.all(ports.map((port) => port.close()));
    await aside.close();
    await functions.close();
    await database.close();
    buckets.close();
    logFile.close();
  };
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeAll());

  try {
    const all = Object.values(services);
    const endpoint = await startEndpoint({
      port: options.port ?? 0,
      services: options.throttle === true ? all.map((each) => throttled(each, codeClock)) : all,
      dynamodbUrl: database.url,
      dynamodb,
      callerOf: (accessKeyId) => roles.callerOf(accessKeyId),
      authorize: (call, guarded) => {
        authorize(call, guarded);
        options.onCall?.(call);
      },
      // Whoever counts the time left goes by the clock of the cloud, as on AWS.
      now: () => clock.now(),
      activity,
      fileFor: () => buckets.newFile(),
      takes: (message, response) => late.traffic?.take(message, response) === true,
      log,
    });
    ports.push(endpoint);
    late.endpointUrl = endpoint.url;
    const traffic = await startDataPlane({
      ...common,
      lattice,
      functions,
      activity,
      metrics: store,
      accessLogs,
      ...truth.dataPlane,
      port: options.trafficPort ?? 0,
    });
    ports.push(traffic);
    late.traffic = traffic;
    return {
      clock,
      outDir,
      place,
      functions,
      lattice,
      logGroups,
      machines,
      cloudwatch,
      bus,
      topics,
      queues,
      roles,
      endpoint,
      services,
      operations: operationsOf(services),
      traffic,
      deployer,
      resources: deployments.resources,
      close,
      get outputs() {
        return deployments.outputs();
      },
      deploy: deployments.deploy,
      onDeployed: deployments.onDeployed,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
