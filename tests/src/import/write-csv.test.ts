import { expect, test } from 'vitest'
import { writeCsv } from '../../../src/import/csv/records'

test('a CSV has every cell, also of rows longer than the first, and none that a spreadsheet runs', () => {
  const rows = [['2026'], ['code', 'name', 'count'], [null, '＝A1', 3], ['=1+1', 'a "b", c', -2]]
  expect(writeCsv(['title'], rows)).toBe(
    '\uFEFFtitle\n2026\ncode,name,count\n,\'＝A1,3\n\'=1+1,"a ""b"", c",-2\n',
  )
})
