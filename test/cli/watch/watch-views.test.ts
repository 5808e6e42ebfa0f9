import { describe, expect, it } from 'vitest';
import { alarm, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { begun, E1, isPromoted, watching } from '../support/watched-release.ts';

/** What is drawn below the story at the first look, and all that was written. */
const frame = async (columns: number) => {
  const cloud = begun();
  cloud.nowAt = START + 255_000;
  cloud.live = [
    alarm('canary-errors', {
      state: 'ALARM',
      since: new Date(START + 240_000),
      reason: 'Threshold Crossed: 1 datapoint [38.0 (05/01/26 09:15:00)] was greater than the threshold (5.0).',
    }),
    alarm('canary-duration'),
  ];
  const { out } = await watching(cloud, (pause) => pause === 1 && isPromoted(cloud), { size: { columns, rows: 40 } });
  // eslint-disable-next-line no-control-regex -- what a terminal is told to do
  const [first = ''] = out.replaceAll(/\u001B\[(\?25[lh]|K|J)/g, '').split(/\u001B\[\d+A/);
  return { first: first.slice(first.indexOf('\n\n') + 2), out };
};

describe('watch, in a terminal', () => {
  it('draws steps, weight, versions and alarms with their reasons below the story', async () => {
    expect((await frame(100)).first).toBe(`+04:15  Version 2 over 1 (e1)
        Settle at 10%, 30:45 left
        10 %         ██████████░░░░░░░░░░ 03:15 of 06:30
        30 %         ░░░░░░░░░░░░░░░░░░░░ 06:30
        50 %         ░░░░░░░░░░░░░░░░░░░░ 06:30
        100 %        ░░░░░░░░░░░░░░░░░░░░ 06:30
        promotion    ░░░░░░░░░░░░░░░░░░░░ 03:00
        watch        ░░░░░░░░░░░░░░░░░░░░ 05:00
        weight       ██░░░░░░░░░░░░░░░░░░ canary 10 %, production 90 %
        version 1        1,334 requests, 0 failed
        version 2          100 requests, 3 failed
        canary alarms:     errors ALARM, duration OK
        canary-errors: 38 was greater than the threshold 5
        missing: production-errors
`);
  });

  it('fits a narrow one, and gives the cursor back at the end', async () => {
    const { first, out } = await frame(44);
    expect(first.split('\n').filter((line) => line.length >= 44)).toEqual([]);
    expect(first).toContain('        weight       █░░░░░░░░░ canary 10 %\n');
    expect(out.lastIndexOf('\u001B[?25h')).toBeGreaterThan(out.lastIndexOf('\u001B[?25l'));
  });
});

describe('watch --json', () => {
  it('gives one event a line, and the outcome last', async () => {
    const cloud = begun();
    const { out } = await run('watch --json', { cloud, meanwhile: () => isPromoted(cloud) });
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; time: string });
    expect(events.map(({ event }) => event)).toEqual([
      'started',
      'state',
      'answered',
      'state',
      'answered',
      'weights',
      'state',
      'progress',
      'state',
      'answered',
      'weights',
      'state',
      'ended',
      'progress',
      'outcome',
    ]);
    expect(events[5]).toEqual({ event: 'weights', time: '2026-01-05T09:01:00.000Z', canary: 10, production: 90 });
    expect(events[7]).toMatchObject({
      execution: 'e1',
      state: 'Settle at 10%',
      weights: { production: 90, canary: 10 },
      secondsLeft: 2040,
      versions: [
        { label: 'version 1', requests: 1334, errors: 0 },
        { label: 'version 2', requests: 100, errors: 3 },
      ],
    });
    expect(events.at(-1)).toEqual({
      event: 'outcome',
      time: '2026-01-05T09:35:00.000Z',
      outcome: 'promoted',
      text: 'version 2 is in production, version 1 is kept as previous',
      status: 0,
      execution: E1,
    });
  });
});
