import { expect, test } from 'vitest';
import { parseOptions } from '../../src/cli/options.ts';
import { HelpWanted, UsageError } from '../../src/cli/program.ts';
import { DOUBTS } from '../../src/doubts/doubts.ts';

test('an app alone is deployed whole, on the ports and at the speed that the help says', () => {
  expect(parseOptions(['--app', '../shop'])).toEqual({
    app: '../shop',
    stacks: [],
    stages: [],
    context: {},
    port: 4566,
    trafficPort: 0,
    speed: 1,
    throttle: false,
    doubts: [],
    out: '.local-aws',
  });
});

test('what may be given again is collected, and a value may hold an equals sign', () => {
  const args = ['--app=a', '--stack', 'One', '--stack', 'Two', '--context', 'k=v', '--context', 'url=a=b'];
  expect(
    parseOptions([...args, '--port', '0', '--traffic-port', '8080', '--speed', '0.5', '--throttle']),
  ).toMatchObject({
    stacks: ['One', 'Two'],
    context: { k: 'v', url: 'a=b' },
    port: 0,
    trafficPort: 8080,
    speed: 0.5,
    throttle: true,
  });
});

test('doubts may follow one option or several, and end where another option begins', () => {
  const doubts = ['stale-listener', 'events-late', 'alarms-late'];
  const [first = '', ...others] = doubts;
  expect(parseOptions(['--doubt', first, '--doubt', ...others, '--app', 'x'])).toMatchObject({ app: 'x', doubts });
  expect(parseOptions([`--doubt=${first}`, '--app', 'x', '--doubt', ...others])).toMatchObject({ app: 'x', doubts });
});

test('help says of each doubt what AWS does then, within 80 columns', () => {
  const help = (() => {
    try {
      return parseOptions(['--help']);
    } catch (error) {
      return (error as Error).message;
    }
  })() as string;
  const [, told = ''] = /^Doubts: .*\n((?: .*\n)+)/m.exec(help) ?? [];
  const said = told.replaceAll(/\s+/g, ' ');
  for (const { id, says } of DOUBTS) expect(said).toContain(` ${id} ${says} `);
  expect(Math.max(...told.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('help is an answer, and names every option', () => {
  expect(() => parseOptions(['--help'])).toThrow(HelpWanted);
  for (const option of [
    '--app',
    '--stack',
    '--context',
    '--port',
    '--traffic-port',
    '--speed',
    '--throttle',
    '--doubt',
    '--out',
  ])
    expect(() => parseOptions(['-h'])).toThrow(`  ${option} `);
});

test.each([
  [[], '--app is missing: the folder of a CDK app'],
  [['--ap', 'x'], "Unknown option '--ap'"],
  [['x'], "Unexpected argument 'x'"],
  [['--app', 'x', '--context', 'k'], "--context must be key=value, got 'k'"],
  [['--app', 'x', '--port', '70000'], "--port must be a whole number from 0 to 65535, got '70000'"],
  [['--app', 'x', '--traffic-port', '1.5'], "--traffic-port must be a whole number from 0 to 65535, got '1.5'"],
  [
    ['--app', 'x', '--doubt', 'stale-listener', 'thrown-418'],
    "error: option '--doubt <ids...>' argument 'thrown-418' is invalid. there is no doubt thrown-418; there are ",
  ],
  [
    ['--app', 'x', '--doubt', 'thrown-200', '--doubt', 'thrown-500'],
    "error: option '--doubt <ids...>' argument 'thrown-500' is invalid. thrown-500 contradicts thrown-200.",
  ],
  [['--app', 'x', '--speed', '0'], "--speed must be a number from 0.1 to 600, got '0'"],
])('rejects %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(message);
});
