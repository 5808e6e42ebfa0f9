/** A folder, and the rooms whose files its own may import besides each other. */
export interface Room {
  /** Of the deepest room that holds it a file is. */
  readonly path: string;
  readonly may: readonly string[] | 'everything';
  readonly why: string;
}

const CONTRACT = 'statemachine/contract';
const OUTLINE = 'statemachine/outline';
const ROLLOUT = 'rollout';
const LAMBDA = 'rollout/lambda';
const PAUSE = 'rollout/pause';
const PORTS = 'handlers/ports';
const EMULATOR = 'packages/local-aws';
const RULES = [CONTRACT, ROLLOUT, LAMBDA, PAUSE];
const LOOK = 'handlers/protocol/lambda/traffic.ts';
const TWICE = 'handlers/protocol/lambda/compare-twice.ts';
const HANDLERS = [...RULES, PORTS, 'handlers/middleware', TWICE, LOOK, 'handlers/protocol', 'handlers'];

/** From the ground floor up: a room imports only rooms that stand before it, so there can be no circle of rooms. */
export const ROOMS: readonly Room[] = [
  { path: EMULATOR, may: [], why: 'could be lifted into a repository of its own' },
  { path: CONTRACT, may: [], why: 'what machine, handlers and programs agree on needs none of them' },
  { path: OUTLINE, may: [CONTRACT], why: 'the machine as plain values: who reads it needs no CDK' },
  {
    path: 'statemachine',
    may: [CONTRACT, OUTLINE],
    why: 'says what runs when; what is done there is no matter of its own',
  },
  { path: ROLLOUT, may: [CONTRACT], why: 'decides in pure functions, whatever the target is, and knows no AWS' },
  { path: LAMBDA, may: [CONTRACT, ROLLOUT], why: 'what only a Lambda target needs: aliases, versions, its minutes' },
  { path: PAUSE, may: [CONTRACT, ROLLOUT], why: 'what a pause is, for those too who know nothing else of a rollout' },
  { path: PORTS, may: RULES, why: 'carry a record and an event, and know no policy' },
  { path: 'handlers/middleware', may: [...RULES, PORTS], why: 'the same around every handler' },
  { path: TWICE, may: RULES, why: 'who condemns looks once more' },
  {
    path: LOOK,
    may: [...RULES, PORTS, TWICE],
    why: 'what traffic says to a check, and to whoever judges traffic that is over',
  },
  { path: 'handlers/protocol', may: [...RULES, PORTS, LOOK], why: 'keeps traffic safe whoever calls it' },
  { path: 'handlers/service', may: [], why: 'the sample is a service like any other' },
  { path: 'handlers', may: HANDLERS, why: 'one file a Lambda function, put together from the rooms below' },
  { path: 'infra', may: [CONTRACT, 'statemachine'], why: 'the library; handlers are bundled by their path' },
  { path: 'infra/app', may: ['infra', CONTRACT], why: "the sample's app uses the library as anybody does" },
  {
    path: 'cli/story',
    may: [CONTRACT, OUTLINE, ROLLOUT, PAUSE],
    why: 'how a release is told, to operators and on a laptop, by what its record says of it',
  },
  {
    path: 'cli',
    may: ['cli/story', OUTLINE, ...RULES, PORTS, LOOK],
    why: 'reads and steers what is deployed, wherever it is',
  },
  {
    path: 'local',
    may: [EMULATOR, 'cli/story', CONTRACT, PAUSE],
    why: 'meets the product only through its template and AWS, and tells a pause as all the others do',
  },
  {
    path: 'verify',
    may: [EMULATOR, OUTLINE, 'statemachine', ...HANDLERS, 'infra', 'infra/app', 'local'],
    why: 'breaks the real machine, handlers and template, judges what settings make, and steers a local cloud',
  },
  {
    path: 'bench',
    may: [
      EMULATOR,
      OUTLINE,
      'statemachine',
      ...RULES,
      PORTS,
      LOOK,
      'handlers/protocol',
      'infra',
      'cli',
      'local',
      'verify',
    ],
    why: 'measures all of the product, and nothing of its tests',
  },
  { path: 'docs/examples', may: [], why: 'examples are taken away one by one' },
  { path: 'test', may: 'everything', why: 'and nobody imports a test' },
  { path: 'vitest.config.ts', may: [], why: 'names files, and imports none' },
  { path: '.ci', may: [], why: 'reads reports' },
];

/** The deepest room that holds a file; undefined for one that stands in none. */
export function roomOf(file: string, rooms: readonly Room[]): Room | undefined {
  return rooms
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}
