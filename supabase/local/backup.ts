import { existsSync, openAsBlob } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openPglite } from './database/pglite'
import { openFolder } from './folder'
import { lockFolder } from './lock'
import { reasonOf, Refusal } from './refusal'

const usage = `npm run backup -- --out FILE [--data DIR]    write the database of a data folder into one file
npm run restore -- FILE [--data DIR]         make a new data folder from such a file`

/** Writes the database of a data folder into one file (tar, gzip). The host must not be running on the folder. */
export async function backup(argv: string[]): Promise<void> {
  const { out, folder } = readArguments(argv)
  if (!out) throw new Refusal(usage)
  if (!existsSync(join(folder, 'gridward.json')))
    throw new Refusal(`There is no Gridward folder at ${folder}.`)
  const lock = await lockFolder(folder)
  try {
    const { database, connection } = await openPglite(folder)
    await database.exec('checkpoint')
    const dump = await database.exclusive(() => connection.driver.dumpDataDir('gzip'))
    await database.close()
    await writeWhole(resolve(out), new Uint8Array(await dump.arrayBuffer()))
    console.log(`Wrote ${resolve(out)}. Keys are not in it: after a restore everybody signs in again.`)
  } finally {
    await lock.release()
  }
}

/** Makes a data folder from the file of a backup. Throws a Refusal when the folder has a database or the file is none. */
export async function restore(argv: string[]): Promise<void> {
  const { file, folder } = readArguments(argv)
  if (!file) throw new Refusal(usage)
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`)
  await openFolder(folder)
  if (existsSync(join(folder, 'pglite')))
    throw new Refusal(`The folder ${folder} has a database already: give an empty one with --data.`)
  const lock = await lockFolder(folder)
  try {
    await unpack(folder, await openAsBlob(file))
    console.log(`Restored into ${folder}. Start it with npm start -- --data ${folder}`)
  } catch (thrown) {
    await Promise.all(
      ['pglite', 'pglite.complete'].map((name) => rm(join(folder, name), { recursive: true, force: true })),
    )
    throw new Refusal(`${file} is not a backup of Gridward: ${reasonOf(thrown)}`)
  } finally {
    await lock.release()
  }
}

async function unpack(folder: string, dump: Blob): Promise<void> {
  const { database } = await openPglite(folder, dump)
  try {
    await database.query('select count(*) from gridward_host.migrations')
  } finally {
    await database.close()
  }
}

function readArguments(argv: string[]): { out?: string; file?: string; folder: string } {
  if (process.env.DATABASE_URL)
    throw new Refusal('A PostgreSQL is backed up and restored with its own pg_dump and pg_restore.')
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

/** A file of this name is there whole or not at all. */
async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.part`
  await writeFile(draft, content)
  await rename(draft, path)
}
