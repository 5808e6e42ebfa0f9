import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'local-aws',
    maxWorkers: '100%',
    // The SDK's hint about Node.js versions is about this machine; CDK's own checks cost seconds.
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      CDK_VALIDATION: 'false',
      CDK_DISABLE_STACK_TRACE: '1',
    },
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Importing the SDKs once a process, not once a file, halves the time.
    isolate: false,
    // Ends what hangs, and nothing that is slow only because the machine is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 0 },
  },
});
