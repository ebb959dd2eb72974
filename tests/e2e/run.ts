import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonOf } from '../../supabase/local/refusal'
import { buildApplication } from '../../supabase/local/serve/build'
import { projectRoot } from '../../supabase/local/start/process'
import { freePort } from '../support/port'
import { prepareFolder } from '../support/prepared-folder'
import { sharedPath } from '../support/shared'
import { findBrowser } from './support/find-browser'

/**
 * Runs the end-to-end tests (arguments go to Playwright) in a real browser, against a local host with the demo
 * district in a new folder. Returns Playwright's exit code.
 */
async function main(argv: string[]): Promise<number> {
  const browser = findBrowser()
  await buildApplication(projectRoot)
  const folder = await mkdtemp(join(tmpdir(), 'gridward-e2e-'))
  if (!sharedPath())
    console.log('The folder ../shared is not there: tests that need it are listed as skipped.')
  await prepareFolder(join(folder, 'data'), 'demo')
  const environment = {
    GRIDWARD_E2E_BROWSER: browser,
    GRIDWARD_E2E_DATA: join(folder, 'data'),
    GRIDWARD_E2E_PORT: String(await freePort()),
  }
  try {
    return await runPlaywright(argv, environment)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runPlaywright(argv: string[], environment: Record<string, string>): Promise<number> {
  const program = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js')
  const child = spawn(process.execPath, [program, 'test', '-c', 'tests/e2e/playwright.config.ts', ...argv], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (thrown) {
  console.error(reasonOf(thrown))
  process.exitCode = 1
}
