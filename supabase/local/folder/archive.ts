import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { reasonOf, Refusal } from '../refusal'
import { entriesOf } from './tar'

/** What every data folder of PostgreSQL has. */
const clusterFiles = ['PG_VERSION', 'global/pg_control']

/**
 * Returns the tar inside the file of a backup, once all of it was read and found whole. Throws a Refusal when the file is
 * damaged or something else. PGlite notices that too, but where nothing can catch it and when half is written.
 */
export async function readArchive(file: string): Promise<Blob> {
  const packed = await readPacked(file)
  if (!isGzip(packed)) throw new Refusal(`${file} is not a backup of Gridward.`)
  const tar = await unpack(file, packed)
  const entries = entriesOf(tar)
  if (!entries) throw damaged(file, 'the tar in it ends early')
  const names = new Set(entries.map(({ name }) => name))
  if (!clusterFiles.every((name) => names.has(name)))
    throw new Refusal(`${file} is not a backup of Gridward: there is no database in it.`)
  return new Blob([tar])
}

async function readPacked(file: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(file)
  } catch (thrown) {
    throw new Refusal(`The file ${file} cannot be read: ${reasonOf(thrown)}.`)
  }
}

function isGzip(content: Buffer): boolean {
  return content[0] === 0x1f && content[1] === 0x8b
}

/** The checksum of gzip covers all that is packed, so what comes out is what went in. */
async function unpack(file: string, packed: Buffer): Promise<Buffer<ArrayBuffer>> {
  try {
    return await promisify(gunzip)(packed)
  } catch (thrown) {
    throw damaged(file, reasonOf(thrown))
  }
}

function damaged(file: string, reason: string): Refusal {
  return new Refusal(
    `The archive ${file} is damaged (${reason}). Nothing was restored: copy it again, or take another backup.`,
  )
}
