import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { answerGoOn, answerPause, type PlannedWeights } from '../../../rollout/pause/answer.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';

const iso = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
const NOW = new Date(iso(30));
/** Bakes at 30 % since 9:10. */
const baking = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date(iso(0))),
  confirmedWeight: 30,
  intendedWeight: 30,
  confirmedAt: iso(10),
  ...over,
});
const HELD = { heldAt: 30, heldSince: iso(15) } as const;
const said = (minute?: number, id = 'g') => ({
  id,
  redrives: 0,
  ...(minute !== undefined && { startedAt: iso(minute) }),
});
const record = (rollout: OpenRollout | undefined) => ({ revision: 4, ...(rollout && { rollout }) });
const GO_ON = { kind: 'go on', promote: false } as const;
const PROMOTE = { kind: 'go on', promote: true } as const;
const goOn = (rollout: OpenRollout | undefined, execution = said(20), word: Parameters<typeof answerGoOn>[1] = GO_ON) =>
  answerGoOn(record(rollout), word, execution);
const pause = (rollout: OpenRollout | undefined, execution = said(20), plan: PlannedWeights = {}) =>
  answerPause(record(rollout), execution, NOW, plan);

/** Of the rollout in this phase. */
const holder = (phase = 'advancing') => `a (version 2, ${phase}, since ${iso(0)})`;

describe.each([
  ['go on', goOn, 'NothingHeld', 'no rollout waits'],
  ['pause', pause, 'CannotPause', 'nothing to pause'],
] as const)('"%s"', (_word, answer, name, none) => {
  it.each<[what: string, rollout: OpenRollout | undefined, words: string]>([
    ['at rest', undefined, 'the service is at rest'],
    [
      'to a rollback',
      baking({ phase: 'rolling back', reason: 'errors' }),
      `${holder('rolling back')} is being taken back: errors`,
    ],
    [
      'to a rollback without a reason',
      baking({ phase: 'rolling back' }),
      `${holder('rolling back')} is being taken back: no reason given`,
    ],
    [
      'to a rollback that stands by',
      baking({ phase: 'held', reason: 'errors' }),
      `${holder('held')} waits for production to recover, and only a rollback ends that: errors`,
    ],
    ['to a revert', baking({ kind: 'revert' }), `${holder()} is a revert, which has no weights`],
    ['to a promotion', baking({ phase: 'promoting' }), `${holder('promoting')} makes version 2 production already`],
    [
      'between two weights',
      baking({ intendedWeight: 50 }),
      `${holder()} is on its way from 30 % to 50 %; say it again once it is there`,
    ],
    ['before the first weight', baking({ confirmedWeight: 0, intendedWeight: 0 }), `${holder()} has no weight yet`],
  ])('is refused %s, which says what there is instead', (_what, rollout, words) => {
    expect(() => answer(rollout)).toThrow(expect.objectContaining({ name, message: `${none}: ${words}` }));
  });
});

describe('"go on"', () => {
  const told = 'was told to go on from 30 % with version 2';
  const saidHere = { goOnAt: 30, goOnBy: 'g', letOn: { '30': { execution: 'g' } } };

  it('is said to the weight that runs, with who says so and why', () => {
    const ann = { by: 'ann', reason: 'seen' } as const;
    expect(goOn(baking(), said(20), { ...GO_ON, at: 30, ...ann })).toStrictEqual({
      rollout: baking(),
      at: 30,
      changed: baking({
        ...saidHere,
        goOnWho: 'ann',
        goOnWhy: 'seen',
        letOn: { '30': { execution: 'g', ...ann } },
      }),
      told: `${told} (as "ann", because "seen"; unproven, execution g)`,
    });
  });

  it('may be said in the moment in which the weight was confirmed, or a pause began', () => {
    expect(goOn(baking(), said(10)).changed).toStrictEqual(baking(saidHere));
    expect(goOn(baking(HELD), said(15)).changed).toStrictEqual(baking({ ...HELD, ...saidHere, goOn: true }));
    expect(goOn(baking({ pauseAsked: iso(15), pauseBy: 'p' }), said(15)).changed).toStrictEqual(baking(saidHere));
  });

  it('ends a pause also where nobody knows when it was said', () => {
    expect(goOn(baking(HELD), said()).told).toBe(told);
  });

  it('ends a pause before users, who have none of the requests', () => {
    const before = baking({
      confirmedWeight: 0,
      intendedWeight: 0,
      heldAt: 0,
      heldSince: iso(5),
      heldWhy: 'hook failed',
    });
    expect(goOn(before)).toMatchObject({ at: 0, changed: { goOn: true, goOnAt: 0 } });
  });

  it('for every weight that comes says so', () => {
    expect(goOn(baking(), said(20), PROMOTE)).toMatchObject({
      changed: { promoteFrom: 30, letOn: { '30': { execution: 'g', promote: true } } },
      told: `${told}, and from every weight after it`,
    });
  });

  it('said twice by one execution counts once, also when the rollout is at another weight by then', () => {
    const gone = baking({ ...saidHere, goOnAt: 10 });
    expect(goOn(gone)).toStrictEqual({ rollout: gone, at: 10, told: 'was told to go on from 10 % with version 2' });
  });

  it.each<[what: string, over: Partial<OpenRollout>]>([
    ['of a pause', { ...HELD, goOn: true }],
    ['of a weight', { goOnAt: 30, goOnBy: 'x' }],
  ])('said again by somebody else to the end %s changes nothing, unless it is for every weight', (_what, over) => {
    const rollout = baking(over);
    const nothing = { rollout, at: 30, told: 'was told before to go on from 30 %: nothing changes' };
    expect(goOn(rollout)).toStrictEqual(nothing);
    expect(goOn(rollout, said(20), PROMOTE).changed).toMatchObject({ promoteFrom: 30 });
    const promoted = { ...rollout, promoteFrom: 10 };
    expect(goOn(promoted, said(20), PROMOTE)).toStrictEqual({ ...nothing, rollout: promoted });
  });

  it('at a later weight than the one for every weight is news of its own', () => {
    expect(goOn(baking({ promoteFrom: 10, goOnAt: 10, goOnBy: 'x' })).changed).toMatchObject({
      goOnAt: 30,
      goOnBy: 'g',
    });
  });

  it.each<[what: string, over: Partial<OpenRollout>, minute: number | undefined, words: string]>([
    ['before a pause began', HELD, 14, `is held since ${iso(15)}, after this was asked`],
    ['before the weight was confirmed', {}, 9, `is at 30 % since ${iso(10)}, after this was asked`],
    ['at a time that nobody knows', {}, undefined, 'bakes at 30 %, and nobody knows since when'],
    [
      'before somebody asked to pause',
      { pauseAsked: iso(25), pauseBy: 'p' },
      20,
      `is about to be paused, which was asked at ${iso(25)}, after this`,
    ],
  ])('is refused that was said %s', (_what, over, minute, words) => {
    expect(() => goOn(baking(over), said(minute))).toThrow(`no rollout waits: ${holder()} ${words}`);
  });

  it('is refused at a weight of which nobody knows since when', () => {
    const { confirmedAt: _confirmedAt, ...old } = baking();
    expect(() => goOn(old)).toThrow('bakes at 30 %, and nobody knows since when');
  });

  it('is refused that names another weight', () => {
    expect(() => goOn(baking(), said(20), { ...GO_ON, at: 10 })).toThrow(`${holder()} is at 30 %, not at 10 %`);
  });
});

describe('"pause"', () => {
  const told = 'was told to pause at 30 %, which its next check does';

  it('is noted for the next check, with when it was asked', () => {
    const asked = { pauseAsked: iso(20), pauseBy: 'g' };
    expect(pause(baking())).toStrictEqual({ rollout: baking(), at: 30, changed: baking(asked), told });
    expect(pause(baking(), said()).changed).toMatchObject({ pauseAsked: iso(30) });
  });

  it('withdraws what was said before it', () => {
    const before = { goOnAt: 30, goOnBy: 'x', promoteFrom: 30, letOn: { '30': { execution: 'x' } } };
    expect(pause(baking(before)).changed).toStrictEqual(baking({ pauseAsked: iso(20), pauseBy: 'g' }));
  });

  it('said twice by one execution counts once, and by another changes nothing', () => {
    const rollout = baking({ pauseAsked: iso(20), pauseBy: 'g' });
    expect(pause(rollout)).toStrictEqual({ rollout, at: 30, told });
    const nothing = { rollout, at: 30, told: 'was told before to pause: nothing changes' };
    expect(pause(rollout, said(21, 'h'))).toStrictEqual(nothing);
  });

  it('of what is paused already changes nothing', () => {
    expect(pause(baking(HELD))).toStrictEqual({
      rollout: baking(HELD),
      at: 30,
      told: `is paused at 30 % already, since ${iso(15)}`,
    });
  });

  it.each<[what: string, over: Partial<OpenRollout>, plan: PlannedWeights, words: string]>([
    [
      'at a weight where it was paused',
      { ...HELD, goOn: true },
      {},
      'was paused at 30 % and told to go on: at each weight it is paused once at most',
    ],
    ['at a weight that does not bake', {}, { weights: [10, 50] }, 'is at 30 %, where it bakes no more'],
    [
      'where another weight has the only room',
      { holdAt: 50 },
      {},
      'has room for one pause beside those of its plan, which is at another weight than 30 %',
    ],
    [
      'where another weight has the only room, and the plan pauses at a third',
      { holdAt: 50 },
      { pausingWeights: [10] },
      'has room for one pause beside those of its plan, which is at another weight than 30 %',
    ],
  ])('is refused %s', (_what, over, plan, words) => {
    expect(() => pause(baking(over), said(20), plan)).toThrow(
      expect.objectContaining({ name: 'CannotPause', message: `nothing to pause: ${holder()} ${words}` }),
    );
  });

  it('has room of its own where the plan pauses, and at a weight that bakes', () => {
    expect(pause(baking({ holdAt: 50 }), said(20), { pausingWeights: [30], weights: [30, 50] }).told).toBe(told);
  });
});
