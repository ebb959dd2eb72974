import { randomBytes } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateApiKey } from '@supabase/lite'
import { isSystemError, Refusal } from '../refusal'

/** Keys of one data folder: made once, readable by its owner only. */
export interface Keys {
  /** Signs the tokens of signed-in users (HS256). */
  jwtSecret: string
  /** Lets a browser speak to the API as nobody in particular. */
  anonKey: string
  /** Passes every policy; for scripts on this machine. */
  serviceKey: string
}

const marker = 'gridward.json'
const format = 1

/** Makes the folder a Gridward folder, or checks that it is one. Throws a Refusal when it is not or cannot be written. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
    await checkMarker(folder)
    await keepPrivate(folder, 0o700)
  } catch (thrown) {
    if (isSystemError(thrown, 'EACCES', 'EPERM', 'EROFS'))
      throw new Refusal(`The folder ${folder} cannot be written by this user.`)
    if (isSystemError(thrown, 'EEXIST', 'ENOTDIR')) throw new Refusal(`${folder} is not a folder.`)
    throw thrown
  }
}

/** Takes a file or folder from everybody but its owner, or says that this is the owner's to do. */
async function keepPrivate(path: string, mode: number): Promise<void> {
  if (process.platform === 'win32' || ((await stat(path)).mode & 0o077) === 0) return
  await chmod(path, mode).catch((thrown: unknown) => {
    if (!isSystemError(thrown, 'EPERM')) throw thrown
    console.warn(
      `Others on this machine can read ${path}, which belongs to another user: take that from them.`,
    )
  })
}

async function checkMarker(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.length === 0) return writeFile(join(folder, marker), JSON.stringify({ format }))
  if (!names.includes(marker))
    throw new Refusal(
      `The folder ${folder} holds other things: give an empty folder, or one that Gridward made.`,
    )
  const found = JSON.parse(await readFile(join(folder, marker), 'utf8')) as { format: number }
  if (found.format > format)
    throw new Refusal(`The folder ${folder} was made by a newer Gridward (format ${found.format}).`)
}

/** Returns the keys of the folder, made on the first call. */
export async function readKeys(folder: string): Promise<Keys> {
  const path = join(folder, 'keys.json')
  try {
    const keys = JSON.parse(await readFile(path, 'utf8')) as Keys
    await keepPrivate(path, 0o600)
    return keys
  } catch (thrown) {
    if (!isSystemError(thrown, 'ENOENT')) throw new Refusal(`The file ${path} cannot be read.`)
  }
  const keys = {
    jwtSecret: randomBytes(48).toString('base64url'),
    anonKey: (await generateApiKey('publishable')).key,
    serviceKey: (await generateApiKey('secret')).key,
  }
  await writeFile(path, JSON.stringify(keys, null, 2), { mode: 0o600 })
  return keys
}

const restoring = 'restoring.json'

/** Notes that the folder is being filled from a backup; returns how to note that it was. */
export async function beginRestore(folder: string, file: string): Promise<() => Promise<void>> {
  const path = join(folder, restoring)
  await writeFile(path, JSON.stringify({ file }))
  return () => rm(path, { force: true })
}

/** Tells whether a restore into the folder was begun and not ended. */
export function isBrokenOff(folder: string): boolean {
  return existsSync(join(folder, restoring))
}

/** Throws a Refusal when a restore into the folder was broken off: what is in it is not what was backed up. */
export function checkWhole(folder: string): void {
  if (isBrokenOff(folder))
    throw new Refusal(
      `A restore into ${folder} was broken off. Run npm run restore again with the same file, or delete the folder.`,
    )
}
