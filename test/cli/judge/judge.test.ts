import { describe, expect, it } from 'vitest';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import { inWords } from '../../../statemachine/contract/counted.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { cloudWith, times } from './traffic.ts';

const RANGE = '--from 2026-01-05T10:00Z --to 2026-01-05T10:10Z';
const steps = (last: number) => [10, last].map((weight) => ({ weight, bakeSeconds: 300 }));

describe('judge', () => {
  it('prints each minute, what the release would have done and what it had answered by then', async () => {
    const { cloud } = cloudWith([450, 30]);
    const { out, status } = await run(`judge ${RANGE}`, { cloud });
    expect(status).toBe(0);
    const [title, ...lines] = out.trimEnd().split('\n');
    expect(title).toBe('Shop-fn:canary beside Shop-fn:production, 2026-01-05T10:00Z to 2026-01-05T10:10Z, 10 minutes');
    const seen = lines.filter((line) => /^\S+Z {2}/.test(line));
    expect(seen.at(-1)).toMatch(
      new RegExp(`^2026-01-05T10:0${seen.length - 1}Z {2}worse {2}p < 0\\.001 {3}canary \\d\\.\\d % errors \\(`),
    );
    const minutes = `${seen.length} minute${seen.length === 1 ? '' : 's'}`;
    expect(lines.slice(seen.length)).toEqual([
      '',
      `It would have been rolled back at 2026-01-05T10:0${seen.length}Z, after ${minutes}.`,
      `The canary had ${inWords(450 * seen.length)} requests by then, of which ${30 * seen.length} went bad.`,
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

  it('condemns sooner by a plan that leaves something beside the canary, in a file or as it is deployed', async () => {
    // Their p is 0.00016: a third of alpha is 0.00017, and three quarters of that 0.00013.
    const { cloud } = cloudWith([450, 6]);
    const five = '--from 2026-01-05T10:00Z --to 2026-01-05T10:05Z';
    const plan = (last: number) => ({ 'plan.json': JSON.stringify({ steps: steps(last) }) });
    const ends = async (line: string, files = {}) => (await run(`judge ${five}${line}`, { cloud, files })).out;
    expect(await ends('')).toContain('It would have gone on');
    expect(await ends(' --plan plan.json', plan(100))).toContain('It would have gone on');
    expect(await ends(' --plan plan.json', plan(95))).toContain('It would have been rolled back');
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, steps: steps(95) });
    expect(await ends('')).toContain('It would have been rolled back');
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
    const told = JSON.parse(out) as { minutes: readonly object[] };
    const count = told.minutes.length;
    expect(told).toMatchObject({
      canary: 'Shop-fn:canary',
      production: 'Shop-fn:production',
      from: '2026-01-05T10:00:00.000Z',
      to: '2026-01-05T10:10:00.000Z',
      plan: { compare: DEFAULT_COMPARE, minRequests: 19 },
      would: 'roll back',
      at: `2026-01-05T10:0${count}:00.000Z`,
      error: 'CanaryRolledBack',
      requests: 450 * count,
      fault: { made: ['errors=1%'], found: true, minutes: count },
    });
    expect(told.minutes.at(-1)).toMatchObject({
      minute: `2026-01-05T10:0${count - 1}:00.000Z`,
      outcome: 'worse',
      verdict: 'unhealthy',
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

  it('judges without the tail where the file does not count it, and says so', async () => {
    const over = [...TIMES, ...TIMES.map((time) => 1.5 * time)];
    const none = over.map(() => 0).join(',');
    const [header = '', ...lines] = CSV.split('\n');
    const timed = [
      `${header},${over.map((time) => `over_${time}`).join(',')}`,
      ...lines.map((line) => `${line},${none}`),
    ];
    const plan = (compare: object) => ({ 'm.csv': timed.join('\n'), 'plan.json': JSON.stringify({ compare }) });
    const judged = (compare: object) => run('judge --file m.csv --plan plan.json', { files: plan(compare) });
    const { err, out, status } = await judged({ tailShare: 0.001 });
    expect({ err, status }).toEqual({ err: '', status: 0 });
    const mind = '\nMind: the slow tail is not compared, for the file does not count the canary by tailSlowness.';
    expect(out).toContain(mind);
    expect(out.replace(mind, '')).toBe((await judged({})).out);
    // What is read by the same times needs no more of them.
    expect((await judged({ tailShare: 0.001, tailSlowness: 1.5 })).out).not.toContain('tail');
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
