import { defineConfig } from 'vitest/config'

const database = {
  globalSetup: ['./packages/db/src/testing/global-setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // What is polled comes when it comes: a busy machine takes longer than the second that is given otherwise.
  expect: { poll: { timeout: 15_000 } },
}
const room = (folder: string, options: object = {}) => ({
  test: {
    name: folder.split('/')[1] ?? folder,
    include: [`${folder}/**/*.test.ts`],
    exclude: ['**/node_modules/**', '**/e2e/**', '**/faults/**'],
    ...options,
  },
})

export default defineConfig({
  test: {
    // Two cores: more at once only makes each slower.
    maxWorkers: 2,
    projects: [
      room('packages/core'),
      room('packages/nodes'),
      room('packages/db', database),
      room('apps/api', database),
      room('apps/worker', database),
      room('apps/web'),
      room('apps/local', database),
      {
        test: {
          ...database,
          name: 'e2e',
          globalSetup: [...database.globalSetup, './apps/local/src/e2e/global-setup.ts'],
          include: ['apps/local/src/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // After all others: a browser or a whole hub beside them would only make each slower.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...database,
          name: 'faults',
          include: ['{apps,packages}/*/src/faults/**/*.test.ts'],
          // What is stuck is told after 30 s without progress; this is for slow machines.
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // Last: what they time is how soon something is noticed. Two at once, since they mostly wait.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
