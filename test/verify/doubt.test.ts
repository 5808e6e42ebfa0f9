import { describe, expect, it } from 'vitest';
import { DOUBTS } from '../../verify/doubt/doubts.ts';
import { GUARDS } from '../../verify/doubt/guards.ts';
import { doubtOptions } from '../../verify/doubt/options.ts';
import { doubtNamed, pairs, rowOf, scenarioNamed } from '../../verify/doubt/rows.ts';
import { table } from '../../verify/doubt/table.ts';
import { tryScenario } from '../../verify/doubt/try-scenario.ts';

const SEED = 7;
/** A good release, and a bad one for each way of seeing it; `npm run doubt` takes all there are, and pairs. */
const QUICK = ['healthy', 'answers 500', 'is wrong from half of the requests on', 'aborted'].map(scenarioNamed);

describe('a belief about AWS that does not hold', () => {
  it.each(DOUBTS.map((doubt) => ({ ...doubt, doubt })))('ends every release safely: $says', async ({ doubt }) => {
    const { unsafe } = await rowOf([doubt], { seed: SEED, scenarios: QUICK });
    expect(unsafe).toEqual([]);
  });

  it('changes the world in which releases are tried', async () => {
    const silent = await tryScenario(scenarioNamed('healthy'), [doubtNamed('silent-target-groups')], { seed: SEED });
    expect(silent).toMatchObject({ outcome: 'held, then rolled back', unsafe: [] });
    expect(silent.cause).toContain('RUNBOOK.md#blindtoanswers');
    const believed = await tryScenario(scenarioNamed('healthy'), [], { seed: SEED });
    expect(believed).toMatchObject({ outcome: 'promoted', cause: '', unsafe: [] });
  });

  it('holds a release that nobody could judge, where lines of an access log are lost, and names it', async () => {
    const held = await tryScenario(scenarioNamed('held and let go on'), [doubtNamed('log-lines-lost')], { seed: SEED });
    expect(held).toMatchObject({ outcome: 'held, then rolled back', unsafe: [] });
    expect(held.cause).toMatch(/requests of the canary have no answer counted anywhere \(.*BlindToAnswers/i);
  });
});

describe('a guard that is left out', () => {
  it.each(GUARDS)('is found by the doubt that it guards against: $guard', async (guard) => {
    const [doubts, scenario] = [[doubtNamed(guard.doubt)], scenarioNamed(guard.scenario)];
    const { unsafe } = await tryScenario(scenario, doubts, { seed: SEED, plant: guard.leftOut });
    expect(unsafe).not.toEqual([]);
    const kept = await tryScenario(scenario, doubts, { seed: SEED });
    expect(kept.unsafe).toEqual([]);
  });

  it('is one of five at least', () => {
    expect(new Set(GUARDS.map(({ doubt }) => doubt)).size).toBeGreaterThanOrEqual(5);
  });
});

const ids = (seed: number) => pairs(seed).map(([first, second]) => `${first.id} ${second.id}`);

describe('npm run doubt', () => {
  it('takes the same pairs for the same seed, each once, and others for another', () => {
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1)).not.toEqual(ids(2));
    expect(new Set(ids(1)).size).toBe((DOUBTS.length * (DOUBTS.length - 1)) / 2);
  });

  it('prints one line for each doubt, one for all pairs and one for everything', async () => {
    const scenarios = [scenarioNamed('fails its smoke test')];
    const [first, second] = [doubtNamed('weights-60'), doubtNamed('events-lost')];
    const rows = [
      await rowOf([first], { seed: SEED, scenarios }),
      await rowOf([first, second], { seed: SEED, scenarios }),
    ];
    expect(table(rows).replaceAll(/ {2,}/g, ' | ').split('\n')).toEqual([
      'what AWS does | good releases | bad ones back | users back after | unsafe',
      expect.stringMatching(/^[- |]+$/),
      'VPC Lattice follows a weight after 60 s (weights-60) | 1 of 1 | 0 s | 0',
      expect.stringMatching(/^[- |]+$/),
      '1 pairs of them | 1 of 1 | 0 s | 0',
      'all | 2 of 2 | 0 s | 0',
    ]);
  });

  it.each([
    { args: ['--pairs', 'many'], says: 'expected a whole number of at most 9 digits, got "many"' },
    { args: ['--play', 'weights-60'], says: '--play and --scenario go together' },
    { args: ['--scenario', 'healthy'], says: '--play and --scenario go together' },
    { args: ['--deep'], says: "unknown option '--deep'" },
  ])('refuses $args', ({ args, says }) => {
    const said: string[] = [];
    expect(() => doubtOptions(args, (text) => said.push(text))).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(said.join('')).toContain(says);
  });

  it('names what there is where a doubt or a scenario is not known', () => {
    expect(() => doubtNamed('rain')).toThrow('no doubt "rain"; expected one of: silent-target-groups, ');
    expect(() => scenarioNamed('rain')).toThrow('no scenario "rain"; expected one of: healthy, ');
  });
});
