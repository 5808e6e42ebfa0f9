import { describe, expect, it } from 'vitest';
import type { AliasMinute, ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import { baking, type Baking } from './support/stages.ts';

const NO_ANSWER =
  'of the canary and VPC Lattice no answer: none with status 5XX would be seen (RUNBOOK.md#blindtoanswers)';

const side = (invocations: number, requests: number): AliasMinute => ({
  invocations,
  errors: 0,
  requests,
  serverErrors: 0,
  slower: [],
  slowerByFactor: [],
});

/** From the first shift on, each minute of a canary that was asked 100 times and got as many answers as counted. */
function asked({ world }: Baking, answers: number, extra: Partial<ComparedMinute> = {}) {
  world.minutes = (from, to) =>
    Array.from({ length: Math.floor((to.getTime() - from.getTime()) / 60_000) }, (_, i) => ({
      start: new Date(from.getTime() + i * 60_000),
      canary: side(100, answers),
      production: side(900, 900),
      ...extra,
    }));
}

const compared = ({ shiftedAt }: Baking) => ({
  shiftedAt,
  minRequests: 19,
  compare: { ...DEFAULT_COMPARE, firstShiftedAt: shiftedAt },
  tooFewRequests: 'advance' as const,
  holdSeconds: 3600,
});

describe('a check of a canary whose target group counts nothing', () => {
  it('keeps baking, is held at the end of the extension, and rolled back by its own name at the deadline', async () => {
    const stage = await baking();
    const { a, pass, world } = stage;
    asked(stage, 0);
    pass(90 + 300);
    expect(await a.check(compared(stage))).toMatchObject({
      next: 'keep baking',
      verdict: 'inconclusive',
      reasons: [`Lambda counts 400 requests ${NO_ANSWER}`],
    });
    pass(600);
    expect(await a.check(compared(stage))).toMatchObject({
      next: 'keep baking',
      message: expect.stringContaining('held until it is counted and somebody says go on, at most until') as string,
    });
    expect(world.record.rollout).toMatchObject({ heldAt: 10, heldWhy: 'blind' });
    pass(3600);
    expect(await a.check(compared(stage))).toMatchObject({ next: 'roll back', error: 'BlindToAnswers' });
  });

  it('is let on by no word, but by what is counted and a word', async () => {
    const stage = await baking();
    const { a, pass, world } = stage;
    asked(stage, 0);
    pass(90 + 900);
    await a.check(compared(stage));
    await a.goOn();
    expect(await a.check(compared(stage))).toMatchObject({ next: 'keep baking', verdict: 'inconclusive' });
    asked(stage, 100);
    expect(await a.check(compared(stage))).toMatchObject({ next: 'advance', verdict: 'healthy' });
    expect(world.record.rollout).toMatchObject({ goOn: true });
  });

  it('is rolled back where the one hold is promised to another weight', async () => {
    const stage = await baking();
    const { a, pass, world } = stage;
    const { rollout, ...rest } = world.record;
    if (rollout) world.record = { ...rest, rollout: { ...rollout, holdAt: 50 } };
    asked(stage, 0);
    pass(90 + 900);
    expect(await a.check(compared(stage))).toMatchObject({ next: 'roll back', error: 'BlindToAnswers' });
  });

  it('is seen too where nothing is compared, if the machine asks for it', async () => {
    const stage = await baking();
    const { a, pass, shiftedAt, world } = stage;
    const calls: string[] = [];
    world.hook = ({ name, moment }) => void (moment === 'before' && calls.push(name));
    world.answers = () => 0;
    pass(90 + 300);
    expect(await a.check({ shiftedAt, answersFrom: 'target-group-metrics' })).toMatchObject({
      next: 'keep baking',
      verdict: 'inconclusive',
      reasons: [`Lambda counts 100 requests ${NO_ANSWER}`],
    });
    expect(calls.filter((name) => name.startsWith('minutes'))).toEqual(['minutes.count', 'minutes.count']);
  });

  it('is not looked for by a machine from before that compares nothing', async () => {
    const { a, pass, shiftedAt, world } = await baking();
    const calls: string[] = [];
    world.hook = ({ name, moment }) => void (moment === 'before' && calls.push(name));
    world.answers = () => 0;
    pass(90 + 300);
    expect(await a.check({ shiftedAt })).toMatchObject({ next: 'advance', verdict: 'healthy' });
    expect(calls.filter((name) => name.startsWith('minutes'))).toEqual(['minutes.count']);
  });
});

it('missing answers are a doubt like others: the bake is extended, and then rolled back by that name', async () => {
  const stage = await baking();
  const { a, pass, world } = stage;
  asked(stage, 90);
  pass(90 + 300);
  expect(await a.check(compared(stage))).toMatchObject({ next: 'keep baking', verdict: 'inconclusive' });
  pass(600);
  expect(await a.check(compared(stage))).toMatchObject({
    next: 'roll back',
    error: 'BlindToAnswers',
    message: expect.stringMatching(/\d+ of [\d,]+ requests of the canary have no answer counted anywhere/) as string,
  });
  expect(world.record.rollout).not.toHaveProperty('heldAt');
});

describe('a check of a service whose answers nobody counts', () => {
  it('goes on, and says each time that answers with 5XX are not seen', async () => {
    const stage = await baking();
    const { a, pass } = stage;
    asked(stage, 0);
    const args = { ...compared(stage), answersFrom: 'none' as const };
    pass(30);
    expect((await a.check(args)).message).toContain('answers with status 5XX are not seen; baking');
    pass(60 + 300);
    expect(await a.check(args)).toMatchObject({
      next: 'advance',
      reasons: [
        '400 requests',
        '2 alarms OK',
        expect.stringContaining('errors'),
        'answers with status 5XX are not seen',
      ],
    });
  });

  it('says so of production and of a bad canary too', async () => {
    const { a, pass, shiftedAt, world } = await baking();
    world.setAlarm('canary-errors', 'ALARM');
    pass(90);
    expect(await a.check({ shiftedAt, answersFrom: 'none' })).toMatchObject({
      next: 'roll back',
      reasons: [expect.stringContaining('is on since'), 'answers with status 5XX are not seen'],
    });
  });
});

it('goes on without times where CloudWatch refuses to count them, and says so', async () => {
  const stage = await baking();
  const { a, pass } = stage;
  asked(stage, 100, { withoutTimes: true });
  pass(90 + 300);
  const args = compared(stage);
  expect(await a.check({ ...args, compare: { ...args.compare, endEarly: true } })).toMatchObject({
    next: 'advance',
    verdict: 'healthy',
    reasons: expect.arrayContaining(['times are not compared, for CloudWatch refuses to count them']) as string[],
  });
});

it('compares the last 14 days of a rollout that takes longer, and says so', async () => {
  const stage = await baking();
  const { a, pass, world } = stage;
  const begun: Date[] = [];
  const { minutes } = world;
  world.minutes = (from, to) => {
    begun.push(from);
    return minutes(from, to);
  };
  const days = 24 * 3600;
  pass(13 * days);
  expect((await a.check(compared(stage))).reasons).not.toContain('compared is what came in the last 14 days');
  pass(3 * days);
  expect((await a.check(compared(stage))).reasons).toContain('compared is what came in the last 14 days');
  expect(begun).toEqual([new Date(stage.shiftedAt), new Date(world.now().getTime() - 14 * days * 1000)]);
});
