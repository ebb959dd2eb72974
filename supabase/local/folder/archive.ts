import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { reasonOf, Refusal } from '../refusal'

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
  const names = namesIn(tar)
  if (!names) throw damaged(file, 'the tar in it ends early')
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

const blockBytes = 512

/** Returns the names in a tar without the leading slash, or undefined when it is none or ends early. */
function namesIn(tar: Buffer): Set<string> | undefined {
  const names = new Set<string>()
  for (let at = 0; at < tar.length;) {
    const header = tar.subarray(at, at + blockBytes)
    if (header.every((byte) => byte === 0)) return names
    if (header.length < blockBytes || octal(header, 148, 8) !== headerSum(header)) return undefined
    names.add(text(header, 0, 100).replace(/^\.?\//, ''))
    at += blockBytes + Math.ceil(octal(header, 124, 12) / blockBytes) * blockBytes
  }
  return undefined
}

/** The sum of a header's bytes, its own eight counted as spaces. */
function headerSum(header: Buffer): number {
  return header.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 32 : byte), 0)
}

function text(header: Buffer, start: number, length: number): string {
  return header.toString('latin1', start, start + length).split('\0')[0]
}

function octal(header: Buffer, start: number, length: number): number {
  return parseInt(text(header, start, length).trim(), 8)
}
