import { describe, expect, it } from 'vitest';
import type { Minutes } from '../../../handlers/ports/lambda.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/plan.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { executionArn, FakeCloud, open, promoted, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { type Counts, minutesFrom, times } from './traffic.ts';

type Read = Parameters<Minutes['read']>;
const MINUTE = 60_000;

/** A cloud whose clock says 11:00 and whose CloudWatch has these counts in every minute that is asked for. */
function cloudWith(canary: Counts = [450, 1], production: Counts = [4050, 8], now = START + 120 * MINUTE) {
  const cloud = new FakeCloud();
  const asked: { read: Read; whose: unknown }[] = [];
  cloud.nowAt = now;
  cloud.compared = (read, whose) => {
    asked.push({ read, whose });
    const [from, to] = read;
    return minutesFrom(
      from,
      ...times((to.getTime() - from.getTime()) / MINUTE, [canary, production] as [Counts, Counts]),
    );
  };
  return { cloud, asked };
}

const RANGE = '--from 2026-01-05T10:00Z --to 2026-01-05T10:10Z';

describe('judge', () => {
  it('prints each minute, what the release would have done and what it had answered by then', async () => {
    const { cloud } = cloudWith([450, 30]);
    const { out, status } = await run(`judge ${RANGE}`, { cloud });
    expect(status).toBe(0);
    const [title, ...lines] = out.trimEnd().split('\n');
    expect(title).toBe('Shop-fn:canary beside Shop-fn:production, 2026-01-05T10:00Z to 2026-01-05T10:10Z, 10 minutes');
    expect(lines[0]).toMatch(/^2026-01-05T10:00Z {2}worse {2}p < 0\.001 {3}canary 6\.7 % errors \(30 of 450\)/);
    expect(lines.slice(1)).toEqual([
      '',
      'It would have been rolled back at 2026-01-05T10:01Z, after 1 minute.',
      'The canary had 450 requests by then, of which 30 went bad.',
      'No alarm was asked: they may roll back sooner.',
    ]);
  });

  it('says that a healthy canary would have gone on', async () => {
    const { cloud } = cloudWith();
    const { out, status } = await run(`judge ${RANGE}`, { cloud });
    expect(status).toBe(0);
    expect(out.split('\n').filter((line) => /^\S+Z {2}open /.test(line))).toHaveLength(10);
    expect(out).toMatch(/\nIt would have gone on: nothing looked worse in 10 minutes \(p = [\d.]+\)\.\n/);
  });

  it('says what doubt a release would have ended with', async () => {
    const { cloud } = cloudWith([1, 0]);
    const few = await run(`judge ${RANGE} --plan plan.json`, {
      cloud,
      files: { 'plan.json': '{"tooFewRequests":"roll back"}' },
    });
    expect(few.out).toContain(
      'It would have been rolled back in the end: NotEnoughTraffic, 10 requests seen (19 needed).\n',
    );
    const held = await run(`judge ${RANGE} --plan plan.json`, {
      cloud,
      files: { 'plan.json': '{"tooFewRequests":"hold"}' },
    });
    expect(held.out).toContain('It would have been held in the end: NotEnoughTraffic, 10 requests seen');
    const gone = await run(`judge ${RANGE} --plan plan.json`, { cloud, files: { 'plan.json': '{}' } });
    expect(gone.out).toContain('It would have gone on');
  });

  it('says when a made-up fault would have been found and what it would have cost', async () => {
    const { cloud } = cloudWith();
    const line = `judge ${RANGE} --fault errors=5% --fault-from 2026-01-05T10:04Z`;
    const { out } = await run(line, { cloud });
    expect(out).toContain('\nmade up: errors=5% of the canary from 2026-01-05T10:04Z on (seed 1)\n');
    const [, minutes, answers] =
      /\nerrors=5%: found after (\d+) minutes?, with (\d+) answers made worse\.\n/.exec(out) ?? [];
    const [, bad] = /of which (\d+) went bad/.exec(out) ?? [];
    expect(Number(minutes)).toBeGreaterThan(0);
    // One a minute was bad before.
    expect(Number(bad)).toBe(Number(answers) + 4 + Number(minutes));
    expect((await run(line, { cloud })).out).toBe(out);
    expect((await run(`${line} --seed 2`, { cloud })).out).not.toBe(out);
  });

  it('says that a fault is not found, or never began', async () => {
    const small = await run(`judge ${RANGE} --fault errors=0.05%`, { cloud: cloudWith().cloud });
    expect(small.out).toMatch(/\nerrors=0\.05%: not found in 10 minutes, with \d answers? made worse\.\n/);
    const { cloud } = cloudWith([450, 30]);
    const late = await run(`judge ${RANGE} --fault errors=5% --fault-from 2026-01-05T10:09Z`, { cloud });
    expect(late.out).toContain('\nerrors=5%: rolled back before it began.\n');
  });

  it('gives programs the same as one object', async () => {
    const { cloud } = cloudWith([450, 30]);
    const { out } = await run(`judge ${RANGE} --json --fault errors=1%`, { cloud });
    expect(JSON.parse(out)).toMatchObject({
      canary: 'Shop-fn:canary',
      production: 'Shop-fn:production',
      from: '2026-01-05T10:00:00.000Z',
      to: '2026-01-05T10:10:00.000Z',
      plan: { compare: DEFAULT_COMPARE, minRequests: 19 },
      would: 'roll back',
      at: '2026-01-05T10:01:00.000Z',
      error: 'CanaryRolledBack',
      requests: 450,
      minutes: [{ minute: '2026-01-05T10:00:00.000Z', outcome: 'worse', verdict: 'unhealthy' }],
      fault: { made: ['errors=1%'], found: true, minutes: 1 },
    });
  });
});

describe('what judge reads of CloudWatch', () => {
  it('is what a check reads, with what shows whether each minute is whole', async () => {
    const { asked, cloud } = cloudWith();
    await run(`judge ${RANGE}`, { cloud });
    expect(asked).toEqual([
      {
        read: [new Date('2026-01-05T10:00Z'), new Date('2026-01-05T10:10Z'), TIMES, 1.5, undefined, 'with proof'],
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
    const minutesIn = (text: string) =>
      (JSON.parse(text) as { minutes: { minute: string; outcome: string }[] }).minutes;
    // 737 minutes, two a look, and the last.
    expect(minutesIn(out)).toHaveLength(369);
    expect(minutesIn(out).at(-1)?.minute).toBe('2026-01-08T09:46:00.000Z');
    // Of two minutes the first is found, too.
    const found = minutesIn((await run(`${line} --fault errors=90% --fault-from 2026-01-07T22:30Z`, { cloud })).out);
    expect(found.at(-1)).toMatchObject({ minute: '2026-01-07T22:30:00.000Z', outcome: 'worse' });
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
  const at = (minutes: number) => START + minutes * MINUTE;
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

describe('judge --file', () => {
  const CSV = [
    'minute,side,invocations,errors',
    ...times(3, 0).flatMap((_, i) => [
      `2026-11-01T10:0${i}Z,canary,300,${9 * i}`,
      `2026-11-01T10:0${i}Z,production,2700,5`,
    ]),
  ].join('\n');
  const files = { 'm.csv': CSV, '-': CSV, 'plan.json': '{}' };

  it('asks AWS nothing where the plan is in a file too', async () => {
    const cloud = new FakeCloud();
    cloud.found = [];
    cloud.fail.set('stacks.all', new Error('asked'));
    const { err, out, status } = await run('judge --file m.csv --plan plan.json', { cloud, files });
    expect({ err, status }).toEqual({ err: '', status: 0 });
    expect(out).toMatch(/^canary beside production of m\.csv, 2026-11-01T10:00Z to 2026-11-01T10:03Z, 3 minutes\n/);
    expect(out).toContain('\nMind: times are not compared, for the file counts none.\n');
  });

  it('takes the deployed plan where it is told no other', async () => {
    const { out } = await run('judge --file m.csv --json', { files });
    expect(JSON.parse(out)).toMatchObject({ plan: { compare: DEFAULT_COMPARE, minRequests: 19 } });
    const plan = '{"compare":{"alpha":0.01},"minRequests":7}';
    const other = await run('judge --file m.csv --plan p.json --json', { files: { ...files, 'p.json': plan } });
    expect(JSON.parse(other.out)).toMatchObject({
      plan: { compare: { ...DEFAULT_COMPARE, alpha: 0.01 }, minRequests: 7 },
    });
  });

  it('reads what is piped in, and a part of it', async () => {
    const { out } = await run('judge --file - --plan plan.json --from 2026-11-01T10:01Z --to 2026-11-01T10:02Z', {
      files,
    });
    expect(out).toMatch(/^canary beside production of stdin, 2026-11-01T10:01Z to 2026-11-01T10:02Z, 1 minute\n/);
  });

  it.each([
    ['--file none.csv', '--file: there is no file none.csv'],
    ['--file m.csv --canary a:4', '--canary: the file says which side is which'],
    ['--file m.csv --from 2026-11-02T10:00Z', '--from, --to: m.csv has no minute of that time'],
    ['--file m.csv --fault times=2', '--fault times: no times are counted in this traffic'],
    ['--file m.csv --fault answers=2%', '--fault answers: no answers with status 5XX are counted in this traffic'],
  ])('%s: is refused by name', async (options, words) => {
    const ran = await run(`judge ${options} --plan plan.json`, { files });
    expect(ran.out).toBe('');
    expect(ran.err).toContain(words);
  });
});
