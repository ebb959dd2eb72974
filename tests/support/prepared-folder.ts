import { createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { projectRoot } from '../../supabase/local/start/process'
import { openBackend } from '../../supabase/local/backend'
import { openFolder, readKeys } from '../../supabase/local/folder/folder'
import { openHost } from '../../supabase/local/start/host'

/** What a data folder holds before a test begins: all migrations, or the demo district as well. */
export type Content = 'empty' | 'demo'

const cache = join(projectRoot, 'node_modules', '.cache', 'gridward', 'folders')

/**
 * Makes a data folder of that content in `folder`, which is empty or not there. It is a copy of one that was made before
 * by the same files of `supabase` on the same day: the demo's cases end today. Copies have the same keys.
 */
export async function prepareFolder(folder: string, content: Content): Promise<void> {
  await copyTo(folder, await originalOf(content))
}

async function copyTo(folder: string, original: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await cp(original, folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

/** Returns where the data folder of that content lies that others are copied from, and makes it where it is not there. */
export function originalOf(content: Content): Promise<string> {
  return stored(content, async (folder) => {
    await copyTo(folder, await migrated())
    const options = { folder, host: '127.0.0.1', port: 0, demo: content === 'demo' }
    const host = await openHost(options, () => undefined)
    await host.close()
  })
}

/** A database with all migrations that no host has started on: making it is most of what a first start takes. */
function migrated(): Promise<string> {
  return (running ??= stored('migrated', async (folder) => {
    await openFolder(folder)
    const backend = await openBackend(folder, await readKeys(folder))
    await backend.close()
  }))
}

let running: Promise<string> | undefined

/** Returns where a folder of that name lies, and makes it with `fill` where it is not there. */
async function stored(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const made = join(cache, `${name}-${await fingerprint()}`)
  if (!existsSync(made)) await make(made, name, fill)
  return made
}

/**
 * Makes the folder beside where it will lie: of two who make the same, one is first, and the other's is as good. Those of
 * other days or files go.
 */
async function make(made: string, content: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const begun = `${made}.${process.pid}`
  await fill(begun)
  for (const name of await readdir(cache))
    if (name.startsWith(content) && !name.startsWith(basename(made)))
      await rm(join(cache, name), { recursive: true, force: true })
  await rename(begun, made).catch(() => rm(begun, { recursive: true, force: true }))
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10))
  const folder = join(projectRoot, 'supabase')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  for (const file of [...files.sort(), join(projectRoot, 'package-lock.json')])
    hash.update(file.slice(projectRoot.length)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}
