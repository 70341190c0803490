import { defineConfig } from 'vitest/config';

const SERVERS = './src/e2e/environment/provide-servers.ts';
const PROGRAMS = './src/e2e/environment/provide-programs.ts';
const END_WITH_RUNNER = './src/e2e/environment/end-with-runner.ts';

export default defineConfig({
  test: {
    // Tests of the last two groups have servers and browsers working beside them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,examples,sdk,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'src/e2e/**', 'src/storage/contract/**'],
          testTimeout: 10_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['src/storage/contract/**/*.test.ts'],
          globalSetup: [SERVERS],
          setupFiles: [END_WITH_RUNNER],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['src/e2e/**/*.test.ts'],
          globalSetup: [SERVERS, PROGRAMS],
          setupFiles: [END_WITH_RUNNER],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
