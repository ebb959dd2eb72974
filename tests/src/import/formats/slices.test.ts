import { describe, expect, test, vi } from 'vitest'
import { slicesOf } from '../../../../src/import/formats/xlsx/slices'
import { openTable } from '../../../../src/import/tables/open'
import { workbook, type Cell } from './workbook'

// A sheet is given to the library in slices of rows, so that none is read in pieces: see `slices.ts`.

const header = ['编号', '户数', '社区', '经度', '纬度']
const house = (i: number): Cell[] => [`b${i}x`, 40, '东社区', 113.2 + i / 1e5, 35.2]
const rowsOf = async (bytes: Uint8Array<ArrayBuffer>) => {
  const found: { line: number; id: string }[] = []
  for await (const { rows } of (await openTable(new Blob([bytes]), 'list.xlsx')).rows())
    found.push(...rows.map(({ line, cells }) => ({ line, id: cells.编号 })))
  return found
}

describe('a long sheet', () => {
  const count = 3000
  const rows = [header, ...Array.from({ length: count }, (_, i) => house(i))]

  test('has every row where it stands', async () => {
    const read = await rowsOf(workbook([{ rows }]))
    expect(read).toEqual(Array.from({ length: count }, (_, i) => ({ line: i + 2, id: `b${i}x` })))
  })

  test('is read however slow the machine is', async () => {
    // Each look at the clock finds that 20 ms have passed: what is read in pieces halves them until nothing is left of one.
    let now = Date.now()
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 20))
    try {
      expect(await rowsOf(workbook([{ rows }]))).toHaveLength(count)
    } finally {
      clock.mockRestore()
    }
  })

  test('with rows left out keeps the numbers of the others', () => {
    const cell = (i: number) =>
      `<row r="${i}"><c r="A${i}" t="inlineStr"><is><t>${i === 1 ? '编号' : `b${i}x`} r="A9"</t></is></c><c r="B${i}"><v>1</v></c></row>`
    const numbers = [1, 2, 3, 60_000, 60_001, 200_000]
    const xml = `<worksheet><sheetData>${numbers.map(cell).join('')}</sheetData></worksheet>`
    const slices = [...slicesOf({ name: 'a', xml } as never)]
    expect(slices.map(({ offset }) => offset)).toEqual([0, 59_999, 199_999])
    expect(slices[1].rows).toContain('<row r="2"><c r="A2" t="inlineStr"><is><t>b60001x r="A9"</t>')
  })

  test('whose rows do not follow each other is damaged', () => {
    const xml = '<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>'
    expect(() => [...slicesOf({ name: 'a', xml } as never)]).toThrow(
      expect.objectContaining({ code: 'file-damaged' }),
    )
  })
})
