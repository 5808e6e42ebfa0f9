import type { Sample } from '../minutes.ts';
import type { Release, Strategy, View } from '../simulate.ts';

export interface Shift {
  /** Seconds since the start. */
  readonly at: number;
  readonly weight: number;
}

/** A fixed schedule that ends well unless alarms, looked at with every new minute, end it before. */
export function scheduled(
  name: string,
  source: string,
  steps: readonly Shift[],
  endsAt: number,
  isOn: (view: View) => boolean,
): Strategy {
  return {
    name,
    source,
    times: 'none',
    start(startedAt): Release {
      let next = 0;
      const release = {
        nextAt: startedAt as number | undefined,
        act(_now: number, view: View) {
          const step = steps[next];
          next += 1;
          release.nextAt = startedAt + (steps[next]?.at ?? endsAt);
          // An alarm that is on when it begins ends a deployment at once.
          if (next === 1 && isOn(view)) return { ended: 'rolled back' as const };
          return step === undefined ? { ended: 'promoted' as const } : { weight: step.weight };
        },
        metrics: (_now: number, view: View) => (next > 0 && isOn(view) ? { ended: 'rolled back' as const } : {}),
      };
      return release;
    },
  };
}

/**
 * The alarms of AWS' example: more than 0 errors in each of two periods of 60 s, one alarm on the alias that all users
 * meet and one on the new version. Periods without data are missing, and do not breach.
 */
export function exampleAlarmsOn({ minutes, shown }: View): boolean {
  const newest = [minutes[shown - 1], minutes[shown - 2]];
  const every = (errors: (sample: Sample) => number) =>
    newest.every((sample) => sample !== undefined && errors(sample) > 0);
  return every(({ canary, production }) => canary.errors + production.errors) || every(({ canary }) => canary.errors);
}
