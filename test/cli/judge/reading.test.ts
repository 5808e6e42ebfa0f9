import { describe, expect, it } from 'vitest';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { executionArn, open, promoted, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { cloudWith, MINUTE } from './traffic.ts';

const RANGE = '--from 2026-01-05T10:00Z --to 2026-01-05T10:10Z';

const at = (minutes: number) => START + minutes * MINUTE;

const minutesIn = (text: string) => (JSON.parse(text) as { minutes: { minute: string; outcome: string }[] }).minutes;

describe('what judge reads of CloudWatch', () => {
  it('is what a check reads, with what shows whether each minute is whole', async () => {
    const { asked, cloud } = cloudWith();
    await run(`judge ${RANGE}`, { cloud });
    expect(asked).toEqual([
      {
        read: [new Date('2026-01-05T10:00Z'), new Date('2026-01-05T10:10Z'), TIMES, [1.5], undefined, 'with proof'],
        whose: undefined,
      },
    ]);
  });

  it('may be versions, aliases or functions, of which nobody knows the target groups', async () => {
    const { asked, cloud } = cloudWith();
    const { out } = await run(`judge ${RANGE} --canary cart:4 --production cart`, { cloud });
    expect(asked.map(({ whose }) => whose)).toEqual([
      { canary: { FunctionName: 'cart', Resource: 'cart:4' }, production: { FunctionName: 'cart' } },
    ]);
    expect(out).toMatch(/^cart:4 beside cart, /);
    expect(out).toContain('\nMind: answers with status 5XX are not seen.\n');
  });

  it('comes in parts where it is long, without a gap, and one look is for several minutes then', async () => {
    const { asked, cloud } = cloudWith([450, 1], [4050, 8], Date.parse('2026-01-08T10:00Z'));
    const line = 'judge --from 2026-01-07T21:30Z --to 2026-01-08T09:47Z --json';
    const { out } = await run(line, { cloud });
    expect(asked.map(({ read: [from, to] }) => [from.toISOString(), to.toISOString()])).toEqual([
      ['2026-01-07T21:30:00.000Z', '2026-01-08T09:30:00.000Z'],
      ['2026-01-08T09:30:00.000Z', '2026-01-08T09:47:00.000Z'],
    ]);
    // 737 minutes, two a look, and the last.
    expect(minutesIn(out)).toHaveLength(369);
    expect(minutesIn(out).at(-1)?.minute).toBe('2026-01-08T09:46:00.000Z');
    // The minute that condemns is the same as if each were looked at.
    for (const from of ['22:30', '22:31']) {
      const fault = `--fault errors=90% --fault-from 2026-01-07T${from}Z`;
      const found = minutesIn((await run(`${line} ${fault}`, { cloud })).out).at(-1);
      const short = `judge --from 2026-01-07T21:30Z --to 2026-01-07T23:00Z --json ${fault}`;
      expect(found).toEqual(minutesIn((await run(short, { cloud })).out).at(-1));
      expect(found?.outcome).toBe('worse');
    }
  }, 60_000);

  it('ends now where it is told to end later', async () => {
    const { asked, cloud } = cloudWith();
    await run('judge --from 2026-01-05T10:50Z --to 2026-01-05T12:00Z', { cloud });
    expect(asked[0]?.read[1]).toEqual(new Date('2026-01-05T11:00Z'));
  });

  it.each([
    ['--from 2025-12-21T10:00Z', 64, '--from: 2025-12-21T10:00Z is 15 days ago; CloudWatch keeps minutes for 15 days'],
    ['--to 2026-01-05T10:00Z', 64, '--to: expected --from too'],
    [
      '--from 2026-01-05T10:00Z --to 2026-01-05T10:00Z',
      64,
      '--to: from 2026-01-05T10:00Z to 2026-01-05T10:00Z there is no whole minute',
    ],
    ['--from 2026-01-05T11:30Z', 64, '--to: from 2026-01-05T11:30Z to 2026-01-05T11:00Z there is no whole minute'],
    ['--from yesterday', 64, 'It must be the start of a minute, in UTC, such as 2026-11-01T10:00Z.'],
    [`${RANGE} --canary a:b:c`, 64, 'It must be NAME, NAME:VERSION or NAME:ALIAS of a function.'],
    [`${RANGE} --fault errors=2`, 64, 'It must be errors=2%'],
    [`${RANGE} --seed x`, 64, 'It must be a whole number of up to nine digits.'],
    [
      `${RANGE} --fault errors=2% --fault-from 2026-01-05T10:10Z`,
      64,
      '--fault-from: 2026-01-05T10:10Z is after the last minute',
    ],
    [`${RANGE} --plan none.json`, 64, '--plan: there is no file none.json'],
    [`${RANGE} --plan text.json`, 64, '--plan: text.json is no JSON'],
    [`${RANGE} --plan off.json`, 64, 'the plan compares nothing (compare: false), so there is nothing to judge by'],
    [`${RANGE} --plan typo.json`, 64, '--plan: typo.json: '],
    ['', 2, 'Shop has had no release: expected --from and --to'],
  ])('%s: is refused by name', async (options, status, words) => {
    const files = { 'text.json': 'x', 'off.json': '{"compare":false}', 'typo.json': '{"compare":{"eror":1}}' };
    const ran = await run(`judge ${options}`, { cloud: cloudWith().cloud, files });
    expect(ran).toMatchObject({ status, out: '' });
    expect(ran.err).toContain(words);
  });

  it.each([
    ['no request at all', [0, 0], [0, 0], 'canary'],
    ['requests of production only', [0, 0], [4050, 8], 'canary'],
    ['requests of the canary only', [450, 1], [0, 0], 'production'],
  ] as const)('is nothing to judge where there is %s', async (_, canary, production, missing) => {
    const ran = await run(`judge ${RANGE}`, { cloud: cloudWith(canary, production).cloud });
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.err).toBe(
      `CloudWatch has no request of Shop-fn:${missing} from 2026-01-05T10:00Z to 2026-01-05T10:10Z: there is nothing ` +
        'to compare\n',
    );
  });
});

describe('judge without times', () => {
  const HISTORY = [
    { id: 1, at: at(0), type: 'ExecutionStarted' },
    {
      id: 2,
      at: at(4) + 300,
      type: 'TaskStateExited',
      state: StateName.shift(10),
      output: { shiftedAt: new Date(at(4)).toISOString() },
    },
    { id: 3, at: at(9), type: 'TaskStateExited', state: StateName.shift(100) },
    { id: 4, at: at(14), type: 'TaskStateEntered', state: StateName.promote },
    { id: 5, at: at(30), type: 'ExecutionSucceeded' },
  ];

  it('judges the last release from its first shift to its promotion, and knows when it had everything', async () => {
    const { asked, cloud } = cloudWith();
    cloud.record = { revision: 3, last: promoted };
    cloud.histories.set(promoted.id, HISTORY);
    const { out } = await run('judge', { cloud });
    expect(asked[0]?.read.slice(0, 2)).toEqual([new Date(at(4)), new Date(at(14))]);
    expect(out).toContain(
      '\nfrom 2026-01-05T09:09Z on beside what production did before, for then it has no requests\n',
    );
  });

  it.each([
    ['that baked at 95 and only settled at 100: to the shift to 100', [], at(12)],
    ['that baked at 95 and at 100: to its promotion', [StateName.bake(100)], at(14)],
  ])('judges a release %s', async (_, baked, to) => {
    const { asked, cloud } = cloudWith();
    cloud.record = { revision: 3, last: promoted };
    const shifted = (id: number, minute: number, weight: number) => ({
      id,
      at: at(minute),
      type: 'TaskStateExited',
      state: StateName.shift(weight),
    });
    const waits = baked.map((state) => ({ id: 4, at: at(13), type: 'WaitStateEntered', state }));
    const history = [shifted(2, 4, 95), shifted(3, 12, 100), ...waits, ...HISTORY.slice(3)];
    cloud.histories.set(promoted.id, history);
    const { out } = await run('judge', { cloud });
    expect(asked[0]?.read.slice(0, 2)).toEqual([new Date(at(4)), new Date(to)]);
    expect(out.includes('beside what production did before')).toBe(baked.length > 0);
  });

  it('judges the release that runs, as far as it has come', async () => {
    const { asked, cloud } = cloudWith([450, 1], [4050, 8], at(7));
    cloud.record = { revision: 3, rollout: open, last: promoted };
    cloud.histories.set(executionArn('e1'), HISTORY.slice(0, 2));
    await run('judge', { cloud });
    expect(asked[0]?.read.slice(0, 2)).toEqual([new Date(at(4)), new Date(at(7))]);
  });

  it('refuses a release that shifted nothing, and one that CloudWatch has forgotten', async () => {
    const { cloud } = cloudWith();
    cloud.record = { revision: 3, last: promoted };
    cloud.histories.set(promoted.id, HISTORY.slice(0, 1));
    expect(await run('judge', { cloud })).toMatchObject({
      status: 2,
      err: 'the last release of Shop shifted no request: expected --from and --to\n',
    });
    cloud.histories.set(promoted.id, HISTORY);
    cloud.nowAt = at(16 * 24 * 60);
    expect(await run('judge', { cloud })).toMatchObject({
      status: 2,
      err: 'the last release of Shop began 2026-01-05T09:04Z; CloudWatch keeps minutes for 15 days\n',
    });
  });
});
