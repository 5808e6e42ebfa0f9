import { expect, test } from 'vitest';
import { Ways } from '../../../local/console/views/ways.ts';
import { DEFAULT_PLAN, type Plan } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { execution } from './views.ts';

const MACHINE = { machineArn: 'm' };
const START = Date.parse('2026-01-05T09:00:00Z');
const PLAN: Plan = { ...DEFAULT_PLAN, steps: DEFAULT_PLAN.steps.slice(0, 2) };

interface HistoryEvent {
  readonly type: string;
  readonly timestamp: Date;
}

function started(plan: Plan = PLAN) {
  const events: HistoryEvent[] = [];
  const read: number[] = [];
  const history = {
    get length() {
      return events.length;
    },
    event(id: number) {
      read.push(id);
      return events[id - 1];
    },
  };
  const tell = (type: string, seconds: number, details: object) =>
    events.push({ type, timestamp: new Date(START + seconds * 1000), ...details });
  const revision = { text: JSON.stringify(definitionOf(plan)) };
  const machines = { machine: () => ({ revision }), execution: () => ({ arn: 'e', history, revision }) };
  const ways = new Ways(machines as unknown as ConstructorParameters<typeof Ways>[0]);
  return {
    read,
    enter: (name: string, seconds: number) => tell('TaskStateEntered', seconds, { stateEnteredEventDetails: { name } }),
    answer: (payload: object, seconds: number) =>
      tell('TaskSucceeded', seconds, { taskSucceededEventDetails: { output: JSON.stringify({ Payload: payload }) } }),
    way: (fields: Parameters<typeof execution>[0] = {}) => ways.of(MACHINE, execution(fields)).now,
    next: () => ways.of(MACHINE, undefined),
  };
}

test('before any release there is only the way of the next, by the plan', () => {
  const { next, now } = started().next();
  expect(now).toBeUndefined();
  // 90 s to settle and 5 minutes to bake at 10, 30 and 100 %, twice 90 s to promote, 5 minutes of watch.
  expect(next.map(({ kind, weight, seconds, left }) => [kind, weight, seconds, left])).toEqual([
    ['begin', 0, 0, 1_350],
    ['step', 10, 390, 1_350],
    ['step', 30, 390, 960],
    ['step', 100, 90, 570],
    ['promotion', 100, 180, 480],
    ['watch', 100, 300, 300],
  ]);
});

test('a release: when each leg began, what is left, and what the last check found; each event is read once', () => {
  const { enter, answer, read, way } = started();
  enter('What is asked for?', 1);
  enter('Claim the rollout', 1);
  enter('Shift to 10%', 20);
  enter('Settle at 10%', 21);
  enter('Bake at 10%', 111);
  expect(way()?.left).toEqual({ at: START + 111_000, seconds: 1_260 });
  enter('Check alarms at 10%', 171);
  answer({ message: '10 %: healthy', verdict: 'healthy', reasons: ['342 requests'] }, 172);
  enter('10% healthy?', 172);
  enter('Bake at 10%', 172);
  const now = way();
  expect(now?.legs.map(({ beganAt }) => beganAt)).toEqual([
    START + 1_000,
    START + 20_000,
    ...Array.from({ length: 4 }, () => undefined),
  ]);
  expect(read).toEqual([...new Set(read)]);
  expect(now).toMatchObject({
    execution: 'e',
    left: { at: START + 111_000, seconds: 1_260 },
    look: { at: START + 172_000, of: 'check', verdict: 'healthy', reasons: ['342 requests'] },
    settleSeconds: DEFAULT_PLAN.settleSeconds,
  });
});

test('what the canary was found to be beside production is kept while production is watched alone', () => {
  const { enter, answer, way } = started();
  enter('Check alarms at 10%', 171);
  answer({ message: '10 %: healthy', verdict: 'healthy', reasons: ['errors: no sign of worse'] }, 172);
  enter('Check production alarms', 600);
  answer({ message: 'production: healthy', verdict: 'healthy', reasons: ['5 alarms OK'] }, 601);
  expect(way()).toMatchObject({
    look: { at: START + 601_000, reasons: ['5 alarms OK'] },
    compared: { at: START + 172_000, of: 'check', verdict: 'healthy', reasons: ['errors: no sign of worse'] },
  });
});

test('when it was taken back, and when production was moved and the release closed', () => {
  const back = started();
  back.enter('Roll back', 30);
  expect(back.way()).toMatchObject({ takenBackAt: START + 30_000 });
  const promoted = started();
  promoted.enter('Settle after promotion', 40);
  promoted.enter('Promoted', 50);
  expect(promoted.way()).toMatchObject({ movedAt: START + 40_000, closedAt: START + 50_000 });
});

test('how many environments are ready, while a release waits for them', () => {
  const { enter, answer, way } = started({ ...PLAN, provisionedConcurrency: 5 });
  enter('Provision concurrency', 5);
  answer({ message: 'provisioned concurrency of version 2: 3 of 5 environments are ready', next: 'keep waiting' }, 6);
  enter('Wait for concurrency', 6);
  expect(way()?.look).toMatchObject({ of: 'provision', message: expect.stringContaining('3 of 5') as string });
});

test('a weight that the plan approves is marked; a revert has no legs, and a time', () => {
  const [first, ...rest] = PLAN.steps;
  if (first === undefined) throw new Error('the plan has no step');
  const approved = started({ ...PLAN, steps: [{ ...first, approve: true }, ...rest] });
  expect(
    approved
      .way()
      ?.legs.filter(({ approve }) => approve)
      .map(({ weight }) => weight),
  ).toEqual([10]);
  const { enter, way } = started();
  enter('Settle after the revert', 10);
  expect(way({ kind: 'revert' })).toMatchObject({ legs: [], left: { at: START + 10_000, seconds: 390 } });
});
