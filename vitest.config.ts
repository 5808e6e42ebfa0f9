import { readFileSync, statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Each cloud copies its code and throws it away: in memory, where Linux has room for it, that takes a fifth less. */
const MEMORY = '/dev/shm';
const LEAST_BYTES = 8 * 2 ** 30;
if (hasRoomInMemory()) process.env['TMPDIR'] ??= MEMORY;

function hasRoomInMemory(): boolean {
  try {
    const mounted = readFileSync('/proc/mounts', 'utf8').match(/^\S+ \/dev\/shm tmpfs .*$/m);
    const { bavail, bsize } = statfsSync(MEMORY);
    // Tests run programs from there.
    return mounted !== null && !mounted[0].includes('noexec') && bavail * bsize >= LEAST_BYTES;
  } catch {
    return false;
  }
}

const LIVE = 'test/live/**/*.test.ts';
/** Whole clouds too, each updated from and to versions that are kept: test/upgrade/README.md. */
const UPGRADE = 'test/upgrade/clouds/**/*.test.ts';
/** Takes half a minute, and is for whoever changes the template or the local cloud: `npm run test:mutants`. */
const MUTANTS = 'test/mutants/**/*.test.ts';
/** Compares docs/mutants.md with the list; here too, so that `-u` writes it. */
const MUTANTS_PAGE = 'test/docs/mutants.test.ts';
/** CDK's own command line, as a person runs it: `npm run test:cdk`. */
const CDK_CLI = 'test/cdk-cli/**/*.test.ts';
/** Apps of one's own, whole: `npm run test:apps`. */
const APPS = 'test/apps/**/*.test.ts';
/** What pages have people type, typed into shells: `npm run test:typed`. */
const TYPED = 'test/typed/**/*.test.ts';
/** Needs Chromium: `npm run test:browser`. */
const BROWSER = 'test/browser/**/*.test.ts';

export default defineConfig({
  test: {
    // The SDK's hint about Node.js versions is about this machine; what is deployed runs on Lambda's.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: process.env['REPORT'] ?? '.local/vitest.json' }]]
      : ['default'],
    projects: [
      'packages/local-aws/vitest.config.ts',
      {
        test: {
          name: 'unit',
          // Every core: what is in a process of its own has hardly anything to wait for.
          maxWorkers: '100%',
          // CDK's validator has a test of its own, and nobody reads where a construct was made; both cost seconds.
          env: { CDK_VALIDATION: 'false', CDK_DISABLE_STACK_TRACE: '1' },
          include: ['test/**/*.test.ts'],
          exclude: [LIVE, UPGRADE, MUTANTS, BROWSER, CDK_CLI, APPS, TYPED],
          // Importing the CDK and the SDKs once a process, not once a file, halves the time.
          isolate: false,
          // Ends what hangs, and nothing that is slow only because the machine is busy.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'live',
          include: [LIVE],
          // As above; each test has clouds and folders of its own.
          isolate: false,
          globalSetup: 'test/live/support/assemblies.ts',
          // Programs that keep time wait as much as they work, and only when nothing else runs: two files at a time.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'upgrade',
          include: [UPGRADE],
          isolate: false,
          globalSetup: 'test/upgrade/setup.ts',
          // On the virtual clock: beside what is left of those that wait.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'mutants',
          include: [MUTANTS, MUTANTS_PAGE],
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'browser',
          include: [BROWSER],
          globalSetup: 'test/live/support/assemblies.ts',
          // Chromium beside a whole cloud: alone, after everything else.
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'apps',
          include: [APPS],
          globalSetup: 'test/apps/setup.ts',
          // Each deploys what an app of some size has.
          fileParallelism: false,
          sequence: { groupOrder: 5 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'typed',
          include: [TYPED],
          globalSetup: 'test/live/support/assemblies.ts',
          // Nobody types while releases run that keep time beside it.
          fileParallelism: false,
          sequence: { groupOrder: 7 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'cdk-cli',
          include: [CDK_CLI],
          globalSetup: 'test/cdk-cli/setup.ts',
          // Each line of it is a program that is started: nothing else beside it.
          fileParallelism: false,
          sequence: { groupOrder: 6 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
