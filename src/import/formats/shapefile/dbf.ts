import { numberedNames } from '../../values/text'
import { DataError } from '../../../lib/errors'
import { encodingNamed, encodingOfLanguage, likelyEncoding } from '../encodings'
import { completedColumn } from '../../kinds/columns'
import { cellText } from '../values'

const HEADER_BYTES = 32
const FIELD_BYTES = 32
const END_OF_FIELDS = 0x0d
const DELETED = 0x2a

interface DbfField {
  name: Uint8Array
  type: string
  at: number
  length: number
}

/** An attribute table opened: its encoding, and its rows by number. */
export interface Dbf {
  encoding: string
  count: number
  /** Undefined for a row that was marked as deleted. */
  row(index: number): Record<string, string> | undefined
}

/**
 * Opens a dBASE table. The encoding is the chosen one, else that of the .cpg file, else that of the language byte, as far as the
 * texts agree with it. Throws DataError `file-damaged`.
 */
export function openDbf(bytes: Uint8Array, cpg: string, chosen?: string): Dbf {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES + 1) throw new DataError('file-damaged', '.dbf')
  const [headerLength, rowLength] = [view.getUint16(8, true), view.getUint16(10, true)]
  const fields = fieldsOf(bytes, Math.min(headerLength, bytes.length))
  if (fields.length === 0 || rowLength === 0) throw new DataError('file-damaged', '.dbf')
  const whole = Math.max(0, Math.floor((bytes.length - headerLength) / rowLength))
  const count = Math.min(view.getUint32(4, true), whole)
  const textsOf = function* () {
    for (const { name } of fields) yield name
    for (let row = 0; row < count; row++)
      for (const field of fields)
        if (field.type === 'C') yield trimmed(cellOf(bytes, headerLength + row * rowLength, field))
  }
  const stated = encodingNamed(cpg) ?? encodingOfLanguage(bytes[29])
  const encoding = chosen ?? trusted(stated, textsOf)
  const decoder = new TextDecoder(encoding)
  const names = numberedNames(fields.map(({ name }) => columnName(decoder.decode(name), name)))
  return {
    encoding,
    count,
    row(index) {
      const start = headerLength + index * rowLength
      if (bytes[start] === DELETED) return undefined
      return Object.fromEntries(
        fields.map((field, i) => [names[i], valueOf(decoder, cellOf(bytes, start, field), field.type)]),
      )
    },
  }
}

/** Names hold ten bytes: of longer ones the rest was cut off, in the middle of a character too. From so many bytes on one may be cut. */
const LEAST_CUT_BYTES = 8

function columnName(decoded: string, { length }: Uint8Array): string {
  const name = cellText(decoded).replace(/\uFFFD+$/, '')
  return length >= LEAST_CUT_BYTES ? completedColumn(name) : name
}

/** One byte an alphabet decodes everything: only what can be wrong is checked against the texts. */
function trusted(stated: string | undefined, texts: () => Generator<Uint8Array>): string {
  if (stated && /^(windows|iso|ibm)/.test(stated)) return stated
  return likelyEncoding(texts(), stated)
}

function fieldsOf(bytes: Uint8Array, headerLength: number): DbfField[] {
  const fields: DbfField[] = []
  let at = 1
  for (
    let start = HEADER_BYTES;
    start + FIELD_BYTES <= headerLength && bytes[start] !== END_OF_FIELDS;
    start += FIELD_BYTES
  ) {
    const name = bytes.subarray(start, start + 11)
    const end = name.indexOf(0)
    const length = bytes[start + 16]
    fields.push({
      name: name.subarray(0, end < 0 ? 11 : end),
      type: String.fromCharCode(bytes[start + 11]),
      at,
      length,
    })
    at += length
  }
  return fields
}

function cellOf(bytes: Uint8Array, rowStart: number, { at, length }: DbfField): Uint8Array {
  return bytes.subarray(rowStart + at, rowStart + at + length)
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--
  return bytes.subarray(0, end)
}

function valueOf(decoder: TextDecoder, bytes: Uint8Array, type: string): string {
  if (type === 'M' || type === 'B' || type === 'G' || type === 'P') return ''
  if (type === 'I' || type === '+')
    return bytes.length < 4 ? '' : String(new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true))
  if (type === 'O')
    return bytes.length < 8 ? '' : String(new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true))
  const text = cellText(decoder.decode(trimmed(bytes)))
  if (type === 'N' || type === 'F') return /^\*+$/.test(text) ? '' : plainNumber(text)
  if (type === 'D') return /^\d{8}$/.test(text) ? text.replace(/(....)(..)(..)/, '$1-$2-$3') : text
  if (type === 'L')
    return (
      ({ Y: 'true', T: 'true', N: 'false', F: 'false' } as Record<string, string>)[text.toUpperCase()] ?? ''
    )
  return text
}

/** `120.000000000000000` is how a table writes 120; digits that a number cannot keep stay as they are. */
function plainNumber(text: string): string {
  return /^[+-]?\d+\.\d*$/.test(text) ? text.replace(/\.?0+$/, '') : text
}
