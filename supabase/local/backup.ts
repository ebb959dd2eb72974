import { constants, existsSync } from 'node:fs'
import { access, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readArchive } from './folder/archive'
import { hasCluster, openPglite } from './database/pglite/index'
import { beginRestore, checkWhole, isBrokenOff, openFolder } from './folder/folder'
import { lockFolder } from './folder/lock'
import { asksForHelp } from './options'
import { reasonOf, Refusal } from './refusal'

const usage = `npm run backup -- --out FILE [--data DIR]    write the database of a data folder into one file
npm run restore -- FILE [--data DIR]         make a new data folder from such a file`

/** Writes the database of a data folder into one file (tar, gzip). The host must not be running on the folder. */
export async function backup(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(usage)
  const { out, folder } = readArguments(argv)
  if (!out) throw new Refusal(usage)
  if (!existsSync(join(folder, 'gridward.json')))
    throw new Refusal(`There is no Gridward folder at ${folder}.`)
  const path = resolve(out)
  await checkTarget(path)
  const lock = await lockFolder(folder)
  try {
    checkWhole(folder)
    if (!hasCluster(folder)) throw new Refusal(`There is no database in ${folder}.`)
    await writeWhole(path, await dump(folder))
    console.log(`Wrote ${path}. Keys are not in it: after a restore everybody signs in again.`)
  } finally {
    await lock.release()
  }
}

async function dump(folder: string): Promise<Uint8Array> {
  const opened = await openPglite(folder)
  try {
    await opened.database.exec('checkpoint')
    return await opened.dump()
  } finally {
    await opened.database.close()
  }
}

/** Makes a data folder from the file of a backup. Throws a Refusal when the folder has a database or the file is none. */
export async function restore(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(usage)
  const { file, folder } = readArguments(argv)
  if (!file) throw new Refusal(usage)
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`)
  checkEmpty(folder)
  const archive = await readArchive(file)
  const wasThere = existsSync(folder)
  await openFolder(folder)
  const lock = await lockFolder(folder)
  try {
    checkEmpty(folder)
    await clear(folder)
    const done = await beginRestore(folder, resolve(file))
    await unpack(file, folder, archive)
    await done()
    console.log(`Restored into ${folder}. Start it with npm start -- --data ${folder}`)
  } finally {
    await lock.release()
    if (!wasThere && !hasCluster(folder)) await rm(folder, { recursive: true, force: true })
  }
}

function checkEmpty(folder: string): void {
  if (hasCluster(folder) && !isBrokenOff(folder))
    throw new Refusal(`The folder ${folder} has a database already: give an empty one with --data.`)
}

/** Leaves the folder without a database when the archive holds another one than Gridward's. */
async function unpack(file: string, folder: string, archive: Blob): Promise<void> {
  try {
    const { database } = await openPglite(
      folder,
      archive,
      async (restored) => void (await restored.query('select count(*) from gridward_host.migrations')),
    )
    await database.close()
  } catch (thrown) {
    await clear(folder)
    throw new Refusal(`${file} is not a backup of Gridward: ${reasonOf(thrown)}.`)
  }
}

/** Takes away what was restored, wholly or half. */
async function clear(folder: string): Promise<void> {
  for (const name of ['pglite.complete', 'pglite', 'restoring.json'])
    await rm(join(folder, name), { recursive: true, force: true })
}

function readArguments(argv: string[]): { out?: string; file?: string; folder: string } {
  if (process.env.DATABASE_URL)
    throw new Refusal(
      'A PostgreSQL is backed up and restored with its own pg_dump and pg_restore; npm run move copies a folder into one.',
    )
  try {
    const options = { data: { type: 'string' }, out: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true })
    return {
      out: values.out,
      file: positionals[0],
      folder: resolve(values.data ?? process.env.GRIDWARD_DATA ?? 'data'),
    }
  } catch (thrown) {
    throw new Refusal(`${reasonOf(thrown)}.\n${usage}`)
  }
}

/** Throws a Refusal when no file can be written at `path`, before the work of a dump is done in vain. */
async function checkTarget(path: string): Promise<void> {
  const folder = dirname(path)
  if (await isFolder(path)) throw new Refusal(`${path} is a folder: name a file with --out.`)
  if (!(await isFolder(folder))) throw new Refusal(`There is no folder ${folder} to write the backup into.`)
  await access(folder, constants.W_OK).catch(() => {
    throw new Refusal(`The folder ${folder} cannot be written by this user.`)
  })
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** A file of this name is there whole or not at all. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.part`
  try {
    await writeFile(draft, content, { mode: 0o600 })
    await rename(draft, path)
  } catch (thrown) {
    await rm(draft, { force: true })
    throw new Refusal(`${path} cannot be written: ${reasonOf(thrown)}.`)
  }
}
