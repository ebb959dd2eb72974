import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import type { ReadRow } from './read'

/** Rows that are packed together. */
export const PACK_ROWS = 1000
const LEVEL = 1

/**
 * The rows of a file on their way to the database, some thirty bytes each: objects of two hundred thousand rows would take a page more
 * memory than it may have. Rows are added in order and read by their number.
 */
export class PackedRows {
  private readonly packs: Uint8Array[] = []
  private open: ReadRow[] = []
  /** The pack that was read last. */
  private read: { pack: number; rows: ReadRow[] } | undefined

  get length(): number {
    return this.packs.length * PACK_ROWS + this.open.length
  }

  add(row: ReadRow): void {
    this.open.push(row)
    if (this.open.length < PACK_ROWS) return
    this.packs.push(deflateSync(strToU8(JSON.stringify(this.open)), { level: LEVEL }))
    this.open = []
  }

  /** Returns the rows from a number on to the end of their pack: at least one, unless there are none left. */
  from(number: number): ReadRow[] {
    const pack = Math.floor(number / PACK_ROWS)
    if (pack >= this.packs.length) return this.open.slice(number - this.packs.length * PACK_ROWS)
    if (this.read?.pack !== pack)
      this.read = { pack, rows: JSON.parse(strFromU8(inflateSync(this.packs[pack]))) as ReadRow[] }
    return this.read.rows.slice(number - pack * PACK_ROWS)
  }
}
