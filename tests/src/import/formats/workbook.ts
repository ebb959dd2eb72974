import { strToU8, zipSync } from 'fflate'

/** A number, a text, nothing, or what stands in a cell as XML, with `{r}` where its reference goes. */
export type Cell = number | string | null | { xml: string }

/** A sheet as it is written into a workbook. */
export interface Sheet {
  name?: string
  rows: Cell[][]
  merges?: string[]
  state?: string
  /** What the sheet says of its columns, as XML. */
  columns?: string
  /** Rows and cells do not say where they stand. */
  hasNoReferences?: true
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const letter = (column: number) => String.fromCharCode(65 + column)
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function cellXml(cell: Cell, reference: string): string {
  if (cell === null) return reference === '' ? '<c/>' : ''
  if (typeof cell === 'object') return cell.xml.replace('{r}', reference)
  if (typeof cell === 'number') return `<c${reference}><v>${cell}</v></c>`
  return `<c${reference} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

function sheetXml({ rows, merges = [], columns = '', hasNoReferences }: Sheet): string {
  const lines = rows.map((cells, row) => {
    const inner = cells.map((cell, column) =>
      cellXml(cell, hasNoReferences ? '' : ` r="${letter(column)}${row + 1}"`),
    )
    return `<row${hasNoReferences ? '' : ` r="${row + 1}"`}>${inner.join('')}</row>`
  })
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('')
  return `<worksheet xmlns="${main}">${columns && `<cols>${columns}</cols>`}<sheetData>${lines.join('')}</sheetData>${merged && `<mergeCells>${merged}</mergeCells>`}</worksheet>`
}

/** Returns a workbook with some sheets; `properties` are attributes of the workbook, such as `date1904="1"`. */
export function workbook(
  sheets: Sheet[],
  properties = '',
  styles = '<cellXfs count="1"><xf numFmtId="0"/></cellXfs>',
): Uint8Array<ArrayBuffer> {
  const listed = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name ?? `表${i + 1}`}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="r${i + 1}"/>`,
  )
  const related = sheets.map(
    (_, i) =>
      `<Relationship Id="r${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  const files: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr ${properties}/><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}">${styles}</styleSheet>`,
  }
  sheets.forEach((sheet, i) => (files[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet)))
  const packed = zipSync(Object.fromEntries(Object.entries(files).map(([path, xml]) => [path, strToU8(xml)])))
  return new Uint8Array(packed)
}
