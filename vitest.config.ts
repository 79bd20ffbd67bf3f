import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['node_modules/**', 'data/**'],
    globalSetup: ['checks/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Files share what has been loaded: no test changes a module, and loading the hub anew for each takes longer than most of them.
    isolate: false,
  },
})
