import type { Clock } from '../core/clock.ts';

/** Names under which alarms are not found any more: of those asked for together, whichever is first by the alphabet. */
export class GoneNames {
  private readonly clock: Pick<Clock, 'now'>;
  private readonly afterSeconds: number;
  /** When a name that goes was first asked for. */
  private readonly asked = new Map<string, number>();

  /** @param afterSeconds from the first question for it to the moment a name goes, simulated */
  constructor(clock: Pick<Clock, 'now'>, afterSeconds: number) {
    this.clock = clock;
    this.afterSeconds = afterSeconds;
  }

  /** Hears of a question for alarms by their names. */
  askedFor(names: readonly string[]): void {
    const [first] = names.toSorted();
    if (first !== undefined && !this.asked.has(first)) this.asked.set(first, this.clock.now());
  }

  /** The name under which the alarm is found now. */
  nameOf(name: string): string {
    const asked = this.asked.get(name);
    const gone = asked !== undefined && this.clock.now() >= asked + this.afterSeconds * 1000;
    return gone ? `${name}-renamed` : name;
  }
}
