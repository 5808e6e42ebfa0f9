import type { Clock, Random } from 'local-aws/clock';
import type { World } from '../memory/world.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from './alarm-names.ts';
import type { DataPlane, Way } from './data-plane.ts';

/** CloudWatch tells so many seconds after the end of a minute, in payloads that were recorded. */
export const TOLD_AFTER_SECONDS: ToldAfter = { min: 17, max: 96 };

export interface ToldAfter {
  readonly min: number;
  readonly max: number;
}

/** After how many quiet minutes an alarm goes off again, where it does. */
const QUIET_MINUTES = 3;

const WATCHED = [
  ['canary', CANARY_ALARM],
  ['production', PRODUCTION_ALARM],
] as const;

export interface UsersOptions {
  readonly clock: Clock;
  readonly world: World;
  readonly dataPlane: DataPlane;
  readonly random: Random;
  readonly fails: (way: Way) => boolean;
  readonly alarm: (name: string) => void;
  /** Whether alarms go off by themselves. */
  readonly recover: boolean;
  readonly toldAfterSeconds: ToldAfter;
}

/** What users meet, minute by minute, and what the alarms make of it. */
export class Users {
  private readonly options: UsersOptions;
  private readonly lastFailed = new Map<string, number>();

  constructor(options: UsersOptions) {
    this.options = options;
  }

  /** Something that this alarm watches has failed just now. */
  failed(alarm: string): void {
    this.lastFailed.set(alarm, this.options.clock.now());
  }

  /** A minute is over. */
  minute(): void {
    const { alarm: raise, clock, dataPlane, fails, random, recover, toldAfterSeconds, world } = this.options;
    const now = clock.now();
    for (const [alias, alarm] of WATCHED) {
      const failures = dataPlane.requests(now - 60_000, now, (way) => way.alias === alias && fails(way));
      if (failures > 0) this.failed(alarm);
      const on = world.alarms.get(alarm)?.state === 'ALARM';
      if (failures > 0 && !on)
        clock.schedule(random.int(toldAfterSeconds.min, toldAfterSeconds.max) * 1000, () => raise(alarm));
      const quiet = now - (this.lastFailed.get(alarm) ?? 0) >= QUIET_MINUTES * 60_000;
      if (on && quiet && recover) world.setAlarm(alarm);
    }
  }
}
