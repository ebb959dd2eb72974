import { DataError } from '../../lib/errors'
import type { TextChoices } from '../tables/source-table'
import { barsOf } from './bars'
import { anyBlankLayout, BLANKS, readBlanks } from './blanks'
import { firstLines, guessDelimiter, type DelimiterVerdict } from './delimiter'
import { decodeStream, detectEncoding, type Encoding, streamBytes } from './encoding'
import { lineEndsOf } from './lines'
import { type CsvRecord, readCsv } from './records'

const headBytes = 65_536

/** A file of text whose cells are parted by a delimiter. */
export interface DelimitedText {
  encoding: Encoding
  delimiter: string
  /** What was guessed and could as well be something else. */
  unsure: ('encoding' | 'delimiter')[]
  records: () => AsyncGenerator<CsvRecord[]>
  /** How much of the file the last `records` has read, from 0 to 1. */
  share: () => number
}

/** Finds out how a file of text is written, as far as nobody said it. Throws DataError `file-unreadable` for what is no text. */
export async function openText(
  blob: Blob,
  fileName: string,
  choices: TextChoices = {},
): Promise<DelimitedText> {
  const verdict = choices.encoding ? { encoding: choices.encoding, isSure: true } : await detectEncoding(blob)
  const { encoding } = verdict
  const start = new TextDecoder(encoding).decode(await blob.slice(0, headBytes).arrayBuffer())
  if (isBinary(start)) throw new DataError('file-unreadable', fileName)
  const parted: DelimiterVerdict = choices.delimiter
    ? { delimiter: choices.delimiter, isSure: true }
    : guessDelimiter(start)
  if (parted.isUneven) throw new DataError('file-parted-by-blanks', fileName)
  const { delimiter } = parted
  const bars = barsOf(firstLines(start), delimiter)
  const layout = delimiter === BLANKS ? anyBlankLayout(firstLines(start)) : undefined
  const ends = lineEndsOf(start)
  let read = 0
  async function* counted() {
    read = 0
    for await (const chunk of streamBytes(blob)) {
      read += chunk.byteLength
      yield chunk
    }
  }
  return {
    encoding,
    delimiter,
    unsure: [
      ...(verdict.isSure ? [] : ['encoding' as const]),
      ...(parted.isSure ? [] : ['delimiter' as const]),
    ],
    records: () => {
      const pieces = decodeStream(counted(), encoding)
      return layout ? readBlanks(pieces, layout, ends) : readCsv(pieces, delimiter, ends, bars)
    },
    share: () => read / blob.size,
  }
}

/** Fewer of them tell nothing: a row that was damaged costs itself, not the file. */
const LEAST_CONTROLS = 32

/** Text has next to no control characters. Zeros are left behind by programs, some fill fields with them: they are read over. */
function isBinary(start: string): boolean {
  const controls = start.match(/[\u0001-\u0008\u000E-\u001F]/g)?.length ?? 0
  const zeros = start.match(/\u0000/g)?.length ?? 0
  return (controls > LEAST_CONTROLS && controls > start.length / 50) || zeros > start.length / 2
}
