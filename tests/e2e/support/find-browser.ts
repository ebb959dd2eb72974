import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Returns the path of a Chromium: the one of `GRIDWARD_CHROMIUM`, Playwright's own, or one of the system. Where there
 * is none it installs Playwright's, or Debian's when root. Throws a sentence when that does not work either.
 */
export function findBrowser(): string {
  const given = process.env.GRIDWARD_CHROMIUM
  if (given && !existsSync(given)) throw new Error(`GRIDWARD_CHROMIUM names ${given}, which is not there.`)
  const found = given ?? present()
  if (found) return found
  console.log('No Chromium here: installing one …')
  run('npx', ['playwright', 'install', 'chromium'])
  if (!present() && process.getuid?.() === 0) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
  }
  const afterwards = present()
  if (afterwards) return afterwards
  throw new Error(
    'The end-to-end tests need Chromium and none could be installed. Install one (npx playwright install chromium, or apt-get install chromium) or name it in GRIDWARD_CHROMIUM.',
  )
}

function present(): string | undefined {
  return [chromium.executablePath(), ...installed].find((path) => existsSync(path))
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
