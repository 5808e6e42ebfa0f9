import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Assembly, type Cloud, createCloud, loadAssembly, OPERATOR } from 'local-aws';
import { createOperator, type Operator } from '../../../local/cli/operator.ts';
import type { Execution, Transition } from 'local-aws/states';
import { Alias } from '../../../statemachine/contract/names.ts';
import { outputOf, type OutputName } from '../../../statemachine/contract/outputs.ts';
import { until, yes } from 'local-aws/clock';
import { emptyTable } from './records.ts';
import type { Mutation } from './template.ts';

/** A rollout of the short plan takes about a second of the wall. */
const SPEED = 600;

/**
 * One local cloud with version 1 in production and version 2 published, in which one mutant after the other is
 * deployed.
 */
export class Rig {
  readonly cloud: Cloud;
  readonly operator: Operator;
  /** Whether the schedule may run the watchdog; off after each reset. */
  watchdog = false;
  private readonly original: Assembly;
  private readonly logFile: string;
  private readonly transitions: Transition[] = [];
  private logStart = 0;

  private constructor(cloud: Cloud, operator: Operator, original: Assembly, logFile: string) {
    this.cloud = cloud;
    this.operator = operator;
    this.original = original;
    this.logFile = logFile;
    cloud.machines.onTransition((transition) => this.transitions.push(transition));
  }

  /** @param assemblies folders of the assemblies of two releases */
  static async open(outDir: string, [first, second]: readonly [string, string]): Promise<Rig> {
    const cloud = await createCloud({ speed: SPEED, outDir, propagationSeconds: 1, publicationDelaySeconds: [1, 2] });
    try {
      await cloud.deploy(first);
      await cloud.deploy(second);
      const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
      return new Rig(cloud, operator, await loadAssembly(second), join(outDir, 'cloud.log'));
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }

  /** An update of the stack with one change. Rejects with DeploymentError, or TemplateError, when it is refused. */
  async deploy(mutate: Mutation): Promise<void> {
    const template = structuredClone(this.original.template);
    mutate(template);
    await this.cloud.deployer.deploy({ ...this.original, template });
  }

  output(name: OutputName): string {
    return outputOf(this.cloud.outputs, name);
  }

  /** Starts an execution; `{}` releases version 2. */
  async start(input: object = {}): Promise<Execution> {
    return this.cloud.machines.execution(await this.operator.startExecution(input));
  }

  async ended(execution: Execution): Promise<string> {
    await until(async () => yes(execution.status !== 'RUNNING'));
    return (
      `${execution.status} in ${execution.position.state}: ${execution.error ?? ''} ${execution.cause ?? ''} ` +
      (execution.output ?? '')
    );
  }

  async run(input?: object): Promise<string> {
    return this.ended(await this.start(input));
  }

  /** Resolves when the execution enters the state. @throws Error when it ends elsewhere */
  async reach(execution: Execution, state: string): Promise<void> {
    await until(async () => {
      if (
        this.transitions.some(
          (each) => each.executionArn === execution.arn && each.type === 'entered' && each.state === state,
        )
      )
        return true;
      if (execution.status !== 'RUNNING') throw new Error(`never reached ${state}: ${await this.ended(execution)}`);
      return undefined;
    });
  }

  /** Does something at the very moment in which an execution enters the state, before its task has begun; once. */
  when(state: string, act: () => unknown): void {
    const undo = this.cloud.machines.onTransition((transition) => {
      if (transition.type !== 'entered' || transition.state !== state) return;
      undo();
      act();
    });
  }

  /** What the first failure of a task was that is tried again or was caught, in whichever execution. */
  async taskFailure(state: string): Promise<string> {
    const failure = await until(async () =>
      this.transitions.find((each) => each.state === state && (each.type === 'retrying' || each.type === 'caught')),
    );
    return `${failure.error} ${failure.cause}`;
  }

  /** The execution that something other than an operator started, when it has one. */
  async otherExecution(than: Execution): Promise<Execution> {
    const arn = this.output('StateMachineArn');
    return until(async () => this.cloud.machines.listExecutions(arn).find((each) => each.order > than.order));
  }

  /** cloud.log since the reset. */
  log(): string {
    return readFileSync(this.logFile, 'utf8').slice(this.logStart);
  }

  /** The first line of it that fits, now or later. */
  async logLine(pattern: RegExp): Promise<string> {
    return until(async () =>
      this.log()
        .split('\n')
        .find((line) => pattern.test(line)),
    );
  }

  /** Lines of cloud.log that somebody should look into; empty when there are none. */
  complaints(): string {
    return this.log()
      .split('\n')
      .filter((line) =>
        /asks for|dropped|dead letter|refused|not delivered|could not|not authorized|failed for good/.test(line),
      )
      .join('\n');
  }

  /** Resolves when production has all the traffic and nobody holds the claim. */
  async atRest(): Promise<void> {
    await until(async () =>
      yes((await this.operator.weights()).canary === 0 && (await this.operator.claim()) === undefined),
    );
  }

  /** An alarm goes to ALARM, whatever its metric says. */
  async alarm(begins = 'canary-lambda-errors'): Promise<void> {
    const alarm = this.cloud.cloudwatch.listAlarms().find(({ config }) => config.name.startsWith(begins));
    if (alarm === undefined) throw new Error(`no alarm ${begins}…`);
    await this.cloud.operations.monitoring.SetAlarmState(
      { AlarmName: alarm.config.name, StateValue: 'ALARM', StateReason: 'a "test"' },
      OPERATOR,
    );
  }

  async deadLetter(): Promise<string> {
    const letter = await until(async () => {
      const answer = await this.cloud.operations.sqs.ReceiveMessage(
        { QueueUrl: this.output('UndeliveredQueueUrl'), MessageAttributeNames: ['All'] },
        OPERATOR,
      );
      return (answer as { Messages?: readonly [{ readonly MessageAttributes: object }] }).Messages?.[0];
    });
    return JSON.stringify(letter.MessageAttributes);
  }

  /** One request of a user, to whichever version the weights choose. */
  async request(): Promise<number> {
    return (await fetch(`${this.cloud.traffic.url}/hello?name=Ada`)).status;
  }

  /** Somebody writes the listener by hand. */
  async moveWeights(canary: number): Promise<void> {
    const weights = { ProductionTargetGroupId: 100 - canary, CanaryTargetGroupId: canary };
    const targetGroups = (Object.keys(weights) as (keyof typeof weights)[]).map((group) => ({
      targetGroupIdentifier: this.output(group),
      weight: weights[group],
    }));
    const listener = { serviceIdentifier: this.output('ServiceId'), listenerIdentifier: this.output('ListenerId') };
    await this.cloud.operations['vpc-lattice'].UpdateListener(
      { ...listener, defaultAction: { forward: { targetGroups } } },
      OPERATOR,
    );
  }

  /** The original template, version 1 with all the traffic, nothing claimed, nothing running and no dead letter. */
  async reset(): Promise<void> {
    const { cloud } = this;
    cloud.bus.intercept = () => 'drop';
    this.watchdog = false;
    this.stopAll();
    await this.deploy(() => undefined);
    // What was started before may still write, and what failed is tried again: with the permissions of the original.
    await until(async () => yes(!cloud.functions.busy));
    this.stopAll();
    const fn = this.output('FunctionName');
    for (const name of Object.values(Alias)) cloud.functions.registry.updateAlias(fn, name, { version: '1' });
    await this.moveWeights(0);
    await emptyTable(cloud.endpoint.url, this.output('RecordTableName'));
    for (const { config } of cloud.cloudwatch.listAlarms()) {
      await cloud.operations.monitoring.SetAlarmState(
        { AlarmName: config.name, StateValue: 'OK', StateReason: 'reset' },
        OPERATOR,
      );
    }
    const queue = cloud.queues.queueAt(this.output('UndeliveredQueueUrl'));
    cloud.queues.removeQueue(queue.settings.name);
    const { policy } = queue;
    const fresh = cloud.queues.putQueue(queue.settings);
    if (policy !== undefined) fresh.policy = policy;
    this.transitions.length = 0;
    this.logStart = readFileSync(this.logFile, 'utf8').length;
    cloud.bus.intercept = ({ 'detail-type': type }) =>
      type === 'Scheduled Event' && !this.watchdog ? 'drop' : 'deliver';
  }

  async close(): Promise<void> {
    this.operator.close();
    await this.cloud.close();
  }

  private stopAll(): void {
    const { machines } = this.cloud;
    for (const { arn, status } of machines.listExecutions(this.output('StateMachineArn')))
      if (status === 'RUNNING') machines.stopExecution(arn);
  }
}
