import { describe, expect, it } from 'vitest';
import { executionArn, FakeCloud, promoted, rolledBack, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const at = (minutes: number) => new Date(START + minutes * 60_000);

const withHistory = () => {
  const made = new FakeCloud();
  made.nowAt = START + 7_200_000;
  made.runs(executionArn('now'), { version: '3' }, { startedAt: at(110) });
  made.runs(
    executionArn('rule'),
    { rollback: { event: { detail: { alarmName: 'canary-errors' } } } },
    { status: 'SUCCEEDED', startedAt: at(70), stoppedAt: at(72) },
  );
  made.runs(
    executionArn('bad'),
    {},
    {
      status: 'FAILED',
      error: 'CanaryRolledBack',
      cause: 'version 2 was rolled back: checkout is slow',
      startedAt: at(60),
      stoppedAt: at(71),
    },
  );
  made.runs(
    executionArn('busy'),
    {},
    {
      status: 'FAILED',
      error: 'RolloutInProgress',
      cause: 'another rollout holds the service',
      startedAt: at(50),
      stoppedAt: at(50),
    },
  );
  made.runs(executionArn('good'), {}, { status: 'SUCCEEDED', startedAt: at(0), stoppedAt: at(35) });
  made.closed.set(executionArn('good'), { ...promoted, id: executionArn('good') });
  // Closed last: still in the record.
  made.record = { revision: 9, last: { ...rolledBack, id: executionArn('bad') } };
  return made;
};

describe('history', () => {
  it('lists releases with when, how long, how they ended and why', async () => {
    expect(await run('history', { cloud: withHistory() })).toMatchObject({
      status: 0,
      out: `2026-01-05 10:50  now            10:00  running        {"version":"3"}
2026-01-05 10:00  bad            11:00  rolled back    version 2 over 1      version 2 was rolled back: checkout is slow
2026-01-05 09:50  busy           00:00  refused        {}                    refused: \
RolloutInProgress: another rollout holds the service
2026-01-05 09:00  good           35:00  promoted       version 2 over 1

2 releases, 1 failed (50 %), median time to restore 35:00
`,
    });
  });

  it('shows as many as --limit says, however many others are between them', async () => {
    const cloud = withHistory();
    for (let i = 0; i < 30; i++) cloud.runs(executionArn(`on${i}`), { goOn: true }, { status: 'SUCCEEDED' });
    cloud.runs(executionArn('older'), {}, { status: 'SUCCEEDED', startedAt: at(-60), stoppedAt: at(-25) });
    cloud.closed.set(executionArn('older'), { ...promoted, id: executionArn('older') });
    const shown = async (line: string) => (await run(line, { cloud })).out.split('\n\n')[0]?.trim().split('\n') ?? [];
    expect(await shown('history --limit 5')).toHaveLength(5);
    expect((await shown('history --limit 5')).at(-1)).toContain('older');
    expect(await shown('history --limit 2')).toHaveLength(2);
    expect((await run('history --limit 1 --json', { cloud })).out.trim().split('\n')).toHaveLength(1);
  });

  it('with --all also lists what rolled them back, and with --json gives one object a line', async () => {
    expect((await run('history --all', { cloud: withHistory() })).out).toContain(
      'rule           02:00  done           roll back: a rule saw alarm canary-errors go on\n',
    );
    const [first, second] = (await run('history --json', { cloud: withHistory() })).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(first).toMatchObject({ status: 'RUNNING', outcome: 'running', stopped: null });
    expect(second).toMatchObject({
      outcome: 'rolled back',
      version: '2',
      reason: 'checkout is slow',
      error: 'CanaryRolledBack',
    });
  });

  it('says below a release who let it go on, where, why, and by which execution', async () => {
    const cloud = withHistory();
    const word = { execution: executionArn('go-1'), by: 'ann', reason: 'looks good' };
    cloud.closed.set(executionArn('good'), {
      ...promoted,
      id: executionArn('good'),
      letOn: { '10': word, '30': { execution: executionArn('go-2'), promote: true } },
    });
    const { out } = await run('history', { cloud });
    expect(out).toContain(`promoted       version 2 over 1
    let on at 10 % as "ann", because "looks good" (unproven), execution go-1
    let on at 30 % and from there to the end, execution go-2
`);
    const lines = (await run('history --json', { cloud })).out.trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      letOn: { '10': word },
      claimed: promoted.claimedAt,
      closed: promoted.closedAt,
    });
  });

  it('says that there is none', async () => {
    expect((await run('history')).out).toBe('No release has run yet.\n');
  });
});
