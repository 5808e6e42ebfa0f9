import { defineConfig } from 'vitest/config';

/** The tests of what decides and of what keeps traffic safe, without clouds: a mutant has to fail one of these. */
export default defineConfig({
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    include: ['test/rollout/**/*.test.ts', 'test/handlers/**/*.test.ts', 'test/statemachine/**/*.test.ts'],
    isolate: false,
    testTimeout: 120_000,
  },
});
