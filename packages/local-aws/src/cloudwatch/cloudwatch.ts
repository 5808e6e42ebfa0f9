import { AwsError } from '../core/aws-error.ts';
import type { Cancel, Clock } from '../core/clock.ts';
import { MINUTE_MS, every, nextMinute } from '../core/every.ts';
import type { Random } from '../core/random.ts';
import type { Datum, EventSink, Log, MetricSink, Place, TopicPublisher } from '../core/types.ts';
import { type Alarm, type StateChange, newAlarm } from './alarm.ts';
import type { AlarmConfig, AlarmState } from './alarm-config.ts';
import { type Samples, alarmPoints } from './alarm-points.ts';
import { evaluateAlarm } from './evaluate-alarm.ts';
import { GoneNames } from './gone-names.ts';
import { MetricStore } from './metric-store.ts';
import { notificationMessage, notificationSubject, stateChangeEvent } from './notifications.ts';
import { type Publication, PublishedSamples } from './published-samples.ts';
import { type StateReason, reasonDataOf, reasonOf } from './reasons.ts';

export interface CloudWatchOptions extends Publication {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly log: Log;
  readonly events: EventSink;
  readonly topics: TopicPublisher;
  /** A store of its own unless told; services that CloudWatch itself depends on record into it directly. */
  readonly store?: MetricStore;
  /**
   * Seconds from the end of a minute to the moment an alarm has looked at it, drawn anew each time. 17 to 96 unless
   * told: what recorded payloads show.
   */
  readonly publicationDelaySeconds?: readonly [min: number, max: number];
  /**
   * Periods that an alarm looks at beyond its N, in case newer ones are missing; 2 unless told, as in AWS's example. So
   * an alarm may stay in ALARM for up to three of its periods after a metric has stopped.
   */
  readonly furtherPeriods?: number;
  /** Whether GetMetricData refuses trimmed counts, of whose open form no sample is known. False unless told. */
  readonly refusesTrimmedCounts?: boolean;
  /**
   * Simulated seconds from the first question for an alarm until DescribeAlarms knows it under another name only; of
   * alarms asked for together only the first by name. Never unless told.
   */
  readonly renamedAfterSeconds?: number;
  /** Called after each change of state, for displays. */
  readonly onChange?: (change: StateChange) => void;
}

/** CloudWatch metrics and metric alarms. Alarms are evaluated every minute, from their creation on. */
export class CloudWatch implements MetricSink {
  readonly store: MetricStore;
  /** What of the store is published. */
  readonly samples: Samples;
  readonly goneNames: GoneNames;
  private readonly options: CloudWatchOptions;
  private readonly alarms = new Map<string, Alarm>();
  /** When an alarm is next evaluated at the earliest: minutes are looked at in their order. */
  private readonly evaluatedUntil = new Map<string, number>();
  private readonly pending = new Set<Cancel>();
  private stopTicking: Cancel | undefined;

  constructor(options: CloudWatchOptions) {
    this.options = options;
    this.store = options.store ?? new MetricStore({ log: options.log });
    this.samples = new PublishedSamples(this.store, options.clock, options);
    this.goneNames = new GoneNames(options.clock, options.renamedAfterSeconds ?? Infinity);
  }

  get refusesTrimmedCounts(): boolean {
    return this.options.refusesTrimmedCounts ?? false;
  }

  record(datum: Datum): void {
    this.store.record(datum);
  }

  /** Creates the alarm, in INSUFFICIENT_DATA, or writes its whole configuration; a known alarm keeps its state. */
  putAlarm(config: AlarmConfig): Alarm {
    const { clock, place, random } = this.options;
    const known = this.alarms.get(config.name);
    const alarm =
      known === undefined
        ? newAlarm(config, place, random.uuid(), clock.now())
        : { ...known, config, configuredAt: clock.now() };
    this.alarms.set(config.name, alarm);
    this.stopTicking ??= every(clock, MINUTE_MS, nextMinute(clock.now()), (end) => this.scheduleEvaluations(end));
    return alarm;
  }

  removeAlarm(name: string): void {
    this.alarms.delete(name);
    this.evaluatedUntil.delete(name);
  }

  listAlarms(): readonly Alarm[] {
    return [...this.alarms.values()].sort((a, b) => (a.config.name < b.config.name ? -1 : 1));
  }

  /**
   * Sets the state by hand; the next evaluation sets it right again.
   *
   * @throws AwsError ResourceNotFound
   */
  setState(name: string, value: AlarmState, reason: StateReason): void {
    const alarm = this.alarms.get(name);
    if (alarm === undefined) throw new AwsError('ResourceNotFound', `Unknown alarm ${name}`, 404);
    this.enter(alarm, value, reason);
  }

  /** Ends the evaluations, for good. */
  stop(): void {
    this.stopTicking?.();
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }

  private scheduleEvaluations(end: number): void {
    const { clock, random, publicationDelaySeconds: [min, max] = [17, 96] } = this.options;
    for (const name of this.alarms.keys()) {
      const at = Math.max(end + random.int(min * 1000, max * 1000), this.evaluatedUntil.get(name) ?? 0);
      this.evaluatedUntil.set(name, at);
      const cancel = clock.schedule(at - clock.now(), () => {
        this.pending.delete(cancel);
        this.evaluate(name, end);
      });
      this.pending.add(cancel);
    }
  }

  private evaluate(name: string, end: number): void {
    const alarm = this.alarms.get(name);
    if (alarm === undefined) return;
    const { config, state } = alarm;
    const points = alarmPoints(config, this.samples, end, this.options.furtherPeriods);
    const verdict = evaluateAlarm(config, points, state.value);
    this.enter(alarm, verdict.state, {
      reason: reasonOf(config, verdict),
      reasonData: reasonDataOf(config, points, verdict, this.options.clock.now()),
    });
  }

  private enter(alarm: Alarm, value: AlarmState, reason: StateReason): void {
    if (alarm.state.value === value) return;
    const { clock, events, log, onChange } = this.options;
    const changed: Alarm = { ...alarm, state: { value, ...reason, since: clock.now() } };
    this.alarms.set(alarm.config.name, changed);
    const change = { alarm: changed, previous: alarm.state };
    log('cloudwatch', `${alarm.config.name}: ${alarm.state.value} -> ${value}. ${reason.reason}`);
    events.emit(stateChangeEvent(change));
    if (changed.config.actionsEnabled)
      for (const topicArn of changed.config.actions[value]) this.notify(topicArn, change);
    onChange?.(change);
  }

  /** CloudWatch neither retries nor reports a topic that does not take its message; here it is at least logged. */
  private notify(topicArn: string, change: StateChange): void {
    const { log, place, topics } = this.options;
    topics
      .publish({
        topicArn,
        message: notificationMessage(change, place),
        subject: notificationSubject(change.alarm, place),
        caller: { principal: 'cloudwatch.amazonaws.com', sourceArn: change.alarm.arn },
      })
      .catch((error: unknown) =>
        log('cloudwatch', `${change.alarm.config.name}: ${topicArn} did not take the notification: ${String(error)}`),
      );
  }
}
