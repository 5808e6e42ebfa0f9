import type { Cancel, Clock } from '../core/clock.ts';
import { every } from '../core/every.ts';
import type { Random } from '../core/random.ts';
import type { CloudEvent, EventSink, Log, Place } from '../core/types.ts';
import { type BusEvent, busEvent } from './bus-event.ts';
import { Deliverer } from './delivery.ts';
import { type Rule, type RuleConfig, compileRule } from './rule.ts';
import type { TargetServices } from './target.ts';

/** What becomes of an event: for tests of lost, doubled and late events. */
export type Interception =
  | 'deliver'
  | 'drop'
  | 'double'
  | { readonly delayMs: number }
  /** A copy after each. */
  | { readonly copiesAfterMs: readonly number[] };

export interface EventBusOptions extends TargetServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly log: Log;
  /**
   * Half of all deliveries take at most this many simulated milliseconds, one in a hundred more than 2.7 times as many;
   * 150 unless told.
   */
  readonly latencyMs?: number;
  /** Asked about every event, scheduled ones too. Delivers all unless told. */
  readonly intercept?: (event: BusEvent) => Interception;
}

/** EventBridge's default bus. It never makes a caller wait, and delivers at least once. */
export class EventBus implements EventSink {
  /** As the option; for tests. */
  intercept: (event: BusEvent) => Interception;
  private readonly options: EventBusOptions;
  private readonly deliverer: Deliverer;
  private readonly rules = new Map<string, Rule>();
  private readonly schedules = new Map<string, Cancel>();
  /** What was said about rules that cannot match, by rule: once is enough. */
  private readonly told = new Map<string, Set<string>>();

  constructor(options: EventBusOptions) {
    this.options = options;
    this.intercept = options.intercept ?? (() => 'deliver');
    this.deliverer = new Deliverer(options);
  }

  emit(event: CloudEvent): void {
    this.accept(event);
  }

  /** Takes an event, and answers with its id. */
  accept(event: CloudEvent, time?: number): string {
    const { clock, place, random } = this.options;
    const complete = busEvent(event, place, random, time ?? clock.now());
    const enabled = [...this.rules.values()].filter((rule) => rule.enabled);
    enabled.forEach((rule) => this.tellMissing(rule, complete));
    this.dispatch(
      complete,
      enabled.filter((rule) => rule.matches(complete)),
    );
    return complete.id;
  }

  /**
   * Creates a rule, or writes all of a known one.
   *
   * @throws Error when EventBridge would not take it, naming the field
   */
  putRule(config: RuleConfig): Rule {
    const rule = compileRule(config, this.options.place, this.options);
    const before = this.rules.get(config.name);
    this.rules.set(config.name, rule);
    this.told.delete(config.name);
    // A rate counts from the moment it is set; a rule whose rate stays keeps its beat.
    if (before?.everyMs !== rule.everyMs) this.schedule(rule);
    return rule;
  }

  removeRule(name: string): void {
    this.rules.delete(name);
    this.schedules.get(name)?.();
    this.schedules.delete(name);
  }

  listRules(): readonly Rule[] {
    return [...this.rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Ends schedules and deliveries, for good. */
  stop(): void {
    for (const cancel of this.schedules.values()) cancel();
    this.deliverer.stop();
  }

  private schedule({ name, everyMs }: Rule): void {
    const { clock } = this.options;
    this.schedules.get(name)?.();
    this.schedules.delete(name);
    if (everyMs !== undefined)
      this.schedules.set(
        name,
        every(clock, everyMs, clock.now() + everyMs, (at) => this.fire(name, at)),
      );
  }

  private fire(name: string, at: number): void {
    const rule = this.rules.get(name);
    if (rule === undefined || !rule.enabled) return;
    const { place, random } = this.options;
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule.arn], detail: {} };
    this.dispatch(busEvent(event, place, random, at), [rule]);
  }

  private tellMissing(rule: Rule, event: BusEvent): void {
    const told = this.told.get(rule.name) ?? new Set();
    const news = rule.missing(event).filter((field) => !told.has(field));
    if (news.length === 0) return;
    this.told.set(rule.name, new Set([...told, ...news]));
    this.options.log(
      'events',
      `rule ${rule.name} asks for ${news.join(', ')}, which an event '${event['detail-type']}' of ` +
        `${event.source} does not have: it does not match`,
    );
  }

  private dispatch(event: BusEvent, rules: readonly Rule[]): void {
    const copies = copiesOf(this.intercept(event));
    for (const rule of rules) for (const afterMs of copies) this.send(event, rule, afterMs);
  }

  private send(event: BusEvent, rule: Rule, extraMs: number): void {
    const ingestionTime = new Date(this.options.clock.now()).toISOString();
    for (const target of rule.targets) {
      const input = target.render(event, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
      const { arn, deadLetterArn, maxAgeMs, maxRetries } = target;
      const send = () => target.send(input);
      this.deliverer.deliver(
        {
          event,
          ruleArn: rule.arn,
          targetArn: arn,
          send,
          maxRetries,
          maxAgeMs,
          ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
        },
        this.latency() + extraMs,
      );
    }
  }

  /** Long-tailed like the figures others measured: about 150 ms p50, 400 ms p99. */
  private latency(): number {
    const { latencyMs = 150, random } = this.options;
    const rank = random.int(1, 100);
    const [from, to] = rank <= 50 ? [0.5, 1] : rank <= 99 ? [1, 2.7] : [2.7, 6];
    return latencyMs * (from + ((to - from) * random.int(0, 1000)) / 1000);
  }
}

/** How long after the event each copy is sent. */
function copiesOf(fate: Interception): readonly number[] {
  if (fate === 'drop') return [];
  if (fate === 'deliver') return [0];
  if (fate === 'double') return [0, 0];
  return 'delayMs' in fate ? [fate.delayMs] : fate.copiesAfterMs;
}
