import { unzipSync } from 'fflate'
import { DataError } from '../../../lib/errors'
import { MOST_UNPACKED_BYTES } from '../zip'
import type { Merge } from './merges'
import { type Formulas, formulasIn } from './formulas'
import { columnOf, lettersOf } from './references'
import { struckRows } from './struck'

/** A sheet of a workbook, as its XML has it. */
export interface SheetPart {
  name: string
  /** In which every row and cell says where it stands. */
  xml: string
  merges: Merge[]
  /** Not shown to whoever opens the workbook. */
  isHidden: boolean
  /** Numbers of its rows, from 1, that are not shown either: hidden, or left out by a filter. */
  hiddenRows: Set<number>
  /** Numbers of its rows, from 1, that are struck through. */
  struckRows: Set<number>
  /** Cells that a formula reckons, as far as what is stored of them says little. */
  formulas: Formulas
  /** Its columns, from 0, that are not shown. */
  hiddenColumns: number[]
}

/** One cell far away makes a sheet of thousands of millions. */
const MOST_CELLS = 20_000_000
const MOST_BYTES = MOST_UNPACKED_BYTES / 2

/** A workbook unpacked: its sheets, and what their cells share. */
export interface Workbook {
  sheets: SheetPart[]
  strings: Uint8Array | undefined
  styles: Uint8Array | undefined
  /** Days are counted from 1904, as on old Macs. */
  countsFrom1904: boolean
}

/** Unpacks a workbook and finds its sheets with their merged cells. Throws DataError `file-damaged`, `workbook-too-large`. */
export function openWorkbook(bytes: Uint8Array): Workbook {
  let total = 0
  const files = unzip(bytes, (name, size) => {
    if (!/\.(xml|rels)$/i.test(name)) return false
    total += size
    if (total > MOST_BYTES) throw new DataError('workbook-too-large', `${MOST_BYTES / 1024 ** 2} MB`)
    return true
  })
  const related = elementsOf(textOf(files['xl/_rels/workbook.xml.rels']), 'Relationship')
  const targets = new Map(related.map(({ Id, Target }) => [Id, Target]))
  const shared = (kind: string) => {
    const found = related.find(({ Type }) => Type?.endsWith(`/${kind}`))?.Target
    return files[found === undefined ? `xl/${kind}.xml` : pathOf(found)]
  }
  const listed = elementsOf(textOf(files['xl/workbook.xml']), 'sheet').map((sheet) => ({
    sheet,
    path: pathOf(targets.get(relationOf(sheet)) ?? ''),
  }))
  const tables = listed.filter(({ path }) => !isOtherSheet.test(textOf(files[path]?.subarray(0, 2000))))
  const styles = textOf(shared('styles'))
  const sheets = tables.map(({ sheet, path }) => {
    const given = textOf(files[path])
    delete files[path]
    const text = withReferences(given) ?? given
    checkSize(text, sheet.name ?? '')
    const isHidden = /^(very)?hidden$/i.test(sheet.state ?? '')
    return {
      name: sheet.name ?? '',
      xml: text,
      merges: mergesIn(text),
      isHidden,
      hiddenRows: hiddenRowsIn(text),
      struckRows: struckRows(styles, text),
      formulas: formulasIn(text),
      hiddenColumns: hiddenColumnsIn(text),
    }
  })
  const [properties] = elementsOf(textOf(files['xl/workbook.xml']), 'workbookPr')
  return {
    sheets,
    strings: shared('sharedStrings'),
    styles: shared('styles'),
    countsFrom1904: /^(1|true)$/.test(properties?.date1904 ?? ''),
  }
}

/** A sheet that is a chart, a dialog or a program holds no cells. */
const isOtherSheet = /<(\w+:)?(chartsheet|dialogsheet|macrosheet)[\s>]/

/** Under which a sheet is found; the prefix of the attribute is up to the program. */
function relationOf(sheet: Record<string, string>): string {
  const name = Object.keys(sheet).find((one) => one.endsWith(':id')) ?? 'id'
  return sheet[name] ?? ''
}

/**
 * Returns a sheet in which every row and cell says where it stands; undefined where they do already. They need not (ECMA-376,
 * 18.3.1.4): one without stands behind the one before it.
 */
function withReferences(xml: string): string | undefined {
  if (!/<(?:\w+:)?(?:c|row)\b(?![^>]*\sr=)[\s/>]/.test(xml)) return undefined
  let [row, column] = [0, 0]
  return xml.replace(/<((?:\w+:)?)(row|c)\b([^>]*)>/g, (found, prefix: string, tag: string, rest: string) => {
    const said = /\sr=["']([A-Z]*)(\d+)["']/.exec(rest)
    if (tag === 'row') {
      row = said ? Number(said[2]) : row + 1
      column = 0
      return said ? found : `<${prefix}row r="${row}"${rest}>`
    }
    column = said ? columnOf(said[1]) + 1 : column + 1
    return said ? found : `<${prefix}c r="${lettersOf(column - 1)}${row}"${rest}>`
  })
}

/** Returns what leaves out of the XML of rows the cells that are not as they should be. */
export function withoutBadCells({ strings, styles }: Workbook): (rows: string) => string {
  const texts = (textOf(strings).match(/<(\w+:)?si[\s/>]/g) ?? []).length
  const formats = elementsOf(textOf(styles).split(/cellXfs/)[1] ?? '', 'xf').length
  return (rows) =>
    rows.replace(
      /<((?:\w+:)?c)\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1>)/g,
      (cell, _tag, attributes: string, content = '') =>
        isGoodCell(attributesOf(attributes), content as string, texts, formats) ? cell : '',
    )
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes ? new TextDecoder().decode(bytes) : ''
}

function isGoodCell(
  { t = 'n', s = '0' }: Record<string, string>,
  content: string,
  strings: number,
  styles: number,
): boolean {
  const value = /<(?:\w+:)?v>([^<]*)</.exec(content)?.[1]
  if (t === 'n')
    return (
      value === undefined ||
      (Number.isFinite(Number(value)) && Number(s) >= 0 && Number(s) < Math.max(1, styles))
    )
  if (t === 's')
    return (
      value !== undefined && Number.isInteger(Number(value)) && Number(value) >= 0 && Number(value) < strings
    )
  if (t === 'b') return value === '0' || value === '1'
  if (t === 'str') return value !== undefined
  if (t === 'd') return value !== undefined && !Number.isNaN(Date.parse(value))
  return (t === 'e' && value !== undefined) || (t === 'inlineStr' && /<(?:\w+:)?is>/.test(content))
}

/** Returns a path as it is usual: some programs write it with backslashes, or the workbook with a capital letter. */
export function usualPath(name: string): string {
  return name
    .replaceAll('\\', '/')
    .replace(/^xl\/(_rels\/)?workbook\.xml(\.rels)?$/i, (path) => path.toLowerCase())
}

function unzip(bytes: Uint8Array, take: (name: string, size: number) => boolean): Record<string, Uint8Array> {
  try {
    const files = unzipSync(bytes, { filter: ({ name, originalSize }) => take(name, originalSize) })
    return Object.fromEntries(Object.entries(files).map(([name, content]) => [usualPath(name), content]))
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw new DataError('file-damaged', 'xlsx', cause)
  }
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
}

/**
 * Throws DataError `workbook-too-large` for a sheet of more cells than fit: each of a rectangle takes its place, also where it is empty.
 * Looks at each reference (`r="B7"`) without making anything of it: a sheet has millions.
 */
function checkSize(xml: string, name: string): void {
  let [rows, columns] = [0, 0]
  for (let at = xml.indexOf('r="'); at >= 0; at = xml.indexOf('r="', at + 3)) {
    if (xml.charCodeAt(at - 1) > BLANK) continue
    let [column, row, i] = [0, 0, at + 3]
    for (let code = xml.charCodeAt(i); code >= A && code <= Z; code = xml.charCodeAt(++i))
      column = column * 26 + code - A + 1
    for (let code = xml.charCodeAt(i); code >= ZERO && code <= NINE; code = xml.charCodeAt(++i))
      row = row * 10 + code - ZERO
    if (xml[i] !== '"') continue
    rows = Math.max(rows, row)
    columns = Math.max(columns, column)
  }
  if (rows * columns > MOST_CELLS) throw new DataError('workbook-too-large', `${name}: ${rows} × ${columns}`)
}

const [BLANK, A, Z, ZERO, NINE] = [0x20, 0x41, 0x5a, 0x30, 0x39]

function mergesIn(xml: string): Merge[] {
  return elementsOf(xml, 'mergeCell').flatMap(({ ref }) => {
    const found = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(ref ?? '')
    if (!found) return []
    return [
      {
        left: columnOf(found[1]),
        top: Number(found[2]) - 1,
        right: columnOf(found[3]),
        bottom: Number(found[4]) - 1,
      },
    ]
  })
}

function hiddenRowsIn(xml: string): Set<number> {
  const hidden = [...xml.matchAll(/<(?:\w+:)?row\b[^>]*\shidden="(?:1|true)"[^>]*>/g)]
  return new Set(hidden.map(([row]) => Number(/\sr="(\d+)"/.exec(row)?.[1])))
}

/** Columns that are hidden, or so narrow that nothing of them shows. */
function hiddenColumnsIn(xml: string): number[] {
  return elementsOf(xml.slice(0, xml.search(/<(?:\w+:)?sheetData\b/)), 'col').flatMap(
    ({ min, max, hidden, width, customWidth }) => {
      const isNarrow = /^(1|true)$/.test(customWidth ?? '') && Number(width) === 0
      if (!isNarrow && !/^(1|true)$/.test(hidden ?? '')) return []
      const [first, last] = [Number(min) - 1, Math.min(Number(max), MOST_COLUMNS) - 1]
      return last >= first ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : []
    },
  )
}

/** A workbook has no more (ECMA-376, 18.3.1.13). */
const MOST_COLUMNS = 16_384

function elementsOf(xml: string, name: string): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\b([^>]*)>`, 'g'))].map(([, attributes]) =>
    attributesOf(attributes),
  )
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:]+)\s*=\s*"([^"]*)"|([\w:]+)\s*=\s*'([^']*)'/g)].map(
      ([, name, value, other, single]) => [name ?? other, unescaped(value ?? single)],
    ),
  )
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name: string) => {
    const code = hex ? Number.parseInt(hex as string, 16) : Number(decimal)
    if (!name) return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    return entities[name] ?? whole
  })
}
