import { encodingOfHead } from '../../../import/csv/encoding'
import { type HolidaysRead, readHolidays, readHolidaySheets } from '../../../import/holidays/read'

/** Longest file of holidays, in bytes: a year has some thirty. */
const LONGEST = 1_000_000

/** Reads a file of holidays: all sheets of a workbook, or text in UTF-8, UTF-16 or, as older programs write it, GB 18030. */
export async function readHolidayFile(file: File): Promise<HolidaysRead> {
  if (file.size > LONGEST) return { status: 'refused', code: 'holidays-no-days', at: file.name }
  if (/\.xlsx$/i.test(file.name)) return workbook(file)
  const bytes = await file.arrayBuffer()
  return readHolidays(textOf(bytes))
}

function textOf(bytes: ArrayBuffer): string {
  const encoding = encodingOfHead(new Uint8Array(bytes.slice(0, 4096)))
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

async function workbook(file: File): Promise<HolidaysRead> {
  try {
    const { default: read } = await import('read-excel-file/universal')
    const sheets = await read(await file.arrayBuffer())
    return readHolidaySheets(sheets.map(({ data }) => data))
  } catch {
    return { status: 'refused', code: 'holidays-no-days', at: file.name }
  }
}
