import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../rollout/alarms.ts';
import { neverHadData, whyWithoutData } from '../../../rollout/claim/without-data.ts';

const at = (time: string) => new Date(`2026-01-${time}Z`);
const now = at('06T09:00:00.000');
const silent = (more: Partial<AlarmState> = {}): AlarmState => ({
  name: 'few-orders',
  state: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
  since: at('05T08:54:00.000'),
  configuredAt: at('05T08:54:00.000'),
  windowSeconds: 300,
  ...more,
});

describe('an alarm without data', () => {
  it.each<[what: string, alarm: AlarmState, never: boolean]>([
    ['made a day and its window ago, and silent ever since', silent(), true],
    ['made that long ago to the second', silent({ configuredAt: at('05T08:55:00.000') }), true],
    ['changed then, while it was silent', silent({ since: at('01T09:00:00.000') }), true],
    ['whose state is told a moment later', silent({ since: at('05T08:55:00.000') }), true],
    ['made since', silent({ configuredAt: at('05T08:55:01.000') }), false],
    ['with a window of a day', silent({ windowSeconds: 24 * 3600 }), false],
    ['that had data since it was made', silent({ since: at('05T20:00:00.000') }), false],
    ['that has data', silent({ state: 'OK' }), false],
    ['of which nobody says when it was made', { ...silent(), configuredAt: undefined } as unknown as AlarmState, false],
    ['that looks at other alarms', { ...silent(), windowSeconds: undefined } as unknown as AlarmState, true],
  ])('%s: %s', (_what, alarm, never) => {
    expect(neverHadData(alarm, now)).toBe(never);
  });

  it('is named, with the way round', () => {
    expect(whyWithoutData([silent(), silent({ name: 'ok', state: 'OK' })], '7', now)).toBe(
      'alarms that must watch the rollout have never had data as they are, and cannot judge it: few-orders (since ' +
        '2026-01-05T08:54:00.000Z); does a metric of that name and these dimensions exist? {"version":"7"} releases ' +
        'it all the same, and then they must have data',
    );
    expect(whyWithoutData([silent({ state: 'ALARM' })], '7', now)).toBeUndefined();
  });
});
