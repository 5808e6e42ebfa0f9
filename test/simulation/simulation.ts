import { createCheck } from '../../handlers/check.ts';
import { createClaim } from '../../handlers/claim.ts';
import { createClose } from '../../handlers/close.ts';
import { createConfirm } from '../../handlers/confirm.ts';
import { createGoOn } from '../../handlers/go-on.ts';
import { createPromote } from '../../handlers/promote.ts';
import { createRevert } from '../../handlers/revert.ts';
import { createRollBack, createRollBackFromSns } from '../../handlers/roll-back.ts';
import { createShift } from '../../handlers/shift.ts';
import { createSmokeTest } from '../../handlers/smoke-test.ts';
import { createWatchdog } from '../../handlers/watchdog.ts';
import { seededRandom, type Random } from '../../local/core/random.ts';
import type { CloudEvent } from '../../local/core/types.ts';
import { VirtualClock } from '../../local/core/virtual-clock.ts';
import type { Execution, Transition } from '../../local/states/execution.ts';
import { StateMachines } from '../../local/states/state-machines.ts';
import { TaskError } from '../../local/states/tasks.ts';
import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';
import * as payloads from '../../statemachine/contract/payloads.ts';
import { recordingLog } from '../support/memory/log.ts';
import { memoryPorts } from '../support/memory/ports.ts';
import { World } from '../support/memory/world.ts';

const PLACE = { account: '111111111111', region: 'eu-west-1' };
const MACHINE = 'arn:aws:states:eu-west-1:111111111111:stateMachine:rollout';
const ROLE = 'arn:aws:iam::111111111111:role/machine';
const DAY = 24 * 3600 * 1000;

/** Names of the alarms in the definition that tests build. */
export const CANARY_ALARM = 'canary-errors';
export const PRODUCTION_ALARM = 'production-errors';

/** How a version behaves; the only thing that tells one release from another here. */
export type Behaviour = 'healthy' | 'fails smoke test' | 'fails users';

export interface SimulationOptions {
  /** Amazon States Language, JSON text. */
  readonly definition: string;
  readonly seed?: number;
  /** By version number; healthy unless told. Version 1 is in production. */
  readonly versions?: Readonly<Record<string, Behaviour>>;
  /** Decides what becomes of an event; delivered unless told. */
  readonly deliver?: (event: CloudEvent) => 'deliver' | 'drop';
  /** Shared by services that live side by side; one of its own unless told. */
  readonly clock?: VirtualClock;
  /** Whether the schedule runs; it does unless told. */
  readonly watchdog?: boolean;
}

/**
 * A service, its machine and everything that reacts to it, in one process on a virtual clock: the rendered definition in
 * the interpreter of the local cloud, the real handlers over in-memory ports.
 */
export class Simulation {
  readonly clock: VirtualClock;
  readonly world: World;
  readonly machines: StateMachines;
  readonly log = recordingLog();
  /** Everything that went wrong in a function, by contract name. */
  readonly failures: string[] = [];
  private readonly random: Random;
  private readonly options: SimulationOptions;

  constructor(options: SimulationOptions) {
    this.options = options;
    this.clock = options.clock ?? new VirtualClock();
    this.random = seededRandom(options.seed ?? 1);
    this.world = new World({ now: () => new Date(this.clock.now()), versions: ['1', ...Object.keys(options.versions ?? { 7: 'healthy' })] });
    this.world.answer = (version) => ({
      payload: { isBase64Encoded: false, statusCode: this.behaviour(version) === 'fails smoke test' ? 503 : 200, headers: {}, body: '' },
    });
    for (const name of [CANARY_ALARM, 'canary-duration', PRODUCTION_ALARM]) this.world.setAlarm(name);
    this.machines = new StateMachines({
      place: PLACE,
      clock: this.clock,
      random: this.random,
      tasks: { run: (_resource, args, context) => this.invoke(args, context.executionArn) },
      events: { emit: (event) => this.emit(event) },
    });
    this.machines.create({ name: 'rollout', roleArn: ROLE, definition: options.definition });
    if (options.watchdog ?? true) this.everyMinute(() => this.watchdog());
    this.everyMinute(() => this.watchUsers());
  }

  /** Deploys another machine; executions that run keep the one that they were started with. */
  update(definition: string): void {
    this.machines.update(MACHINE, { roleArn: ROLE, definition });
  }

  async start(input: unknown = {}, name?: string): Promise<Execution> {
    const { executionArn } = await this.machines.startExecution({ stateMachineArn: MACHINE, input: JSON.stringify(input), ...(name && { name }) });
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
      reached ||= transition.type === 'entered' && transition.state === state && transition.executionArn === execution.arn;
    });
    await this.clock.runWhile(() => !reached && execution.status === 'RUNNING', this.clock.now() + DAY);
    undo();
    if (!reached) throw new Error(`${execution.name} ended ${execution.status} and never reached ${state}`);
  }

  /** Aborts the execution as it enters the state, before its task has begun. */
  async abortIn(execution: Execution, state: string): Promise<void> {
    const undo = this.machines.onTransition((transition: Transition) => {
      if (transition.type !== 'entered' || transition.state !== state || transition.executionArn !== execution.arn) return;
      queueMicrotask(() => this.machines.stopExecution(execution.arn));
    });
    await this.finish(execution);
    undo();
    if (execution.status !== 'ABORTED') throw new Error(`${execution.name} ended ${execution.status} and never reached ${state}`);
  }

  /** Aborts the execution while the state's task runs, which goes on to its end, as a Lambda function would. */
  async abortDuring(execution: Execution, state: string): Promise<void> {
    this.world.hook = ({ actor, moment }) => {
      if (moment === 'before' && actor === execution.arn && execution.position.state === state) this.machines.stopExecution(execution.arn);
    };
    await this.finish(execution);
    this.world.hook = () => {};
    if (execution.status !== 'ABORTED') throw new Error(`${execution.name} ended ${execution.status} and never called anything in ${state}`);
  }

  /** A message on the rollback topic, published now unless told. */
  async message(body: string, publishedAt = new Date(this.clock.now())): Promise<void> {
    const event = { Records: [{ EventSource: 'aws:sns' as const, Sns: { MessageId: `message-${this.random.hex(6)}`, Message: body, Timestamp: publishedAt.toISOString() } }] };
    await createRollBackFromSns(memoryPorts(this.world, 'sns'), this.log)(event);
  }

  /** The alarm goes to ALARM: the rule starts a rollback, and the topic calls the function, each on its own. */
  alarm(name: string): void {
    const at = new Date(this.clock.now());
    this.world.setAlarm(name, 'ALARM', at);
    if (name === PRODUCTION_ALARM) return;
    this.emit({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: [`arn:aws:cloudwatch:eu-west-1:111111111111:alarm:${name}`],
      detail: { alarmName: name, state: { value: 'ALARM', reason: 'threshold crossed', timestamp: at.toISOString() } },
    });
    const notice = { AlarmName: name, NewStateValue: 'ALARM', NewStateReason: 'threshold crossed', StateChangeTime: at.toISOString() };
    this.deliverMessage(JSON.stringify(notice), at, [200, 60_000, 120_000]);
  }

  /** Alarms that went on go off again, as they do once nobody meets the canary. */
  quiet(): void {
    for (const [name, { state }] of this.world.alarms) if (state === 'ALARM') this.world.setAlarm(name);
  }

  /** Lambda calls the function again a minute and two minutes after it failed, and then no more. */
  private deliverMessage(body: string, publishedAt: Date, [delay, ...later]: readonly number[]): void {
    if (delay === undefined) return;
    this.clock.schedule(delay, () => void this.message(body, publishedAt).catch(() => this.deliverMessage(body, publishedAt, later)));
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

  private async watchdog(): Promise<void> {
    try {
      await createWatchdog(memoryPorts(this.world, 'watchdog'), this.log)();
    } catch (error) {
      this.failures.push(`watchdog: ${(error as Error).message}`);
    }
  }

  /** At the end of each minute: users met a version that fails them, and CloudWatch notices 17 to 96 s later. */
  private watchUsers(): void {
    if (this.world.weights.canary === 0 || this.behaviour(this.world.alias('canary').version) !== 'fails users') return;
    if (this.world.alarms.get(CANARY_ALARM)?.state === 'ALARM') return;
    this.clock.schedule(this.random.int(17, 96) * 1000, () => this.alarm(CANARY_ALARM));
  }

  private emit(event: CloudEvent): void {
    if (event.source === 'aws.states') this.noteStatus(event);
    if ((this.options.deliver?.(event) ?? 'deliver') === 'drop' || !asksForRollback(event)) return;
    this.clock.schedule(150, () => void this.start({ rollback: { event } }));
  }

  private noteStatus({ detail }: CloudEvent): void {
    this.world.executions.set(String(detail.executionArn), detail.status as Parameters<World['executions']['set']>[1]);
  }

  private async invoke(args: unknown, actor: string): Promise<unknown> {
    const { FunctionName, Payload } = args as { FunctionName: string; Payload: unknown };
    try {
      return { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: await this.handler(FunctionName, actor)(Payload) };
    } catch (error) {
      const { name, message } = error as Error;
      this.failures.push(name);
      throw new TaskError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
    }
  }

  /** Each with the schema in front of it, as its middleware has. */
  private handler(functionName: string, actor: string): (payload: unknown) => Promise<unknown> {
    const ports = memoryPorts(this.world, actor);
    const handlers: Readonly<Record<string, (payload: unknown) => Promise<unknown>>> = {
      claim: (payload) => createClaim(ports)(payloads.claimArgs.parse(payload)),
      smokeTest: (payload) => createSmokeTest(ports)(payloads.smokeTestArgs.parse(payload)),
      shift: (payload) => createShift(ports)(payloads.shiftArgs.parse(payload)),
      check: (payload) => createCheck(ports)(payloads.checkArgs.parse(payload)),
      promote: (payload) => createPromote(ports)(payloads.promoteArgs.parse(payload)),
      revert: (payload) => createRevert(ports)(payloads.revertArgs.parse(payload)),
      goOn: (payload) => createGoOn(ports)(payloads.goOnArgs.parse(payload)),
      close: (payload) => createClose(ports)(payloads.closeArgs.parse(payload)),
      rollBack: (payload) => createRollBack(ports, this.log)(payloads.rollBackArgs.parse(payload)),
      confirm: (payload) => createConfirm(ports)(payloads.confirmArgs.parse(payload)),
    };
    const handler = handlers[functionName.split(':').at(-1) ?? ''];
    if (handler === undefined) throw new Error(`no handler for ${functionName}`);
    return handler;
  }
}

/** What the two rules of the template let through. */
function asksForRollback({ source, detail }: CloudEvent): boolean {
  if (source === 'aws.cloudwatch') return true;
  if (detail.status === 'ABORTED' || detail.status === 'TIMED_OUT') return true;
  const expected: readonly string[] = EXPECTED_FAILURES;
  return detail.status === 'FAILED' && !(typeof detail.error === 'string' && expected.includes(detail.error));
}
