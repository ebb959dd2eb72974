import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFolder, readKeys } from '../../supabase/local/folder/folder'

let parent: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gridward-folder-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

test('a folder is made, and opened again', async () => {
  const folder = join(parent, 'deep', 'data')
  await openFolder(folder)
  await openFolder(folder)
  expect(JSON.parse(await readFile(join(folder, 'gridward.json'), 'utf8'))).toEqual({ format: 1 })
})

test('a folder with other things in it is refused and left alone', async () => {
  await writeFile(join(parent, 'letter.txt'), 'dear')
  await expect(openFolder(parent)).rejects.toThrow('holds other things')
  await expect(stat(join(parent, 'gridward.json'))).rejects.toThrow()
})

test('a folder of a newer format is refused', async () => {
  await writeFile(join(parent, 'gridward.json'), '{"format": 99}')
  await expect(openFolder(parent)).rejects.toThrow('made by a newer Gridward')
})

test('a file in place of the folder is refused', async () => {
  const file = join(parent, 'data')
  await writeFile(file, '')
  await expect(openFolder(file)).rejects.toThrow(`${file} is not a folder.`)
})

test('keys are made once and are for their owner only', async () => {
  const keys = await readKeys(parent)
  expect(await readKeys(parent)).toEqual(keys)
  expect(keys.jwtSecret.length).toBeGreaterThanOrEqual(64)
  expect(keys.anonKey).toMatch(/^sb_publishable_/)
  expect(keys.serviceKey).toMatch(/^sb_secret_/)
  expect((await stat(join(parent, 'keys.json'))).mode & 0o077).toBe(0)
})

test('a folder and keys that others could read are taken from them', async () => {
  const folder = join(parent, 'data')
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777
  await openFolder(folder)
  const keys = await readKeys(folder)
  expect(await modeOf(folder)).toBe(0o700)
  await chmod(folder, 0o755)
  await chmod(join(folder, 'keys.json'), 0o644)
  await openFolder(folder)
  expect(await readKeys(folder)).toEqual(keys)
  expect([await modeOf(folder), await modeOf(join(folder, 'keys.json'))]).toEqual([0o700, 0o600])
})
