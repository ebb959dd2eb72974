import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vitest/config'

/** Long enough for a machine at work on something else: it is there for a test that hangs. */
const TIMEOUT_MS = 120_000 * Number(process.env.GRIDWARD_TEST_TIMES ?? 1)
const OF_FUNCTIONS = ['tests/geo/**/*.test.ts', 'tests/src/{data,import,plan}/**/*.test.ts']

export default defineConfig({
  plugins: [vue(), elementPlus({})],
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1200 },
  test: {
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          testTimeout: TIMEOUT_MS,
          hookTimeout: 120_000,
          include: ['tests/{src,supabase}/**/*.test.ts'],
          exclude: OF_FUNCTIONS,
          server: { deps: { inline: ['element-plus'] } },
        },
      },
      {
        extends: true,
        test: {
          // These share what they have imported: they test functions, and leave nothing behind.
          name: 'unit of functions',
          isolate: false,
          testTimeout: TIMEOUT_MS,
          hookTimeout: 120_000,
          include: OF_FUNCTIONS,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['tests/api/**/*.test.ts'],
          exclude: ['tests/api/folder/**'],
          globalSetup: 'tests/api/setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // PGlite's data folder, and hosts of their own: nothing of it is another on another database.
          name: 'folder',
          include: process.env.GRIDWARD_TEST_BACKEND ? [] : ['tests/api/folder/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
