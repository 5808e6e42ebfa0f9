import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Live tests start whole clouds; give slow machines room, never sleep to fill it.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
