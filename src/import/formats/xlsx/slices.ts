import { zipSync } from 'fflate'
import { DataError } from '../../../lib/errors'
import type { SheetPart, Workbook } from './parts'

/**
 * The library reads XML in pieces of 64 KB, halves them whenever one takes longer than a few milliseconds, and calls itself for each: on
 * a busy machine it gets slow, and in the end runs out of stack. What is shorter than a piece it reads at once.
 */
const MOST_CHARACTERS = 48_000
/** So many at once: for each lot the texts that cells share are read again. */
const MOST_SLICES = 300

/** Some rows of a sheet as a sheet of their own, whose first row is number 1. */
export interface Slice {
  sheet: SheetPart
  /** What was taken off the numbers of its rows. */
  offset: number
  /** Its XML. */
  rows: string
}

const rowTag = /<(?:\w+:)?row[\s/>][^>]*>?/g

/** Cuts a sheet into slices. Throws DataError `file-damaged` where rows do not follow each other. O(length). */
export function* slicesOf(sheet: SheetPart): Generator<Slice> {
  const { xml } = sheet
  const begin = xml.search(/<(?:\w+:)?sheetData[\s>]/)
  const end = begin < 0 ? -1 : xml.search(/<\/(?:\w+:)?sheetData>/)
  if (end < 0) return
  let [from, first, last] = [-1, 0, 0]
  for (const { 0: tag, index } of xml.slice(0, end).matchAll(rowTag)) {
    const number = Number(/\sr=["'](\d+)["']/.exec(tag)?.[1])
    if (!(number > last)) throw new DataError('file-damaged', `XLSX ${sheet.name}: ${number} / ${last}`)
    const isNext = from >= 0 && (index - from > MOST_CHARACTERS / 2 || number - first > MOST_CHARACTERS)
    if (isNext) yield { sheet, offset: first - 1, rows: moved(xml.slice(from, index), first - 1) }
    if (isNext || from < 0) [from, first] = [index, number]
    last = number
  }
  if (from >= 0) yield { sheet, offset: first - 1, rows: moved(xml.slice(from, end), first - 1) }
}

/** Rows and cells with numbers that are lower by an offset. */
function moved(rows: string, offset: number): string {
  if (offset === 0) return rows
  return rows.replace(
    /(<(?:\w+:)?(?:c|row)\b[^>]*?\sr=["'][A-Z]*)(\d+)/g,
    (_, before: string, number: string) => before + String(Number(number) - offset),
  )
}

/** Puts slices, of whatever sheets, together in lots. */
export function* lotsOf(slices: Iterable<Slice>): Generator<Slice[]> {
  let lot: Slice[] = []
  for (const slice of slices) {
    lot.push(slice)
    if (lot.length < MOST_SLICES) continue
    yield lot
    lot = []
  }
  if (lot.length > 0) yield lot
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** Returns a workbook whose sheets are slices, as a zip file, with the texts and the styles that their cells share. */
export function workbookOf(
  slices: string[],
  { strings, styles, countsFrom1904 }: Workbook,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const each = (write: (i: number) => string) => slices.map((_, i) => write(i + 1)).join('')
  const files: Record<string, Uint8Array> = {
    'xl/workbook.xml': encoder.encode(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${countsFrom1904 ? ' date1904="1"' : ''}/><sheets>${each((i) => `<sheet name="s${i}" sheetId="${i}" r:id="r${i}"/>`)}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': encoder.encode(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each((i) => `<Relationship Id="r${i}" Type="${relations}/worksheet" Target="s${i}.xml"/>`)}</Relationships>`,
    ),
    ...(strings && { 'xl/sharedStrings.xml': strings }),
    ...(styles && { 'xl/styles.xml': styles }),
  }
  slices.forEach((rows, i) => {
    files[`xl/s${i + 1}.xml`] = encoder.encode(
      `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    )
  })
  return new Uint8Array(zipSync(files, { level: 0 }))
}
