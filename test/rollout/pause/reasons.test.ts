import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pause, Standing, ToCome } from '../../../rollout/pause/pause.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import type { Hook } from '../../../statemachine/contract/hooks.ts';
import { mostHolds, type PauseReason } from '../../../statemachine/contract/pauses.ts';
import { anyPlan } from '../../../verify/plans.ts';
import { anyPause, CHECKS, WHYS } from './pauses.ts';

const HOLDING: Hook = { at: 'in bake', fn: 'arn', timeoutSeconds: 60, onError: 'hold' };
const SINCE = '2026-01-05T09:16:30.000Z';

interface Told {
  readonly pause: Omit<Pause, 'why'>;
  readonly when: string;
  readonly planned: string | undefined;
  readonly check: Readonly<Record<Standing, string>>;
  readonly status: string;
  readonly doctor: string;
  readonly watch: string;
  readonly console: { readonly next: string; readonly because: string };
  readonly goOn: { readonly 'too early': string };
  readonly event: string | undefined;
  /** Of a pause that is to come at 30 %. */
  readonly toCome: Readonly<Record<keyof ToCome['says'], string>> | undefined;
}

const untilGoOn = {
  check: {
    waits: 'held until somebody says go on, at most until 13:16Z',
    'never told': 'nobody said go on until 13:16Z',
    'goes on': 'somebody said go on',
    'not healthy yet': 'somebody said go on, which a healthy check will do, at most until 13:16Z',
    'never healthy': 'somebody said go on, but no check was healthy until 13:16Z',
    over: 'held until 13:16Z, and the plan ends a pause by what its bake has come to',
  },
  goOn: { 'too early': `is held since ${SINCE}, after this was asked` },
};

/** What each place says, to the letter. */
const TOLD: Readonly<Record<PauseReason, Told>> = {
  asked: {
    ...untilGoOn,
    pause: { at: 30, since: SINCE, told: false },
    when: 'it was started with --hold-at and has baked at that weight',
    planned: undefined,
    status: `held since ${SINCE}`,
    doctor: `is held at 30 % since ${SINCE}`,
    watch: 'held at 30 % until somebody says go-on',
    console: { next: 'your word: go on, or roll back.', because: '' },
    event: undefined,
    toCome: {
      claim: 'holds at 30 %',
      watch: 'to be held at 30 %',
    },
  },
  approval: {
    ...untilGoOn,
    check: {
      ...untilGoOn.check,
      waits: 'waits for approval until somebody says go on, at most until 13:16Z',
      'never told': 'nobody approved it until 13:16Z',
    },
    pause: { at: 30, since: SINCE, told: false },
    when: 'the plan asks for approval at a weight and it has baked there',
    planned: 'At 30 %, 50 % it waits for somebody to say go-on, for up to 4:00:00.',
    status: `held since ${SINCE}`,
    doctor: `is held at 30 % since ${SINCE}`,
    watch: 'held at 30 % until somebody says go-on',
    console: { next: 'your word: go on, or roll back.', because: '' },
    event: 'approval at 30',
    toCome: undefined,
  },
  'told to pause': {
    ...untilGoOn,
    pause: { at: 30, since: SINCE, told: false },
    when: 'somebody said pause',
    planned: undefined,
    status: `held since ${SINCE}`,
    doctor: `is held at 30 % since ${SINCE}`,
    watch: 'held at 30 % until somebody says go-on',
    console: { next: 'your word: go on, or roll back.', because: '' },
    event: 'told to pause at 30',
    toCome: undefined,
  },
  blind: {
    ...untilGoOn,
    check: {
      ...untilGoOn.check,
      waits: 'held until it is counted and somebody says go on, at most until 13:16Z',
    },
    pause: { at: 30, since: SINCE, found: 'VPC Lattice counts no answer', told: false },
    when: 'its requests, or their answers, were not counted at a weight',
    planned: 'A source that counts nothing holds it there too, for up to 4:00:00.',
    status: `held since ${SINCE} (VPC Lattice counts no answer)`,
    doctor: `is held at 30 % since ${SINCE}: VPC Lattice counts no answer`,
    watch: 'held at 30 % until somebody says go-on: VPC Lattice counts no answer',
    console: {
      next: 'it stays here until its answers are counted and you say go on; or roll back.',
      because: 'VPC Lattice counts no answer.',
    },
    event: 'blind at 30',
    toCome: undefined,
  },
  'hook failed': {
    ...untilGoOn,
    pause: { at: 30, since: SINCE, found: 'hook calendar failed: closed', told: false },
    when: 'a hook failed and the plan says to hold then',
    planned: 'A hook that fails holds it, where the plan says so, until somebody says go-on, for up to 4:00:00.',
    status: `held since ${SINCE} (hook calendar failed: closed)`,
    doctor: `is held at 30 % since ${SINCE}: hook calendar failed: closed`,
    watch: 'held at 30 % until somebody says go-on: hook calendar failed: closed',
    console: { next: 'your word: go on, or roll back.', because: 'hook calendar failed: closed.' },
    event: 'hook failed at 30',
    toCome: undefined,
  },
  'too few requests': {
    ...untilGoOn,
    pause: { at: 30, since: SINCE, found: '4 requests seen (19 needed)', told: false },
    when: 'it had too few requests at one and the plan says to hold then',
    planned:
      'Then too few requests hold it there until somebody says go-on, for up to 4:00:00; anything else rolls back.',
    status: `held since ${SINCE} (4 requests seen (19 needed))`,
    doctor: `is held at 30 % since ${SINCE}: 4 requests seen (19 needed)`,
    watch: 'held at 30 % until somebody says go-on: 4 requests seen (19 needed)',
    console: { next: 'your word: go on, or roll back.', because: '4 requests seen (19 needed).' },
    event: 'too few requests at 30',
    toCome: undefined,
  },
};

describe.each(WHYS)('a pause because of: %s', (why) => {
  const { occasion, says, begins, toCome } = REASONS[why];
  const { pause, ...told } = TOLD[why];

  it('is told in every place', () => {
    const found = { ...pause, why };
    expect({
      when: says.when,
      planned: says.planned({ tooFewRequests: 'hold', approvals: [30, 50], hooks: [HOLDING] }, '4:00:00'),
      check: Object.fromEntries(Object.entries(says.check).map(([standing, words]) => [standing, words('13:16Z')])),
      status: says.status(found),
      doctor: says.doctor(found),
      watch: says.watch(found),
      console: says.console(found),
      goOn: { 'too early': says.goOn['too early'](found) },
      event: occasion(30),
      toCome: toCome && Object.fromEntries(Object.entries(toCome.says).map(([place, words]) => [place, words(30)])),
    }).toEqual(told);
  });

  it('is told where it is, since when, and what was found against going on', () => {
    fc.assert(
      fc.property(anyPause, (any) => {
        const waiting = { ...any, why, told: false };
        for (const place of [says.doctor, says.watch]) {
          expect(place(waiting)).toContain(`${any.at} %`);
          expect(place(waiting)).toContain(any.found ?? '');
        }
        // The page says where users are by itself.
        expect(says.console(waiting).next).toMatch(/you.*roll back/);
        expect(says.console(waiting).because).toContain(any.found ?? '');
        expect(says.status(waiting)).toContain(any.since);
        expect(says.status(waiting)).toContain(any.found ?? '');
        for (const place of [says.status, says.watch]) {
          expect(place({ ...waiting, told: true })).not.toBe(place(waiting));
        }
      }),
    );
  });

  it('begins at some check at which no other reason does before it', () => {
    const first = CHECKS.map((check) => WHYS.find((each) => REASONS[each].begins(check)));
    expect(first).toContain(why);
    // Only a person pauses a bake that is not over, and nothing pauses one that is to be rolled back.
    const early = CHECKS.filter(begins).filter(({ otherwise }) => otherwise === 'keep baking');
    expect(early.length > 0).toBe(why === 'told to pause');
    expect(CHECKS.filter(begins).every(({ otherwise }) => otherwise !== 'roll back')).toBe(true);
  });
});

it('two pauses of one rollout have events of their own, unless they are one and the same', () => {
  const each = WHYS.flatMap((why) => [10, 30, 100].map((at) => ({ why, id: REASONS[why].occasion(at) ?? '' })));
  for (const { why, id } of each) expect(each.filter((other) => other.id === id && other.why !== why)).toEqual([]);
});

it('a plan whose bakes say "hold" begins a pause for it, whatever else there is', () => {
  const held = CHECKS.filter(({ otherwise }) => otherwise === 'hold');
  for (const check of held) expect(WHYS.some((why) => REASONS[why].begins(check))).toBe(true);
});

it('the machine counts one hold for who asks, and one at each weight where the plan itself may pause', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const gates = plan.steps.filter(({ approve }) => approve === true).length;
      const most = Math.min(gates + 1, plan.steps.length);
      expect(mostHolds(plan)).toBe(plan.tooFewRequests === 'hold' ? plan.steps.length : most);
    }),
  );
});
