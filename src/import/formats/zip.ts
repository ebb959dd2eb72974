import { unzipSync } from 'fflate'
import { DataError } from '../../lib/errors'
import { likelyEncoding } from './encodings'
import { extensionOf } from './names'
import type { NamedBlob } from './types'

/** More than this is not unpacked: a zip file may say that it holds more than any machine has. */
export const MOST_UNPACKED_BYTES = 768 * 1024 * 1024

/** Tells whether bytes begin like a zip file. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7)
}

/** Whether the first file in it was packed with a password (APPNOTE 6.3.10, 4.4.4, bit 0). */
function isLocked(bytes: Uint8Array): boolean {
  return isZip(bytes) && bytes[2] === 3 && (bytes[6] & 1) === 1
}

/** Returns the name of the first file in a zip file, also of one that was cut; '' where there is none. */
export function firstNameOf(head: Uint8Array): string {
  if (!isZip(head) || head.length < 31) return ''
  const length = head[26] + head[27] * 256
  return decodeName(latin1(head.subarray(30, 30 + length)))
}

/**
 * Returns the names in a zip file without unpacking it. Throws DataError `archive-locked`, and `archive-damaged` with the first name when it is cut
 * or broken.
 */
export function namesIn(bytes: Uint8Array): string[] {
  if (isLocked(bytes)) throw new DataError('archive-locked')
  const names: string[] = []
  unpackWith(bytes, (name) => {
    names.push(decodeName(name))
    return false
  })
  return names.filter((name) => !isRubbish(name))
}

/**
 * Unpacks the files of a zip file that `wanted` takes. Throws DataError `file-too-large` beyond `MOST_UNPACKED_BYTES` and
 * `file-damaged` when something cannot be unpacked.
 */
export function unpack(bytes: Uint8Array, wanted: (name: string) => boolean): NamedBlob[] {
  let total = 0
  const files = unpackWith(bytes, (name, size) => {
    const plain = decodeName(name)
    if (isRubbish(plain) || !wanted(plain)) return false
    total += size
    if (total > MOST_UNPACKED_BYTES) throw new DataError('file-too-large', plain)
    return true
  })
  return Object.entries(files).map(([name, content]) => ({
    name: decodeName(name),
    blob: new Blob([content]),
  }))
}

function unpackWith(bytes: Uint8Array, take: (name: string, size: number) => boolean) {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => take(name, originalSize) })
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw new DataError('archive-damaged', kindOf(firstNameOf(bytes)), cause)
  }
}

/** What the first file in an archive says of the whole. */
function kindOf(firstName: string): string {
  if (['shp', 'shx', 'dbf', 'prj', 'cpg'].includes(extensionOf(firstName))) return `${firstName} (Shapefile)`
  return firstName === '[Content_Types].xml' || firstName.startsWith('xl/')
    ? `${firstName} (XLSX)`
    : firstName || '?'
}

/** Folders, and what macOS and Windows leave in archives. */
function isRubbish(name: string): boolean {
  return name.endsWith('/') || /(^|\/)(__MACOSX\/|\.|thumbs\.db$|desktop\.ini$)/i.test(name)
}

/** Names without the mark of UTF-8 come byte by byte; Chinese programs write them in GBK. */
function decodeName(name: string): string {
  if (/[^\0-ÿ]/.test(name)) return name
  const bytes = Uint8Array.from(name, (one) => one.charCodeAt(0))
  return new TextDecoder(likelyEncoding([bytes])).decode(bytes)
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
