import { type NoFault, inFile } from './mutant.ts';

const BY_ANY_SLOPE = 'by any slope the same root is found, in more steps';
const NEVER_JUST_THIS = 'no evidence is just this';
const WORKED_OUT_AGAIN = 'the same, worked out again: it saves time';
const TO_THE_POWER_OF_1 = 'to the power of 1 it is the same: it saves time';

/** Of the mathematics. */
export const IN_EVIDENCE: readonly NoFault[] = [
  ...inFile('rollout/evidence/bets.ts', ['requests === 0', 'false', 'without requests nothing is gained or lost']),
  ...inFile(
    'rollout/evidence/chernoff.ts',
    ['i < 50', 'i <= 50', 'halved once more, which is less than a number can tell'],
    [
      'divergence(seen, middle) <= allowed',
      'divergence(seen, middle) < allowed',
      'halved the other way at the bound itself',
    ],
  ),
  ...inFile(
    'rollout/evidence/comparison.ts',
    ['p <= alpha', 'p < alpha', NEVER_JUST_THIS],
    ['cut.border === cuts[k - 1]?.border && countsAs(cut, cuts[k - 1])', 'false', WORKED_OUT_AGAIN],
    ['pValue(highestWealth(bets)) <= FINE', 'pValue(highestWealth(bets)) < FINE', NEVER_JUST_THIS],
  ),
  ...inFile(
    'rollout/evidence/dispersion.ts',
    ['from < minutes.length', 'from <= minutes.length', 'a stretch of no minutes shows nothing'],
    ['pairs > 0', ['true', 'pairs >= 0'], 'without pairs the limit is endless'],
    [
      'dispersion > 1 + CHANCE * Math.sqrt(2 / pairs)',
      'dispersion >= 1 + CHANCE * Math.sqrt(2 / pairs)',
      NEVER_JUST_THIS,
    ],
    ['i < minutes.length', 'i <= minutes.length', 'a pair of no minutes shows nothing'],
    ['one === undefined', 'false', 'there is one; it is for the types'],
    ['dispersion === 1', 'false', TO_THE_POWER_OF_1],
  ),
  ...inFile(
    'rollout/evidence/e-process.ts',
    ['first[k] === k', 'true', 'room that nobody uses'],
    ['k < cuts.length', 'k <= cuts.length', 'a cut that is not there has no bets'],
    ['cuts[k]?.gains', 'cuts[k].gains', 'there is one; it is for the types'],
    ['i < wealth.length', 'i <= wealth.length', 'a bet that is not there has no wealth'],
  ),
  ...inFile(
    'rollout/evidence/found.ts',
    ['bets[k]?.count', 'bets[k].count', 'each cut has bets; it is for the types'],
    ['minutes.at(0)?.start', 'minutes.at(0).start', 'what won has a minute; it is for the types'],
    ['minutes.at(-1)?.start', 'minutes.at(-1).start', 'what won has a minute; it is for the types'],
  ),
  ...inFile(
    'rollout/evidence/gains.ts',
    ['dispersion > 1', ['true', 'dispersion >= 1'], TO_THE_POWER_OF_1],
    ['bets !== undefined', 'true', 'each cut has bets; it is for the types'],
    ['before?.border', 'before.border', 'each cut but the first has one before; it is for the types'],
    ['minute < minutes', 'minute <= minutes', 'a minute that is not there moves nothing'],
  ),
  ...inFile(
    'rollout/evidence/projection.ts',
    ['i += 1', 'i -= 1', 'it ends where it is close enough'],
    ['i < MOST_STEPS', 'i <= MOST_STEPS', 'one step more than too many'],
    ['value < 0', 'value <= 0', 'at the root itself'],
    ['2 * c', '2 / c', BY_ANY_SLOPE],
    ['(p - production) * ratio * (1 - 2 * c)', '(p - production) * ratio / (1 - 2 * c)', BY_ANY_SLOPE],
    ['(p - production) * ratio', '(p - production) / ratio', BY_ANY_SLOPE],
    ['p - production', 'p + production', BY_ANY_SLOPE],
    ['1 - 2 * c', '1 + 2 * c', BY_ANY_SLOPE],
    ['ratio * p * (1 - p)', 'ratio * p / (1 - p)', BY_ANY_SLOPE],
    ['1 - p', '1 + p', BY_ANY_SLOPE],
    ['1 - 2 * p', '1 + 2 * p', BY_ANY_SLOPE],
    ['p - value / slope', 'p + value / slope', BY_ANY_SLOPE],
    ['step > low && step < high', 'false', 'halving finds it as well, in more steps'],
    ['step > low', 'step >= low', 'halving finds it as well, in more steps'],
    ['step < high', 'step <= high', 'a step onto the border is a step'],
    [
      'Math.abs(next - p) <= CLOSE * p',
      ['Math.abs(next - p) < CLOSE * p', 'false'],
      'a step more, which moves nothing',
    ],
    ['next - p', 'next + p', 'more steps, which move nothing'],
  ),
  ...inFile('rollout/evidence/winner.ts', [
    'bet < best.length',
    'bet <= best.length',
    'a bet that is not there gains nothing',
  ]),
  ...inFile(
    'rollout/evidence/words.ts',
    ['alone?.longerThan', 'alone.longerThan', 'what was found before has a cut alone; it is for the types'],
    ['longerThan?.[side]', 'longerThan[side]', 'only a cut in time is asked for its limit; it is for the types'],
    ['countsAs(cut, cuts[k - 1])', 'false', WORKED_OUT_AGAIN],
    ['k - 1', 'k + 1', 'the last of those that count the same instead of the first'],
  ),
];
