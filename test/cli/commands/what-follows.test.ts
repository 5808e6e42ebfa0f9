import { describe, expect, it } from 'vitest';
import { rolledBack } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { begun, E1 } from '../support/watched-release.ts';

describe.each(['abort', 'rollback'])('%s --watch', (command) => {
  it('tells what follows, and not the release from its start', async () => {
    const cloud = begun();
    cloud.nowAt += 60_000;
    const { out, status } = await run(`${command} --watch`, {
      cloud,
      meanwhile: (pause) => {
        if (pause > 1) return;
        cloud.nowAt += 5_000;
        cloud.weights = { production: 100, canary: 0 };
        cloud.tell(E1, { type: 'TaskStateEntered', state: 'Roll back' });
        cloud.ends(E1, 'ABORTED', { error: 'Aborted', cause: 'stopped by a person' });
        cloud.record = { revision: 4, last: rolledBack };
      },
    });
    expect(status).toBe(0);
    expect(out).toMatch(/canary 0 %|production 100/);
    expect(out).not.toContain('the canary has 10 %');
    expect(out).not.toContain('e1 releases version 2 over version 1');
  });

  it('is one JSON object a line with --json', async () => {
    const cloud = begun();
    const { out } = await run(`${command} --watch --json`, {
      cloud,
      meanwhile: () => {
        cloud.ends(E1, 'ABORTED', { error: 'Aborted', cause: 'stopped by a person' });
        cloud.record = { revision: 4, last: rolledBack };
      },
    });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event?: string });
    expect(lines.at(0)).toEqual(
      command === 'abort' ? { stopped: E1 } : { asked: 'rollback', version: '2', reason: 'asked for by a person' },
    );
    expect(lines.at(-1)).toMatchObject({ event: 'outcome', outcome: 'rolled back' });
  });
});
