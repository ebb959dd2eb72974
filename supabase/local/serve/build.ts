import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Refusal } from '../refusal'

const sources = ['src', 'geo', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']

/** Builds the application into `dist` unless the build there is of the present sources. Tells whether it built. */
export async function buildApplication(root: string): Promise<boolean> {
  const stamp = join(root, 'dist', '.sources')
  const present = await fingerprint(root)
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === present) return false
  await runVite(root)
  await writeFile(stamp, present)
  return true
}

/** Returns a hash over names, sizes and times of change of all source files, and the variables that go into a build. */
async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256')
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('VITE_'))
  hash.update(JSON.stringify(variables.sort()))
  for (const source of sources) {
    const path = join(root, source)
    if (existsSync(path)) for (const line of await describe(path)) hash.update(line)
  }
  return hash.digest('hex')
}

async function describe(path: string): Promise<string[]> {
  const found = await stat(path)
  if (!found.isDirectory()) return [`${path} ${found.size} ${found.mtimeMs}\n`]
  const names = (await readdir(path)).sort()
  return (await Promise.all(names.map((name) => describe(join(path, name))))).flat()
}

/** Runs the build in a process of its own, so that it does not hold up the database. */
async function runVite(root: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'pipe' })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Refusal(`The application could not be built:\n${output.trim()}`)
}
