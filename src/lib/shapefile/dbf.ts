import { ByteWriter } from './bytes'

/** A column of the attribute table. Names have at most ten characters of ASCII; `width` counts bytes of UTF-8 or digits. */
export interface DbfColumn {
  name: string
  kind: 'text' | 'number'
  width: number
  decimals?: number
}
export type DbfRow = Record<string, string | number | null>

const HEADER = 32
const DESCRIPTOR = 32
const SPACE = 0x20

/** Returns the bytes of a text cut to a width without cutting a character in two. */
export function utf8Within(text: string, width: number): Uint8Array {
  const encoder = new TextEncoder()
  let bytes = encoder.encode(text)
  for (let kept = [...text]; bytes.length > width; bytes = encoder.encode(kept.join('')))
    kept = kept.slice(0, -1)
  return bytes
}

function cell({ kind, width, decimals = 0 }: DbfColumn, value: string | number | null): Uint8Array {
  if (value === null) return new Uint8Array()
  if (kind === 'text') return utf8Within(String(value), width)
  const digits = Number(value).toFixed(decimals)
  return new TextEncoder().encode(digits.length > width ? '*'.repeat(width) : digits.padStart(width))
}

/** Returns an attribute table (dBASE III, text in UTF-8) of the day given. */
export function writeDbf(columns: readonly DbfColumn[], rows: readonly DbfRow[], day: Date): Uint8Array {
  const headerLength = HEADER + DESCRIPTOR * columns.length + 1
  const recordLength = 1 + columns.reduce((sum, { width }) => sum + width, 0)
  const writer = new ByteWriter(headerLength + recordLength * rows.length + 1)
  writer
    .byte(3)
    .byte(day.getUTCFullYear() - 1900)
    .byte(day.getUTCMonth() + 1)
    .byte(day.getUTCDate())
  writer.int32(rows.length).uint16(headerLength).uint16(recordLength).skip(20)
  for (const { name, kind, width, decimals = 0 } of columns) {
    writer.field(new TextEncoder().encode(name), 11, 0).byte((kind === 'text' ? 'C' : 'N').charCodeAt(0))
    writer.skip(4).byte(width).byte(decimals).skip(14)
  }
  writer.byte(0x0d)
  for (const row of rows) {
    writer.byte(SPACE)
    for (const column of columns) writer.field(cell(column, row[column.name]), column.width, SPACE)
  }
  return writer.byte(0x1a).bytes()
}
