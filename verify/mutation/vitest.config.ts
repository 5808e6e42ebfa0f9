import { defineConfig } from 'vitest/config';
import { FOLDERS, QuickestFirst } from './quickest-first.ts';

/** The tests of what decides and of what keeps traffic safe, without clouds: a mutant has to fail one of these. */
export default defineConfig({
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    include: FOLDERS.map((folder) => `${folder}**/*.test.ts`),
    exclude: [
      // Loads handlers within a test: what runs once, when a module is loaded, would count as tested by it.
      'test/handlers/entries.test.ts',
      // Draws thousands of bakes: minutes for each mutant by which less is remembered.
      'test/rollout/evidence/dead-zone.test.ts',
    ],
    isolate: false,
    sequence: { sequencer: QuickestFirst },
    runner: './verify/mutation/no-more-files.ts',
    // A file that was not loaded any more.
    passWithNoTests: true,
    setupFiles: ['verify/mutation/no-shrinking.ts'],
    testTimeout: 120_000,
  },
});
