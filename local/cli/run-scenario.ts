import type { Happening } from '../../cli/story/happenings.ts';
import { every, wallClock } from 'local-aws/clock';
import { judge } from '../scenarios/judge-scenario.ts';
import type { Observations } from '../scenarios/observations.ts';
import type { Act, Scenario } from '../scenarios/scenario.ts';
import { FIRST_RELEASE } from '../scenarios/scenarios.ts';
import { type TrafficReport, Tally } from '../traffic/tally.ts';
import type { Display } from './display.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { Follower } from './standing.ts';

export interface RunOptions extends Omit<StageOptions, 'first' | 'candidate' | 'tell'> {
  readonly scenario: Scenario;
  readonly display: Display;
}

/** Between two redraws, and between two looks at whether it is over, in milliseconds of the wall's clock. */
const REDRAW_MS = 200;
const LOOK_MS = 250;
/** Production alone, before the release begins. */
const QUIET_START_MS = 500;

/** Plays one scenario from synthesis to verdict. @returns whether everything that should happen did */
export async function runScenario(options: RunOptions): Promise<boolean> {
  const run = new Run(options);
  try {
    return await run.play();
  } finally {
    await run.close();
    options.display.stop();
  }
}

class Run {
  private readonly options: RunOptions;
  private readonly follower = new Follower();
  private readonly weightChanges: { at: number; canary: number }[] = [];
  private readonly wallStartedAt = wallClock.now();
  private stage: Stage | undefined;
  private gaveUp = false;
  private askedAt: number | undefined;
  private alarmedAt: number | undefined;
  private execution = '';
  /** What the scenario does meanwhile; rejects when it could not be done. */
  private acting: Promise<void> = Promise.resolve();

  constructor(options: RunOptions) {
    this.options = options;
  }

  async play(): Promise<boolean> {
    const { scenario, display, speed, rps, signal } = this.options;
    display.begin({ scenario, speed, rps });
    const stage = await openStage({
      ...this.options,
      first: FIRST_RELEASE,
      candidate: scenario.candidate,
      doubts: [...(scenario.doubts ?? []), ...(this.options.doubts ?? [])],
      ...(scenario.concurrency !== undefined && { concurrency: scenario.concurrency }),
      tell: (happening) => this.hear(happening),
    });
    this.stage = stage;
    this.follower.expect(stage);
    const stopDrawing = this.keepDrawing(stage);
    try {
      await wallClock.sleep(QUIET_START_MS, signal);
      this.execution = await stage.operator.startExecution();
      await this.untilOver(stage, signal);
    } finally {
      stopDrawing();
    }
    const endedAt = stage.cloud.clock.now();
    await stage.load.stop();
    const seen = await this.observe(stage);
    const findings = judge(scenario, seen);
    const ok = findings.every((finding) => finding.ok);
    display.finish({
      scenario,
      ok,
      findings,
      cause: seen.execution.cause,
      standing: this.follower.standing(endedAt, stage.load.report()),
      simulatedSeconds: (endedAt - (this.follower.telling.startedAt ?? endedAt)) / 1000,
      wallSeconds: (wallClock.now() - this.wallStartedAt) / 1000,
    });
    return ok;
  }

  async close(): Promise<void> {
    await this.stage?.close();
  }

  private hear(happening: Happening): void {
    const { display, scenario } = this.options;
    this.follower.follow(happening);
    if (happening.kind === 'weights') this.weightChanges.push({ at: happening.at, canary: happening.canary });
    if (happening.kind === 'alarm' && happening.state === 'ALARM' && happening.name.startsWith('canary-'))
      this.alarmedAt ??= happening.at;
    display.happened(happening, this.follower.standing(happening.at, this.stage?.load.report() ?? NO_TRAFFIC));
    const { act } = scenario;
    if (act && this.stage && this.askedAt === undefined && isCue(act.onEntering, happening)) {
      this.acting = this.act(act, this.stage, this.execution);
      // Looked at when the scenario is over; until then it is nobody's unhandled rejection.
      this.acting.catch(() => undefined);
    }
  }

  private async act(act: Act, { cloud, operator }: Stage, execution: string): Promise<void> {
    const at = cloud.clock.now();
    this.askedAt = at;
    if (act.kind === 'stop the execution') {
      this.hear({ kind: 'asked', at, text: 'stops the execution' });
      return operator.stopExecution(execution);
    }
    this.hear({ kind: 'asked', at, text: `publishes to the rollback topic: ${act.reason}` });
    return operator.publishToRollbackTopic(act.reason);
  }

  /** Over is: the release's execution and all that it set off have ended, and nobody holds the claim. */
  private async untilOver({ cloud, operator, timetable }: Stage, signal: AbortSignal): Promise<void> {
    const longest = Math.max(0, ...timetable.values()) * 1000 * 2 + 60_000 * cloud.clock.speed;
    const deadline = cloud.clock.now() + longest;
    while (cloud.clock.now() < deadline) {
      await wallClock.sleep(LOOK_MS, signal);
      if (
        this.follower.telling.ended &&
        (await operator.runningExecutions()) === 0 &&
        (await operator.claim()) === undefined
      )
        return;
    }
    this.gaveUp = true;
  }

  private async observe({ operator, load, versions }: Stage): Promise<Observations> {
    await this.acting;
    const [weights, aliases, claim, execution] = await Promise.all([
      operator.weights(),
      operator.aliases(),
      operator.claim(),
      operator.describeExecution(this.execution),
    ]);
    const { weightChanges, askedAt, alarmedAt } = this;
    return {
      ended: !this.gaveUp,
      versions,
      weights,
      weightChanges,
      aliases,
      claim,
      execution,
      askedAt,
      alarmedAt,
      traffic: load.report(),
    };
  }

  private keepDrawing({ cloud, load }: Stage): () => void {
    const draw = () => this.options.display.stand(this.follower.standing(cloud.clock.now(), load.report()));
    return every(wallClock, REDRAW_MS, wallClock.now(), draw);
  }
}

/** Whether this is what an act waits for. */
function isCue(cue: Act['onEntering'], happening: Happening): boolean {
  if (typeof cue === 'string') return happening.kind === 'state' && happening.own && happening.state === cue;
  return happening.kind === 'answered' && happening.own && cue.hearing.test(happening.message);
}

const NO_TRAFFIC: TrafficReport = new Tally().report();
