import { expect, test } from 'vitest';
import { DOUBTS } from 'local-aws';
import { HelpWanted, UsageError } from 'local-aws/cli';
import { parseLocalOptions, parseStartOptions } from '../../../local/cli/options.ts';

const scenarios = [
  { name: 'healthy', story: 'All is well.' },
  { name: 'errors', story: 'It answers with status 500.' },
];
const releases = ['1.0.0', '2.0.0'];

test('start runs the healthy scenario, a minute a second, with 400 requests a second, on a free port', () => {
  expect(parseStartOptions([], scenarios)).toEqual({
    scenario: 'healthy',
    speed: 60,
    rps: 400,
    port: 0,
    consolePort: 4567,
    doubt: [],
    json: false,
  });
});

test('start takes every option, with a space or an equals sign', () => {
  const args = [
    '--scenario',
    'errors',
    '--speed=120',
    '--rps',
    '50',
    '--port',
    '4566',
    '--console-port',
    '0',
    '--doubt',
    'thrown-closed',
    'stale-listener',
    '--json',
  ];
  expect(parseStartOptions(args, scenarios)).toEqual({
    scenario: 'errors',
    speed: 120,
    rps: 50,
    port: 4566,
    consolePort: 0,
    doubt: ['thrown-closed', 'stale-listener'],
    json: true,
  });
});

test('local listens on 4566 and publishes 2.0.0', () => {
  expect(parseLocalOptions([], releases)).toEqual({
    port: 4566,
    consolePort: 4567,
    speed: 60,
    rps: 100,
    throttle: false,
    empty: false,
    doubt: [],
    candidate: '2.0.0',
    stack: [],
    stage: [],
    context: {},
    candidateContext: {},
  });
  expect(parseLocalOptions(['--candidate', '1.0.0', '--speed', '0.5', '--throttle'], releases)).toMatchObject({
    port: 4566,
    speed: 0.5,
    throttle: true,
    candidate: '1.0.0',
  });
  expect(parseLocalOptions(['--concurrency', '10'], releases)).toMatchObject({ concurrency: 10 });
  expect(parseLocalOptions(['--doubt', 'events-lost', '--rps', '0'], releases)).toMatchObject({
    doubt: ['events-lost'],
  });
});

test.each([
  [
    'an unknown option',
    ['--sped', '60'],
    ["unknown option '--sped'", '--scenario, --speed, --rps, --port, --console-port, --doubt, --json'],
  ],
  ['an unknown scenario, naming those there are', ['--scenario', 'chaos'], ["'chaos'", 'healthy, errors']],
  [
    'an unknown doubt, naming those there are',
    ['--doubt', 'thrown-418'],
    ['no doubt thrown-418', 'thrown-200, thrown-500'],
  ],
  ['doubts that contradict', ['--doubt', 'thrown-200', 'thrown-500'], ['thrown-500 contradicts thrown-200.']],
  ['a speed of nothing', ['--speed', '0'], ['It must be a number from 0.1 to 600.']],
  ['a speed that is text', ['--speed', 'fast'], ['It must be a number from 0.1 to 600.']],
  ['half a request', ['--rps', '1.5'], ['It must be a whole number from 1 to 5000.']],
  ['no request at all', ['--rps', '0'], ['It must be a whole number from 1 to 5000.']],
  ['a port that does not exist', ['--port', '65536'], ['It must be a whole number from 0 to 65535.']],
  ['an option without its value', ['--rps'], ['argument missing']],
  ['a word that is no option', ['errors'], ['too many arguments']],
])('rejects %s', (_what, args, messages) => {
  const parse = () => parseStartOptions(args, scenarios);
  expect(parse).toThrow(UsageError);
  for (const message of messages) expect(parse).toThrow(message);
});

test('rejects a candidate that is no release, naming those there are', () => {
  expect(() => parseLocalOptions(['--candidate', '3.0.0'], releases)).toThrow(/'3\.0\.0'.*1\.0\.0, 2\.0\.0/);
});

test('is empty when asked, and takes nothing that is about a stack then', () => {
  expect(parseLocalOptions(['--empty', '--port', '0'], releases)).toMatchObject({ empty: true, port: 0 });
  for (const about of [
    ['--app', '../shop'],
    ['--candidate', '2.0.0'],
  ])
    expect(() => parseLocalOptions(['--empty', ...about], releases)).toThrow(
      `--empty has no stack, and so no ${about[0]}`,
    );
  expect(() => parseLocalOptions(['--empty', '--stack', 'Shop'], releases)).toThrow(UsageError);
});

test('explains itself when asked', () => {
  expect(() => parseStartOptions(['--help'], scenarios)).toThrow(HelpWanted);
});

const helpOf = (parse: () => unknown): string => {
  try {
    parse();
  } catch (error) {
    if (error instanceof HelpWanted) return error.message.replaceAll(/\s+/g, ' ');
  }
  throw new Error('no help was given');
};

test('the help of start has every option with its default, every scenario, and what the exit status means', () => {
  const help = helpOf(() => parseStartOptions(['--help'], scenarios));
  for (const text of [
    '--scenario <name> what happens to the release (choices: "healthy", "errors", default: "healthy")',
    '--speed <factor> simulated seconds in a second of your clock, 0.1 to 600 (default: 60)',
    '--rps <requests> requests that users send in a second of your clock, 1 to 5000 (default: 400)',
    '--port <number> port of the AWS endpoint, 0 to 65535; 0 takes a free one (default: 0)',
    '--json print one JSON object a line, for programs (default: lines for people)',
    '--doubt <ids...> beliefs about AWS to switch off, of those below (default: none)',
    ...DOUBTS.map(({ id, says }) => `${id} ${says}`),
    'Scenarios: healthy All is well. errors It answers with status 500.',
    'Exit status: 0 everything ended as it should 1 something did not',
    '2 the options cannot be used 130 interrupted',
  ])
    expect(help).toContain(text);
});

test('the help of local has every option with its default, and what the exit status means', () => {
  const help = helpOf(() => parseLocalOptions(['--help'], releases));
  for (const text of [
    '0 takes a free one (default: 4566)',
    '0.1 to 600 (default: 60)',
    '--concurrency <functions> most functions that run at once',
    '--doubt <ids...> beliefs about AWS to switch off, of those below (default: none)',
    ...DOUBTS.map(({ id, says }) => `${id} ${says}`),
    '(choices: "1.0.0", "2.0.0", default: "2.0.0")',
    'Exit status: 0 ended by Ctrl-C, SIGTERM, SIGHUP or SIGQUIT 1 could not start',
    '2 the options cannot be used 130 interrupted',
  ])
    expect(help).toContain(text);
});

test("local runs an app of one's own, with context that adds up", () => {
  const args = [
    '--app',
    '../shop',
    '--context',
    'code=1',
    '--context=motto=a=b',
    '--candidate-context',
    'code=2',
    '--stack',
    'Shop',
    '--stack',
    'Billing',
    '--path',
    '/orders?id=1',
    '--rps',
    '0',
  ];
  expect(parseLocalOptions(args, releases)).toMatchObject({
    app: '../shop',
    context: { code: '1', motto: 'a=b' },
    candidateContext: { code: '2' },
    stack: ['Shop', 'Billing'],
    path: '/orders?id=1',
    rps: 0,
  });
});

test.each([
  [
    'context that is no pair',
    ['--app', '.', '--context', 'code'],
    "'--context <key=value>' argument 'code' is invalid. It must be key=value.",
  ],
  ['context without a key', ['--app', '.', '--candidate-context', '=1'], 'It must be key=value.'],
  ['a path that is none', ['--path', 'hello'], 'It must be a path such as "/" or "/hello?name=Ada".'],
  ['an account without functions', ['--concurrency', '0'], 'It must be a whole number from 1 to 100000.'],
  ['too many requests', ['--rps', '5001'], 'It must be a whole number from 0 to 5000.'],
  ['context for the sample', ['--context', 'code=1'], '--context needs --app'],
  ['a second deployment of the sample', ['--candidate-context', 'code=1'], '--candidate-context needs --app'],
  ['a stack of the sample', ['--stack', 'Shop'], '--stack needs --app'],
  [
    'a release of the sample for an app',
    ['--app', '.', '--candidate', '2.0.0'],
    '--candidate is a release of the sample',
  ],
])('local rejects %s', (_what, args, message) => {
  const parse = () => parseLocalOptions(args, releases);
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});
