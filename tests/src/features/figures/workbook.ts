import { Buffer } from 'node:buffer'
import readWorkbook from 'read-excel-file/node'
import writeExcelFile, { type Sheet } from 'write-excel-file/node'

/** The rows of each sheet of a workbook, once it has been written and read again. */
export async function read(sheets: Sheet<Buffer>[]): Promise<unknown[][][]> {
  const file = Buffer.from(await writeExcelFile(sheets).toBuffer())
  const found = await readWorkbook(file)
  return found.map(({ data }) => data)
}
