import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../../src/import/csv/records'
import { guessDelimiter } from '../../../src/import/csv/delimiter'
import { decodeStream, detectEncoding } from '../../../src/import/csv/encoding'
import { openTable } from '../../../src/import/tables/open'
import { runs } from '../../support/runs'
import { open } from './help'

async function* pieces<T>(all: T[]) {
  for (const piece of all) yield await Promise.resolve(piece)
}
async function collect<T>(chunks: AsyncIterable<T[]>) {
  const all: T[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

/** 楼栋,户数 in GB18030, with the four-byte 𠮷 that GBK lacks. */
const gb18030 = new Uint8Array([
  0xc2, 0xa5, 0xb6, 0xb0, 0x2c, 0xbb, 0xa7, 0xca, 0xfd, 0x0a, 0x95, 0x34, 0xb2, 0x35, 0x2c, 0x31,
])

describe('encoding', () => {
  test.each([
    ['utf-8', new TextEncoder().encode('楼栋,户数')],
    ['utf-8', new Uint8Array([0xef, 0xbb, 0xbf, 0x61])],
    ['utf-16le', new Uint8Array([0xff, 0xfe, 0x61, 0x00])],
    ['utf-16be', new Uint8Array([0xfe, 0xff, 0x00, 0x61])],
    ['utf-16le', new Uint8Array([0x61, 0x00, 0x2c, 0x00])],
    ['gb18030', gb18030],
  ])('%s', async (encoding, bytes) =>
    expect(await detectEncoding(new Blob([bytes]))).toEqual({ encoding, isSure: true }),
  )

  test('characters survive any cut between chunks', async () => {
    for (let cut = 0; cut <= gb18030.length; cut++) {
      let text = ''
      for await (const part of decodeStream(pieces([gb18030.slice(0, cut), gb18030.slice(cut)]), 'gb18030'))
        text += part
      expect(text).toBe('楼栋,户数\n𠮷,1')
    }
  })
})

describe('csv', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '楼', '"', ',', '\n', ' ', ';'), maxLength: 5 })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })

  test('what was written is read, however it is cut, with the line each record begins on', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        async (rows, newline, size) => {
          const text = Papa.unparse(rows, { newline })
          const cut = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []
          const read = await collect(readCsv(pieces(cut), ','))
          const kept = rows.filter((row) => row.some((one) => one.trim() !== ''))
          expect(read.map(({ cells }) => cells)).toEqual(kept)
          const starts = rows.map(
            (_, i) =>
              1 + Papa.unparse(rows.slice(0, i), { newline: '\n' }).split('\n').length * Number(i > 0),
          )
          expect(read.map(({ line }) => line)).toEqual(
            rows.flatMap((row, i) => (row.some((one) => one.trim() !== '') ? [starts[i]] : [])),
          )
        },
      ),
      runs(2000),
    )
  })

  test.each([
    ['a,b,c', ','],
    ['a;b;"c,d"', ';'],
    ['a\tb', '\t'],
    ['楼栋，户数', '，'],
    ['single', ','],
  ])('the delimiter of %s', (head, delimiter) => expect(guessDelimiter(head).delimiter).toBe(delimiter))

  test('a title above the header, blank and doubled column names, blank lines, cells beyond the header', async () => {
    const { table } = await open('示范小区楼栋表,,\n\n楼栋,户数,,户数\n1,20,,3\n\n2,30,,4,extra\n', 'x.csv')
    expect(table.columns).toEqual(['楼栋', '户数', '#3', '户数 (2)'])
    expect(table.sample.map(({ line, unreadable }) => [line, unreadable])).toEqual([
      [4, undefined],
      [6, true],
    ])
  })
})

describe('files that cannot be read say why', () => {
  test.each([
    ['', 'file-empty'],
    ['PK\u0003\u0004', 'archive-damaged'],
    ['single\n', 'file-no-header'],
    ['a,b\n', 'file-no-rows'],
    ['{"type": "Feature', 'file-not-json'],
    ['{"type": "FeatureCollection", "features": []}', 'file-no-rows'],
    ['[1, 2]', 'file-not-geojson'],
  ])('%j: %s', async (text, code) => {
    await expect(openTable(new Blob([text]), 'x')).rejects.toMatchObject({ code })
  })

  test('features a line, with record separators', async () => {
    const feature = (n: number) => JSON.stringify({ type: 'Feature', properties: { n }, geometry: null })
    const table = await openTable(new Blob([`${feature(1)}\n\u001e${feature(2)}\n`]), 'x.geojsonl')
    expect(table.sample.map(({ line, cells }) => [line, cells.n])).toEqual([
      [1, '1'],
      [2, '2'],
    ])
  })
})
