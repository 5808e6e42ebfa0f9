import { IN_LIST, type NoFault, SAME, inFile } from './mutant.ts';

/** Of what is compared and tested of functions. */
export const IN_LAMBDA: readonly NoFault[] = [
  ...inFile(
    'rollout/lambda/answer-shape.ts',
    [
      'known === undefined && fields.size > MOST_FIELDS',
      'false',
      'beyond so many fields nothing is compared; it saves a look at the rest',
    ],
    [
      'known === undefined',
      ['true', 'known !== undefined'],
      'beyond so many fields nothing is compared; it saves a look at the rest',
    ],
    ['inside === undefined', 'false', 'the whole answer is in both; it is for the types'],
    ['some.get(inside)?.types', 'some.get(inside).types', 'what a field is in is noted before it; it is for the types'],
    ['mine !== undefined', 'true', 'what a field is in is noted before it; it is for the types'],
    ['production === null', 'false', 'two that are null have no parts'],
    [
      '!Array.isArray(production) || !Array.isArray(canary)',
      '!Array.isArray(production) && !Array.isArray(canary)',
      'both are of one type here',
    ],
  ),
  ...inFile(
    'rollout/lambda/beside-production.ts',
    ['status !== undefined', 'true', 'nothing that is undefined is below 500'],
    ['first !== undefined', 'true', 'where there are two there is a first; it is for the types'],
    ['asked?.payload', 'asked.payload', 'only answers come this far; it is for the types'],
    ["typeof body !== 'string'", 'false', 'what is no text is no JSON either, and is told of before'],
    ['{ return undefined; }', '{}', SAME],
  ),
  ...inFile('rollout/lambda/comparisons.ts', ['[]', IN_LIST, 'a text is no minute: it has no requests']),
  ...inFile(
    'rollout/lambda/fresh.ts',
    ['[]', IN_LIST, 'a text is no minute: it has no canary'],
    ['start === undefined', 'false', 'without minutes there is no start, and nothing to compare'],
  ),
  ...inFile('rollout/lambda/slower.ts', ['bad === undefined', 'false', 'what is no number counts nothing']),
  ...inFile(
    'rollout/lambda/split.ts',
    [
      'Math.abs(share - meant) <= BORNE',
      'Math.abs(share - meant) < BORNE',
      'at the border itself there is no evidence',
    ],
    ['share > meant', 'share >= meant', 'what is as meant is borne before'],
    [
      'evidence < Math.log(1 / CHANCE)',
      'evidence <= Math.log(1 / CHANCE)',
      'no evidence of whole requests is just this',
    ],
  ),
  ...inFile('rollout/lambda/uncounted.ts', [
    'lateSeconds / 60',
    'lateSeconds * 60',
    'a stretch that begins later has fewer minutes, and answers',
  ]),
];
