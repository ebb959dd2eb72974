import { DataError } from '../../lib/errors'
import { extensionOf } from './names'
import type { NamedBlob } from './types'

/** Tells whether bytes begin like a compound file (MS-CFB): what office programs wrote before there was XML, or write with a password. */
export function isCompound(head: Uint8Array): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, i) => head[i] === byte)
}

/** Its list of streams lies anywhere in it; so much is looked through from either end. */
const MOST_BYTES = 16 * 1024 * 1024

/** Returns why a compound file is not read, by the streams that it lists: a password, an old workbook, a document. */
export async function refusalOfCompound({ name, blob }: NamedBlob): Promise<DataError> {
  const text = await lowBytes(blob)
  const holds = (...streams: string[]) => streams.some((stream) => text.includes(spread(stream)))
  if (holds('EncryptedPackage', 'EncryptionInfo')) return new DataError('file-has-password')
  if (holds('WordDocument'))
    return new DataError('file-is-document', extensionOf(name) === 'wps' ? 'WPS' : 'Word')
  if (holds('PowerPoint Document')) return new DataError('file-is-document', 'PowerPoint')
  return extensionOf(name) === 'et'
    ? new DataError('file-is-other-spreadsheet', 'ET')
    : new DataError('file-is-old-spreadsheet')
}

/** The bytes as text, one character each: names of streams stand there in UTF-16. */
async function lowBytes(blob: Blob): Promise<string> {
  const ends =
    blob.size <= MOST_BYTES * 2 ? [blob] : [blob.slice(0, MOST_BYTES), blob.slice(blob.size - MOST_BYTES)]
  const texts: string[] = []
  for (const end of ends) texts.push(new TextDecoder('latin1').decode(await end.arrayBuffer()))
  return texts.join('')
}

function spread(text: string): string {
  return [...text].map((character) => `${character}\0`).join('')
}
