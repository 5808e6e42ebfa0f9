import { describe, expect, it } from 'vitest';
import type { Pause } from '../../../rollout/pause/pause.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { toldToGoOn, withPause } from '../../../rollout/pause/stored.ts';
import { WHYS } from '../../rollout/pause/pauses.ts';
import { open } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { begun, isPromoted, watching } from '../support/watched-release.ts';

describe.each(WHYS)('a release that is paused because of: %s', (why) => {
  const { endedBy, says } = REASONS[why];
  const pause: Pause = { at: 10, why, since: '2026-01-05T09:17:00.000Z', found: 'too quiet', told: false };
  const paused = (rollout = withPause(open, pause)) =>
    Object.assign(begun(), { record: { revision: 3, rollout }, aliases: ALIASES });

  it('is told by status', async () => {
    expect((await run('status', { cloud: paused() })).out).toContain(` at 10 %, ${says.status(pause)}, since `);
    const told = says.status({ ...pause, told: true });
    expect((await run('status', { cloud: paused(toldToGoOn(withPause(open, pause))) })).out).toContain(`, ${told}, `);
  });

  it('is told by doctor with the command that ends it, and no more once somebody gave that', async () => {
    expect((await run('doctor', { cloud: paused() })).out).toContain(
      `record: version 2 ${says.doctor(pause)}\n          lattice-canary ${endedBy}\n`,
    );
    const told = await run('doctor', { cloud: paused(toldToGoOn(withPause(open, pause))) });
    expect(told.out).toBe('Shop: everything is as it should be.\n');
  });

  it('is told by watch, which knows of no end then', async () => {
    const cloud = paused();
    const { out } = await watching(cloud, (look) => look === 1 && isPromoted(cloud), {
      size: { columns: 100, rows: 40 },
    });
    const first = out.slice(0, out.lastIndexOf('Promoted'));
    expect(first).toContain(`Version 2 over 1: ${says.watch(pause)}`);
    expect(first).not.toContain(' left');
  });

  it('is ended by a command that says when it is', async () => {
    expect((await run(`${endedBy} --help`)).out.replaceAll('\n', ' ')).toContain(says.when);
  });
});

const ALIASES = [
  { name: 'canary', versions: ['2'] },
  { name: 'previous', versions: ['1'] },
  { name: 'production', versions: ['1'] },
];
