import type { ClosedRollout, RolloutRecord } from '../../rollout/record/record.ts';
import type { Weights } from '../../rollout/weights.ts';
import type { Outline } from '../../statemachine/outline/outline.ts';
import { NotFound } from '../errors.ts';
import { explain, isTransient } from '../explain.ts';
import type { Execution, LiveAlarm, ServicePorts, Traffic } from '../ports.ts';
import { answersFromIn } from '../plan/schedule.ts';
import { Status } from '../status.ts';
import { alarmsOf, type Definition } from '../story/definition.ts';
import { outlineIn } from '../story/deployed.ts';
import type { Happening } from '../story/happenings.ts';
import { HistoryReader } from '../story/history-reader.ts';
import { Telling } from '../story/telling.ts';
import { readWeights } from '../weights.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { viewOf, type View } from './view.ts';

/** Metrics come once a minute, and each look at them costs. */
const TRAFFIC_EVERY_MS = 30_000;
/** Looks that may fail one after another, for want of an answer, before watching ends. */
const PATIENCE = 30;
/** Looks in which a new execution may not be found yet: DescribeExecution is eventually consistent. */
const UNFOUND_LOOKS = 10;

export interface FollowOptions {
  readonly ports: Pick<ServicePorts, 'machine' | 'records' | 'listener' | 'alarms' | 'traffic'>;
  readonly now: () => Date;
  readonly execution: string;
  /** What happened before is heard and not told; all is told unless given. */
  readonly since?: Date;
  /** Waits until the next look; rejects when somebody interrupts. */
  readonly pause: () => Promise<void>;
}

/** What one look at a release brought. */
export interface Look {
  readonly happenings: readonly Happening[];
  readonly view: View;
  /** Once it is over: the execution has ended and no rollback of it is under way. */
  readonly outcome: Outcome | undefined;
}

/** A look that brought nothing, and why. The next may. */
export interface NoLook {
  readonly trouble: string;
}

/**
 * Looks again and again until the release is over, also when somebody else finishes it.
 * @throws NotFound when there is no such execution; what the ports throw, except that a lost connection is given a
 * while
 */
export async function* follow(options: FollowOptions): AsyncGenerator<Look | NoLook, Outcome> {
  const looker = new Looker(options);
  let failures = 0;
  for (;;) {
    try {
      const look = await looker.look();
      failures = 0;
      if (look !== undefined) yield look;
      if (look?.outcome !== undefined) return look.outcome;
    } catch (error) {
      failures += 1;
      if (!isTransient(error) || failures >= PATIENCE) throw error;
      yield { trouble: explain(error) };
    }
    await options.pause();
  }
}

/** Looks at everything that tells of a release, and remembers what was told already. */
class Looker {
  private readonly options: FollowOptions;
  private readonly telling = new Telling();
  private readonly readers = new Map<string, HistoryReader>();
  /** Read and not told yet: a connection may be lost in the middle of a look. */
  private untold: Happening[] = [];
  private definition: Definition | undefined;
  private outline: Outline | undefined;
  private traffic: Traffic = { production: [], canary: [] };
  private trafficAt: number | undefined;
  private unfound = 0;

  constructor(options: FollowOptions) {
    this.options = options;
  }

  /** undefined while a new execution cannot be found yet. */
  async look(): Promise<Look | undefined> {
    const { ports, execution: arn, now } = this.options;
    const execution = await ports.machine.describe(arn);
    if (execution === undefined) {
      this.unfound += 1;
      if (this.unfound < UNFOUND_LOOKS) return undefined;
      throw new NotFound(`there is no execution ${arn}`);
    }
    this.definition ??= await ports.machine.definitionOf(arn);
    this.outline ??= outlineIn(this.definition);
    const names = alarmsOf(this.definition);
    const [record, alarms] = await Promise.all([ports.records.read(), ports.alarms.read(names)]);
    const open = record.rollout?.id === arn ? record.rollout : undefined;
    // The history behind the record: what the record shows has happened is in it.
    await this.read(arn, execution.input, true);
    const helper = open?.rescuer;
    if (helper !== undefined && helper !== arn && helper.startsWith('arn:')) await this.readOther(helper);
    // And the weights behind that, so that a shift is not taken back in the story.
    const weights = await readWeights(ports.listener);
    const ended = execution.status !== 'RUNNING' && execution.status !== 'PENDING_REDRIVE';
    const closed = ended && open === undefined ? await this.closed(record, arn) : undefined;
    this.telling.recorded(open, closed);
    if (open !== undefined || this.trafficAt === undefined) await this.meter(execution);
    const happenings = this.tell(weights, alarms, execution.startedAt.getTime());
    const view = viewOf({
      now: Math.max(now().getTime(), execution.startedAt.getTime()),
      execution: arn,
      startedAt: execution.startedAt.getTime(),
      stoppedAt: execution.stoppedAt?.getTime(),
      state: this.telling.state,
      entered: this.telling.entered,
      definition: this.definition,
      outline: this.outline,
      chapter: this.telling.chapter,
      rollout: open ?? closed ?? this.telling.closed ?? this.telling.rollout,
      weights,
      alarms,
      traffic: this.traffic,
    });
    return { happenings, view, outcome: ended ? this.outcome(execution, open !== undefined, closed) : undefined };
  }

  private outcome(execution: Execution, open: boolean, closed: ClosedRollout | undefined): Outcome | undefined {
    const outcome = outcomeOf(execution, this.telling.state, closed);
    // An execution that ended before its rollout is finished by others. Only one that gave up needs nobody's patience.
    return open && outcome.status !== Status.needsPerson ? undefined : outcome;
  }

  private async read(arn: string, input: unknown, own: boolean): Promise<void> {
    const reader = this.readers.get(arn) ?? new HistoryReader(arn, input, own);
    this.readers.set(arn, reader);
    this.untold.push(...reader.read(await this.options.ports.machine.history(arn, reader.lastEvent)));
  }

  private async readOther(arn: string): Promise<void> {
    const known = this.readers.has(arn);
    const input = known ? undefined : (await this.options.ports.machine.describe(arn))?.input;
    await this.read(arn, input, false);
  }

  private async closed(record: RolloutRecord, arn: string): Promise<ClosedRollout | undefined> {
    return record.last?.id === arn ? record.last : this.options.ports.records.history(arn);
  }

  private async meter({ startedAt, stoppedAt }: Execution): Promise<void> {
    const now = (stoppedAt ?? this.options.now()).getTime();
    if (this.trafficAt !== undefined && now - this.trafficAt < TRAFFIC_EVERY_MS) return;
    this.traffic = await this.options.ports.traffic.read(
      startedAt,
      new Date(now),
      this.definition && answersFromIn(this.definition),
    );
    this.trafficAt = now;
  }

  /** In order of time, and nothing twice: the weights are known from two sides. */
  private tell(weights: Weights | undefined, alarms: readonly LiveAlarm[], startedAt: number): Happening[] {
    const at = this.options.now().getTime();
    const seen = weights === undefined ? [] : [{ kind: 'weights' as const, at, ...weights }];
    const all = [...this.untold.splice(0), ...this.alarmChanges(alarms, startedAt)].sort((a, b) => a.at - b.at);
    const since = this.options.since?.getTime() ?? 0;
    return [...all, ...seen].filter((happening) => {
      const news = happening.kind !== 'weights' || happening.canary !== this.telling.canaryWeight;
      this.telling.hear(happening);
      return news && happening.at >= since;
    });
  }

  private alarmChanges(alarms: readonly LiveAlarm[], startedAt: number): Happening[] {
    return alarms.flatMap(({ name, reason, since, state }): Happening[] => {
      const before = this.telling.alarms.get(name);
      if (before === state) return [];
      if (before === undefined && since.getTime() < startedAt) {
        this.telling.alarmStood(name, state);
        return [];
      }
      return [{ kind: 'alarm', at: since.getTime(), name, state, before: before ?? 'INSUFFICIENT_DATA', reason }];
    });
  }
}
