import { describe, expect, test } from 'vitest';
import { arrowFaults } from '../../../verify/rooms/arrows.ts';
import { EXCEPTIONS, type Exception } from '../../../verify/rooms/exceptions.ts';
import { ROOMS } from '../../../verify/rooms/rooms.ts';

const PACKAGE = JSON.stringify({ name: 'local-aws', dependencies: { zod: '4' }, devDependencies: { vitest: '4' } });

/** What is wrong when one file has one line more than a repository in which all is well. */
function faultsOf(file: string, line: string, exceptions: readonly Exception[] = []): string[] {
  const texts = new Map([
    ['packages/local-aws/package.json', PACKAGE],
    ['packages/local-aws/src/clock.ts', `import * as z from 'zod';\nimport { join } from 'node:path';\n`],
    ['infra/rules.ts', `import { StateName } from '../statemachine/contract/names.ts';\n`],
    [file, line],
  ]);
  return arrowFaults(texts, ROOMS, exceptions);
}

test.each([
  ['statemachine/claim.ts', `import { StateName } from './contract/names.ts';`],
  ['rollout/claim/claim.ts', `import type { Plan } from '../../statemachine/contract/plan.ts';`],
  ['handlers/claim.ts', `import { read } from './protocol/claimable.ts';`],
  ['infra/app/main.ts', `import { LatticeCanary } from '../constructs/lattice-canary.ts';`],
  ['cli/main.ts', `import { alarmsOf } from './story/definition.ts';`],
  ['local/cli/start.ts', `import { deploy } from 'local-aws';\nimport { wallClock } from 'local-aws/clock';`],
  [
    'test/infra/app.test.ts',
    `import { App } from 'aws-cdk-lib';\nimport { createApp } from '../../infra/app/main.ts';`,
  ],
  ['packages/local-aws/test/clock.test.ts', `import { test } from 'vitest';\nimport '../src/clock.ts';`],
])('%s may: %s', (file, line) => {
  expect(faultsOf(file, line)).toEqual([]);
});

test.each([
  [
    'the product in the package',
    'packages/local-aws/src/cloud.ts',
    `import { StateName } from '../../../statemachine/contract/names.ts';`,
    'packages/local-aws/src/cloud.ts:1 imports statemachine/contract/names.ts: ' +
      'packages/local-aws imports nothing around it',
  ],
  [
    'the library in the package, by its name',
    'packages/local-aws/test/cloud.test.ts',
    `import type { LatticeCanary } from 'lattice-canary';`,
    'packages/local-aws/test/cloud.test.ts:1 imports infra/index.ts: packages/local-aws imports nothing around it',
  ],
  [
    'a file around the package',
    'packages/local-aws/test/cloud.test.ts',
    `const root = new URL('../../../package.json', import.meta.url);`,
    'packages/local-aws/test/cloud.test.ts:1 imports package.json: packages/local-aws imports nothing around it',
  ],
  [
    'what only the product has installed',
    'packages/local-aws/src/cloud.ts',
    `import { Command } from 'commander';`,
    'packages/local-aws/src/cloud.ts:1 imports commander: packages/local-aws/package.json does not name it',
  ],
  [
    'a file behind the entries of the package',
    'test/live/local.test.ts',
    `import { world } from '../../packages/local-aws/test/states/support.ts';`,
    'test/live/local.test.ts:1 imports packages/local-aws/test/states/support.ts: ' +
      'import local-aws, by an entry of its package.json',
  ],
  [
    'an arrow upwards',
    'statemachine/contract/plan.ts',
    `import { RolloutMachine } from '../rollout-machine.ts';`,
    'statemachine/contract/plan.ts:1 imports statemachine/rollout-machine.ts: ' +
      'statemachine/contract may not import statemachine',
  ],
  [
    'an arrow upwards of types',
    'rollout/claim/claim.ts',
    `export type Weights = import('../../handlers/ports/index.ts').Weights;`,
    'rollout/claim/claim.ts:1 imports handlers/ports/index.ts: rollout may not import handlers/ports',
  ],
  [
    'a Lambda target in what is true of any',
    'rollout/rollback/watchdog.ts',
    `import type { AliasState } from '../lambda/aliases.ts';`,
    'rollout/rollback/watchdog.ts:1 imports rollout/lambda/aliases.ts: rollout may not import rollout/lambda',
  ],
  [
    'a handler in the library',
    'infra/constructs/handlers.ts',
    `import { createClaim } from '../../handlers/claim.ts';`,
    'infra/constructs/handlers.ts:1 imports handlers/claim.ts: infra may not import handlers',
  ],
  [
    "the sample's app in the library",
    'infra/constructs/handlers.ts',
    `import { settings } from '../app/settings.ts';`,
    'infra/constructs/handlers.ts:1 imports infra/app/settings.ts: infra may not import infra/app',
  ],
  [
    'a handler on the laptop',
    'local/console/console.ts',
    `import '../../handlers/claim.ts';`,
    'local/console/console.ts:1 imports handlers/claim.ts: local may not import handlers',
  ],
  [
    'a test in a benchmark',
    'bench/main.ts',
    `export * from '../test/bench/budgets.test.ts';`,
    'bench/main.ts:1 imports test/bench/budgets.test.ts: bench may not import test',
  ],
  ['a room that nobody drew', 'attic/box.ts', '', 'attic/box.ts stands in no room'],
])('fails for %s', (_, file, line, fault) => {
  expect(faultsOf(file, line)).toEqual([fault]);
});

describe('an exception', () => {
  const file = 'rollout/claim/claim.ts';
  const upwards = `import type { Weights } from '../../handlers/ports/index.ts';`;
  const exceptions = [{ files: [file], imports: 'handlers/ports/index.ts', why: 'for now' }];

  test('allows one file one import', () => {
    expect(faultsOf(file, upwards, exceptions)).toEqual([]);
    expect(faultsOf(file, `${upwards}\nimport '../../handlers/ports/logger.ts';`, exceptions)).toEqual([
      `${file}:2 imports handlers/ports/logger.ts: rollout may not import handlers/ports`,
    ]);
  });

  test('fails when it is needed no longer', () => {
    expect(faultsOf(file, '', exceptions)).toEqual([
      `the exception of ${file} for handlers/ports/index.ts is needed no longer: take it away`,
    ]);
  });
});

test('a room imports only rooms that stand before it, so that there is no circle of rooms', () => {
  const paths = ROOMS.map(({ path }) => path);
  ROOMS.forEach(({ path, may }, i) => {
    const later = may === 'everything' ? [] : may.filter((each) => each !== path && !paths.slice(0, i).includes(each));
    expect(later).toEqual([]);
  });
});

test('every room and every exception says why', () => {
  for (const { why } of [...ROOMS, ...EXCEPTIONS]) expect(why).not.toBe('');
});
