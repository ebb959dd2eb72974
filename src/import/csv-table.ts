import { DataError } from '../lib/errors'
import { readCsv } from './csv'
import { guessDelimiter } from './delimiter'
import { decodeStream, detectEncoding, streamBytes } from './encoding'
import { tableOfRecords } from './record-table'
import type { SourceTable, TextChoices } from './source-table'

const headBytes = 65_536

/** Opens a file of text whose cells are parted by a delimiter. Throws DataError for what is no text, has no header or no rows. */
export async function openCsv(
  blob: Blob,
  fileName: string,
  choices: TextChoices = {},
): Promise<Omit<SourceTable, 'layers' | 'layer' | 'isLayerChosen'>> {
  const verdict = choices.encoding ? { encoding: choices.encoding, isSure: true } : await detectEncoding(blob)
  const start = new TextDecoder(verdict.encoding).decode(await blob.slice(0, headBytes).arrayBuffer())
  if (isBinary(start)) throw new DataError('file-unreadable', fileName)
  const parted = choices.delimiter ? { delimiter: choices.delimiter, isSure: true } : guessDelimiter(start)
  let read = 0
  async function* counted() {
    read = 0
    for await (const chunk of streamBytes(blob)) {
      read += chunk.byteLength
      yield chunk
    }
  }
  const records = () => readCsv(decodeStream(counted(), verdict.encoding), parted.delimiter)
  const facts = { format: 'csv' as const, encoding: verdict.encoding, delimiter: parted.delimiter }
  const table = await tableOfRecords(records, facts, () => read / blob.size, choices)
  return {
    ...table,
    fileName,
    unsure: [
      ...(verdict.isSure ? [] : ['encoding' as const]),
      ...(parted.isSure ? [] : ['delimiter' as const]),
      ...(table.unsure ?? []),
    ],
  }
}

/** Text has next to no control characters; a few zeros are left behind by programs and read over. */
function isBinary(start: string): boolean {
  const controls = start.match(/[\u0000-\u0008\u000E-\u001F]/g)?.length ?? 0
  return controls > 4 && controls > start.length / 50
}
