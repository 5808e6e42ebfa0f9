import { type Random, seededRandom, VirtualClock } from 'local-aws/clock';
import type { CloudEvent } from 'local-aws';
import { type Execution, StateMachines, TaskError, type Transition } from 'local-aws/states';
import { recordingLog } from '../memory/log.ts';
import { memoryPorts } from '../memory/ports.ts';
import { World } from '../memory/world.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from './alarm-names.ts';
import { failsUsers, type Behaviour } from './behaviour.ts';
import { DataPlane, type Way } from './data-plane.ts';
import { Deliveries } from './deliveries.ts';
import { entryNamed, ENTRIES } from '../handlers.ts';
import { Lambdas, UNDISTURBED } from './lambdas.ts';
import { type Asker, Observer } from './observer.ts';
import type { SimulationOptions } from './options.ts';
import { OwnCalls } from './own-calls.ts';
import { Trace } from './trace.ts';
import { TOLD_AFTER_SECONDS, Users } from './users.ts';

const PLACE = { account: '111111111111', region: 'eu-west-1' };
export const MACHINE = 'arn:aws:states:eu-west-1:111111111111:stateMachine:rollout';
const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';
const ROLE = 'arn:aws:iam::111111111111:role/machine';
const DAY = 24 * 3600 * 1000;

/**
 * A service, its machine and everything that reacts to it, in one process on a virtual clock: the rendered definition
 * in the interpreter of the local cloud, the real handlers over in-memory ports.
 */
export class Simulation {
  readonly clock: VirtualClock;
  readonly world: World;
  readonly dataPlane: DataPlane;
  readonly machines: StateMachines;
  readonly lambdas: Lambdas;
  readonly trace: Trace;
  readonly log = recordingLog();
  /** Everything that went wrong in a function, by contract name. */
  readonly failures: string[] = [];
  private readonly random: Random;
  private readonly options: SimulationOptions;
  private readonly users: Users;
  private readonly deliveries: Deliveries;
  private readonly observer: Observer;

  constructor(options: SimulationOptions) {
    this.options = options;
    this.random = seededRandom(options.seed ?? 1);
    this.clock = options.clock ?? new VirtualClock(undefined, options.runsFirst);
    this.trace = new Trace(() => this.clock.now());
    this.world = this.newWorld();
    this.dataPlane = new DataPlane(this.clock, this.world, options.delays);
    this.observer = new Observer(this.clock, this.world, this.trace);
    this.deliveries = new Deliveries(this.clock, options, {
      event: (event, nth) => void this.start({ rollback: { event } }, `rescue-${nth}`),
      message: (body, publishedAt) => this.message(body, publishedAt),
    });
    this.users = new Users({
      clock: this.clock,
      world: this.world,
      dataPlane: this.dataPlane,
      random: this.random,
      fails: (way) => this.fails(way) && (options.alarmSees?.(way) ?? true),
      alarm: (name) => this.alarm(name),
      recover: options.alarmsRecover ?? false,
      toldAfterSeconds: options.toldAfterSeconds ?? TOLD_AFTER_SECONDS,
    });
    this.world.changed = () => this.dataPlane.follow();
    this.world.answering = (alias) =>
      alias === 'previous' ? this.world.alias(alias).version : this.dataPlane.answering(alias);
    this.world.requests = (alias, from, to) =>
      this.dataPlane.requests(from.getTime(), to.getTime(), (way) => way.alias === alias);
    this.lambdas = new Lambdas({
      clock: this.clock,
      world: this.world,
      log: this.log,
      trace: this.trace,
      functions: options.functions ?? ENTRIES,
      surroundings: options.surroundings ?? UNDISTURBED,
      ports: options.ports ?? memoryPorts,
    });
    const ownCalls = new OwnCalls({
      clock: this.clock,
      world: this.world,
      trace: this.trace,
      surroundings: options.surroundings ?? UNDISTURBED,
    });
    this.machines = new StateMachines({
      place: PLACE,
      clock: this.clock,
      random: this.random,
      tasks: {
        run: (resource, args, { executionArn }) =>
          resource === LAMBDA_INVOKE ? this.invoke(args, executionArn) : ownCalls.run(resource, args, executionArn),
      },
      events: { emit: (event) => this.happened(event) },
      ...(options.keepEnded !== undefined && { keepEnded: options.keepEnded }),
    });
    this.machines.create({ name: 'rollout', roleArn: ROLE, definition: options.definition });
    this.machines.onTransition((transition) => this.observer.transition(transition));
    if (options.watchdog ?? true) this.everyMinute(() => this.watchdog());
    this.everyMinute(() => this.users.minute());
  }

  private newWorld(): World {
    const world = new World({
      now: () => new Date(this.clock.now()),
      versions: ['1', ...Object.keys(this.options.versions ?? { 7: 'healthy' })],
      preview: this.options.preview ?? false,
      provisionedConcurrency: this.options.provisionedConcurrency,
      listener: this.options.listener,
    });
    world.answer = (version) => {
      const statusCode = this.behaviour(version) === 'fails smoke test' ? 503 : 200;
      return { payload: { isBase64Encoded: false, statusCode, headers: {}, body: '' } };
    };
    for (const name of [CANARY_ALARM, 'canary-duration', PRODUCTION_ALARM]) world.setAlarm(name);
    return world;
  }

  /** Deploys another machine; executions that run keep the one that they were started with. */
  update(definition: string): void {
    this.machines.update(MACHINE, { roleArn: ROLE, definition });
  }

  async start(input: unknown = {}, name?: string): Promise<Execution> {
    const { executionArn } = await this.machines.startExecution({
      stateMachineArn: MACHINE,
      input: JSON.stringify(input),
      ...(name && { name }),
    });
    this.world.executions.set(executionArn, 'RUNNING');
    return this.machines.execution(executionArn);
  }

  /** Runs until the execution has ended, at most a day. */
  async finish(execution: Execution): Promise<Execution> {
    const ended = await this.clock.runWhile(() => execution.status === 'RUNNING', this.clock.now() + DAY);
    if (!ended) throw new Error(`${execution.name} still runs after a day, in ${execution.position.state}`);
    return execution;
  }

  /** Lets time pass for everything that is still going on. */
  async pass(seconds: number): Promise<void> {
    await this.clock.runUntil(this.clock.now() + seconds * 1000);
  }

  /** Runs until the execution enters the state. */
  async reach(execution: Execution, state: string): Promise<void> {
    let reached = execution.position.state === state;
    const undo = this.machines.onTransition((transition: Transition) => {
      reached ||=
        transition.type === 'entered' && transition.state === state && transition.executionArn === execution.arn;
    });
    await this.clock.runWhile(() => !reached && execution.status === 'RUNNING', this.clock.now() + DAY);
    undo();
    if (!reached) throw new Error(`${execution.name} ended ${execution.status} and never reached ${state}`);
  }

  /** Aborts the execution as it enters the state, before its task has begun. */
  async abortIn(execution: Execution, state: string): Promise<void> {
    const undo = this.machines.onTransition((transition: Transition) => {
      if (transition.type !== 'entered' || transition.state !== state || transition.executionArn !== execution.arn)
        return;
      queueMicrotask(() => this.machines.stopExecution(execution.arn));
    });
    await this.finish(execution);
    undo();
    if (execution.status !== 'ABORTED')
      throw new Error(`${execution.name} ended ${execution.status} and never reached ${state}`);
  }

  /** Aborts the execution while the state's task runs, which goes on to its end, as a Lambda function would. */
  async abortDuring(execution: Execution, state: string): Promise<void> {
    this.world.hook = ({ actor, moment }) => {
      if (moment === 'before' && actor === execution.arn && execution.position.state === state)
        this.machines.stopExecution(execution.arn);
    };
    await this.finish(execution);
    this.world.hook = () => {};
    if (execution.status !== 'ABORTED')
      throw new Error(`${execution.name} ended ${execution.status} and never called anything in ${state}`);
  }

  /** A message on the rollback topic, published now unless told. */
  async message(body: string, publishedAt = new Date(this.clock.now())): Promise<void> {
    const event = {
      Records: [
        {
          EventSource: 'aws:sns' as const,
          Sns: { MessageId: `message-${this.random.hex(6)}`, Message: body, Timestamp: publishedAt.toISOString() },
        },
      ],
    };
    await this.lambdas.invoke('sns', 'sns', event);
  }

  /** The same as SNS delivers it: later, and again when the function failed. */
  publish(body: string): void {
    this.deliveries.message(body, new Date(this.clock.now()), (madeAt) =>
      this.ask('a message on the topic', { actor: 'person', madeAt }),
    );
  }

  /** The alarm goes to ALARM: the rule starts a rollback, and the topic calls the function, each on its own. */
  alarm(name: string): void {
    const at = new Date(this.clock.now());
    this.world.setAlarm(name, 'ALARM', at);
    this.users.failed(name);
    if (name === PRODUCTION_ALARM) return;
    this.ask(`alarm ${name} came on`, { unlessRevert: true });
    this.happened({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: [`arn:aws:cloudwatch:eu-west-1:111111111111:alarm:${name}`],
      detail: { alarmName: name, state: { value: 'ALARM', reason: 'threshold crossed', timestamp: at.toISOString() } },
    });
    this.deliveries.message(
      JSON.stringify({
        AlarmName: name,
        NewStateValue: 'ALARM',
        NewStateReason: 'threshold crossed',
        StateChangeTime: at.toISOString(),
      }),
      at,
    );
  }

  /** Alarms that went on go off again, as they do once nobody meets the canary. */
  quiet(): void {
    for (const [name, { state }] of this.world.alarms) if (state === 'ALARM') this.world.setAlarm(name);
  }

  /** From now on somebody wants whatever is open to be rolled back. */
  ask(reason: string, asker: Asker = {}): void {
    this.observer.asked(reason, asker);
  }

  /** Deliveries that are still to come. */
  get outstanding(): number {
    return this.deliveries.outstanding;
  }

  /** Executions that run. */
  get running(): number {
    return this.observer.running;
  }

  /** Executions that were ever started. */
  get started(): number {
    return this.observer.started;
  }

  /** How a version behaves towards users who take a way. */
  fails(way: Way): boolean {
    return failsUsers(this.behaviour(way.version), way);
  }

  private behaviour(version: string): Behaviour {
    return this.options.versions?.[version] ?? 'healthy';
  }

  private everyMinute(task: () => Promise<void> | void): void {
    this.clock.schedule(60_000, () => {
      void task();
      this.everyMinute(task);
    });
  }

  /** One round, besides those of the schedule. */
  async watchdog(): Promise<void> {
    try {
      await this.lambdas.invoke('watchdog', 'watchdog', {});
    } catch (error) {
      this.failures.push(`watchdog: ${(error as Error).message}`);
    }
  }

  private happened(event: CloudEvent): void {
    if (event.source === 'aws.states') this.observer.status(event);
    this.deliveries.event(event);
  }

  private async invoke(args: unknown, actor: string): Promise<unknown> {
    const { FunctionName, Payload } = args as { FunctionName: string; Payload: unknown };
    try {
      return {
        ExecutedVersion: '$LATEST',
        StatusCode: 200,
        Payload: await this.lambdas.invoke(entryNamed(FunctionName), actor, Payload),
      };
    } catch (error) {
      const { name, message } = error as Error;
      this.failures.push(name);
      // Lambda itself, and no function, has said that.
      if (name.startsWith('Lambda.')) throw new TaskError(name, message);
      throw new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
    }
  }
}
