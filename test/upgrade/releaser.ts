import type { Execution } from 'local-aws/states';
import { yes } from 'local-aws/clock';
import type { Hands } from './hands.ts';
import type { Stage } from './stage.ts';
import type { States } from './states.ts';

/** In simulated seconds; many times what any of these waits takes, for machines that are busy. */
const LONG = 7200;
/** Within so many of the watchdog's looks everything must be at rest: it looks up to four times a minute. */
const LOOKS = 40;
/** More than a message on the topic takes. */
const MESSAGE = 30;

/** What a person does with a release, and how long that person waits. */
export class Releaser implements Hands {
  readonly candidate: string;
  execution: Execution | undefined;
  private readonly stage: Stage;

  constructor(stage: Stage, candidate: string) {
    this.stage = stage;
    this.candidate = candidate;
  }

  async start(input: object): Promise<void> {
    const { cloud, operator } = this.stage;
    this.execution = cloud.machines.execution(await operator.startExecution(input));
  }

  async until(name: keyof States): Promise<void> {
    const { stage, execution } = this;
    const state = stage.deployed.states[name];
    const there = () => yes(execution?.position.state === state);
    await stage.pass(LONG, () => there() ?? this.ended(), state);
    if (!there()) throw new Error(`the release did not come to "${state}": ${this.standing()}`);
  }

  async untilHeld(): Promise<void> {
    const { stage } = this;
    const held = await stage.pass(LONG, async () => (await stage.table.open())?.['heldSince'] ?? this.ended());
    if (held === undefined || held === true) throw new Error(`the release is not held: ${this.standing()}`);
  }

  async untilEnded(): Promise<void> {
    await this.stage.pass(LONG, () => this.ended());
    if (this.ended() === undefined) throw new Error(`the release did not end: ${this.standing()}`);
  }

  /** Or until the watchdog has had its chances. The history is the last thing that is written. */
  async untilAtRest(): Promise<void> {
    const { stage } = this;
    const { table, witness } = stage;
    const last = witness.looks + LOOKS;
    const closed = async () => (await table.open()) === undefined && (await table.closed(this.execution?.arn ?? ''));
    const quiet = async () => witness.weights.canary === 0 && witness.running() === 0 && (await closed());
    await stage.pass(LONG, async () => yes(witness.looks > last || Boolean(await quiet())));
  }

  async revertable(): Promise<boolean> {
    const { production, previous } = await this.stage.operator.aliases();
    return production !== previous;
  }

  async sayGoOn(): Promise<void> {
    await this.stage.operator.startExecution({ goOn: true });
  }

  async takeBack(): Promise<void> {
    const { stage } = this;
    stage.witness.note({ what: 'asked' });
    await stage.operator.publishToRollbackTopic('the oracle asks for it');
    const revoked = async () => yes((await stage.table.open())?.['reason'] !== undefined);
    await stage.pass(MESSAGE, revoked);
  }

  async abort(unheard = false): Promise<void> {
    const { cloud, operator } = this.stage;
    cloud.machines.eventFilter = ({ detail }) => !unheard || detail['status'] !== 'ABORTED';
    this.stage.witness.note({ what: 'asked' });
    await operator.stopExecution(this.execution?.arn ?? '');
  }

  async redrive(): Promise<void> {
    this.stage.cloud.machines.redriveExecution(this.execution?.arn ?? '');
    await this.untilEnded();
    await this.untilAtRest();
  }

  breakMetrics(broken: boolean): void {
    this.stage.trouble.metricsAreBroken = broken;
  }

  async breakProduction(broken: boolean): Promise<void> {
    const { cloud, trouble } = this.stage;
    if (broken) await this.stage.pass(LONG, () => yes(trouble.canaryIsQuiet(cloud.cloudwatch)));
    trouble.breakProduction(broken, cloud.cloudwatch);
  }

  private ended(): true | undefined {
    return yes(this.execution?.status !== 'RUNNING');
  }

  private standing(): string {
    if (this.execution === undefined) return 'nothing was started';
    const { status, position, error = '', cause = '' } = this.execution;
    return `${status} in "${position.state}" ${error} ${cause}`.trim();
  }
}
