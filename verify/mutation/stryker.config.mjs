/**
 * What is changed, and which tests have to notice. Texts are left alone: tests of words hold them where they matter.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['rollout/**/*.ts', 'handlers/**/*.ts', '!handlers/service/**', 'statemachine/**/*.ts'],
  mutator: { excludedMutations: ['StringLiteral', 'TemplateLiteral'] },
  // What runs once, when a module is loaded: each would need a run of all tests.
  ignoreStatic: true,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './verify/mutation/ignore-logs.mjs'],
  ignorers: ['logs'],
  vitest: { configFile: 'verify/mutation/vitest.config.ts', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Beyond half again what its tests take: a mutant that is only slow is not one that hangs.
  timeoutMS: 10_000,
  // Its preprocessor does not know TypeScript 7, and has nothing to do.
  tsconfigFile: 'none.json',
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: '.local/mutation/report.json' },
  // What was killed stays so until its file or its tests change.
  incremental: true,
  incrementalFile: '.local/mutation/incremental.json',
  tempDirName: '.local/mutation/sandbox',
  ignorePatterns: ['/dist', '/.local', '/docs', '/actions', '/packages/*/dist', '/cdk.out*', '/coverage'],
};
