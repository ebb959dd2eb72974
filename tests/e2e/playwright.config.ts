import { defineConfig } from '@playwright/test'
import { browserArguments } from './support/browser-arguments'

const port = process.env.GRIDWARD_E2E_PORT
const browser = process.env.GRIDWARD_E2E_BROWSER
const data = process.env.GRIDWARD_E2E_DATA
if (!port || !browser || !data) throw new Error('Run these tests with npm run test:e2e.')

const address = `http://127.0.0.1:${port}`
/** These have a host of their own and wait most of their time: they run beside the others, which share the demo district. */
const ON_OWN_HOST = /(one-person|wall-hard-day)\.spec\.ts/

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2,
  projects: [
    { name: 'demo', testIgnore: ON_OWN_HOST, workers: 1 },
    { name: 'own host', testMatch: ON_OWN_HOST, workers: 1 },
  ],
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: address,
    actionTimeout: 60_000,
    viewport: { width: 1440, height: 900 },
    // A quarter of the pixels: without a graphics card each one is computed, and the specs measure in CSS pixels.
    deviceScaleFactor: 0.5,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // A trace copies the page at each action, a tenth of all work: ask for one with --trace retain-on-failure.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser,
      // What is no WebGL is drawn without it: a graphics card that is a program takes the processor several times as long.
      args: [...browserArguments, '--disable-gpu-compositing', '--disable-gpu-rasterization'],
    },
  },
  webServer: {
    command: 'node --import tsx supabase/local/main.ts start',
    cwd: '../..',
    env: { GRIDWARD_DATA: data, GRIDWARD_PORT: port, GRIDWARD_HOST: '127.0.0.1', GRIDWARD_DEMO: '1' },
    url: `${address}/health`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
