import { type HolidaysRead, readHolidayRows, readHolidays } from '../../../import/holidays/read'

/** Longest file of holidays, in bytes: a year has some thirty. */
const LONGEST = 1_000_000

/** Reads a file of holidays: a workbook's first sheet, or text in UTF-8 or, as older programs write it, GB 18030. */
export async function readHolidayFile(file: File): Promise<HolidaysRead> {
  if (file.size > LONGEST) return { status: 'refused', code: 'holidays-no-days', at: file.name }
  if (/\.xlsx$/i.test(file.name)) return workbook(file)
  const bytes = await file.arrayBuffer()
  return readHolidays(textOf(bytes))
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

async function workbook(file: File): Promise<HolidaysRead> {
  try {
    const { default: read } = await import('read-excel-file/universal')
    const [first] = await read(await file.arrayBuffer())
    return readHolidayRows(first.data)
  } catch {
    return { status: 'refused', code: 'holidays-no-days', at: file.name }
  }
}
