import { createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { projectRoot } from '../../supabase/local/start/process'
import { openHost } from '../../supabase/local/start/host'

/** What a data folder holds before a test begins: all migrations, or the demo district as well. */
export type Content = 'empty' | 'demo'

const cache = join(projectRoot, 'node_modules', '.cache', 'gridward', 'folders')

/**
 * Makes a data folder of that content in `folder`, which is empty or not there. It is a copy of one that was made before
 * by the same files of `supabase` on the same day: the demo's cases end today. Copies have the same keys.
 */
export async function prepareFolder(folder: string, content: Content): Promise<void> {
  await mkdir(folder, { recursive: true })
  await cp(await originalOf(content), folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

/** Returns where the data folder of that content lies that others are copied from, and makes it where it is not there. */
export async function originalOf(content: Content): Promise<string> {
  const made = join(cache, `${content}-${await fingerprint()}`)
  if (!existsSync(made)) await make(made, content)
  return made
}

/**
 * Makes the folder beside where it will lie: of two who make the same, one is first, and the other's is as good. Those of
 * other days or files go.
 */
async function make(made: string, content: Content): Promise<void> {
  const begun = `${made}.${process.pid}`
  const host = await openHost(
    { folder: begun, host: '127.0.0.1', port: 0, demo: content === 'demo' },
    () => undefined,
  )
  await host.close()
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
