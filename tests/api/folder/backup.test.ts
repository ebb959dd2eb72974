import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backup, restore } from '../../../supabase/local/backup'
import { openPglite } from '../../../supabase/local/database/pglite/index'
import { openFolder } from '../../../supabase/local/folder/folder'
import { lockFolder } from '../../../supabase/local/folder/lock'
import { bookkeeping } from '../../../supabase/local/prepare/prepare'

let parent: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gridward-backup-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

/** Makes a data folder whose database has one row to recognise. */
async function makeFolder(): Promise<string> {
  const folder = join(parent, 'data')
  await openFolder(folder)
  const { database } = await openPglite(folder)
  await database.exec(`${bookkeeping}; create table kept (note text); insert into kept values ('格治')`)
  await database.close()
  return folder
}

test('what was backed up is there after a restore', { timeout: 120_000 }, async () => {
  const folder = await makeFolder()
  const file = join(parent, 'backup.tar.gz')
  const copy = join(parent, 'copy')
  await backup(['--out', file, '--data', folder])
  expect((await stat(file)).mode & 0o077).toBe(0)
  await restore([file, '--data', copy])
  const { database } = await openPglite(copy)
  expect(await database.query('select note from kept')).toEqual([{ note: '格治' }])
  await database.close()
  await expect(restore([file, '--data', copy])).rejects.toThrow('has a database already')
})

test('a damaged archive is refused, and the good one can follow it', { timeout: 120_000 }, async () => {
  const file = join(parent, 'backup.tar.gz')
  await backup(['--out', file, '--data', await makeFolder()])
  const whole = await readFile(file)
  const flipped = Buffer.from(whole)
  for (let at = 100_000; at < 100_100; at++) flipped[at] ^= 0xff
  const damaged = join(parent, 'damaged.tar.gz')
  const copy = join(parent, 'copy')
  for (const content of [whole.subarray(0, whole.length / 2), flipped]) {
    await writeFile(damaged, content)
    await expect(restore([damaged, '--data', copy])).rejects.toThrow(`The archive ${damaged} is damaged`)
    expect((await readdir(parent)).sort()).toEqual(['backup.tar.gz', 'damaged.tar.gz', 'data'])
  }
  await restore([file, '--data', copy])
  expect(await readdir(copy)).toContain('pglite.complete')
})

test('another database than ours is refused, and nothing is left of it', { timeout: 60_000 }, async () => {
  const file = join(parent, 'other.tar.gz')
  await writeFile(file, new Uint8Array(await (await dataDir()).arrayBuffer()))
  await expect(restore([file, '--data', join(parent, 'data')])).rejects.toThrow(
    `${file} is not a backup of Gridward: relation "gridward_host.migrations" does not exist.`,
  )
  expect(await readdir(parent)).toEqual(['other.tar.gz'])
})

test('where no file can be written nothing is dumped and nothing is left', async () => {
  const folder = join(parent, 'data')
  await openFolder(folder)
  await mkdir(join(parent, 'shelf'))
  const nowhere = join(parent, 'nowhere', 'x.tar.gz')
  await expect(backup(['--out', nowhere, '--data', folder])).rejects.toThrow(
    `There is no folder ${join(parent, 'nowhere')} to write the backup into.`,
  )
  await expect(backup(['--out', join(parent, 'shelf'), '--data', folder])).rejects.toThrow(
    'is a folder: name a file with --out.',
  )
  expect(await readdir(parent)).toEqual(['data', 'shelf'])
  expect(await readdir(folder)).toEqual(['gridward.json'])
})

test('a folder without a database is not backed up', async () => {
  const folder = join(parent, 'data')
  await openFolder(folder)
  await expect(backup(['--out', join(parent, 'x.tar.gz'), '--data', folder])).rejects.toThrow(
    `There is no database in ${folder}.`,
  )
})

test('a folder in use is not backed up', async () => {
  const folder = join(parent, 'data')
  await openFolder(folder)
  const lock = await lockFolder(folder)
  await expect(backup(['--out', join(parent, 'x'), '--data', folder])).rejects.toThrow('is in use by process')
  await lock.release()
})

test('what is no backup is refused, and the folder can still be used', { timeout: 60_000 }, async () => {
  const file = join(parent, 'letter.txt')
  await writeFile(file, 'dear')
  const folder = join(parent, 'data')
  await openFolder(folder)
  await expect(restore([file, '--data', folder])).rejects.toThrow(`${file} is not a backup of Gridward.`)
  const { database } = await openPglite(folder)
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  await database.close()
})

test.each([
  [backup, [], 'npm run backup -- --out FILE'],
  [backup, ['--out', 'x', '--data', '/nowhere/at/all'], 'There is no Gridward folder at /nowhere/at/all.'],
  [restore, [], 'npm run restore -- FILE'],
  [restore, ['/nowhere/backup.tar.gz'], 'There is no file /nowhere/backup.tar.gz.'],
  [restore, ['--speed', '9'], "Unknown option '--speed'"],
])('%o %j says what is wrong', async (command, argv, sentence) => {
  await expect(command(argv)).rejects.toThrow(sentence)
})
