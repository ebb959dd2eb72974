import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectEncoding, encodingNamed } from '../../../src/import/csv/encoding'
import { readCsv } from '../../../src/import/csv/records'
import { readLines } from '../../../src/import/csv/lines'
import { runs } from '../../support/runs'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from './help'

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/import', name)))
const read = (name: string, ...rest: [Record<string, string>?, object?]) =>
  outcomeOf(bytesOf(name), name, ...rest)
const codes = ({ questions }: Awaited<ReturnType<typeof outcomeOf>>) => questions.map(({ code }) => code)

describe('quotes that do not pair', () => {
  test('a note over two lines whose halves look like rows stays one cell', async () => {
    const { read, accepted, refused } = await outcomeOf(
      '"id","户数","社区","备注","面积","经度","纬度","街道"\n"b-1x","40","东社区","甲\n","7000","113.2","35.2","南街道"\n',
      'list.csv',
    )
    expect([read, accepted.length, refused]).toEqual([1, 1, []])
  })

  test('a quote that swallows rows which a later one would close costs none of them', async () => {
    const { read: count, accepted, refused } = await read('stray-quotes.csv')
    expect([count, accepted.length, sumOf(accepted), refused]).toEqual([24, 24, 720, []])
    expect(doubtsOf(accepted)).toEqual(['5 quotes-mended', '17 quotes-mended'])
  })

  test('a quote in the first row that is never closed costs no other row', async () => {
    const { read: count, accepted } = await read('unclosed-quote.csv')
    expect([count, accepted.length, sumOf(accepted)]).toEqual([24, 24, 720])
    expect(valuesOf(accepted, 'name').slice(0, 2)).toEqual(['0幢', '1幢'])
    expect(doubtsOf(accepted)).toEqual(['2 quotes-mended'])
  })

  test('what a person wrote over two lines of a cell stays one row', async () => {
    const { read: count, accepted } = await read('lines-in-cell.csv')
    expect([count, accepted.length, doubtsOf(accepted)]).toEqual([24, 24, []])
    expect(accepted.map(({ line }) => line).slice(9, 13)).toEqual([11, 12, 14, 15])
  })

  test('a stray quote that leaves it open which cell is which is refused, its neighbours are not', async () => {
    const text =
      '编号,户数,社区,经度,纬度,备注\na,40,东,113.2,35.2,x\nb,"40,东,113.2,35.2\nc,40,东,113.2,35.3,y\n'
    const { read: count, accepted, refused } = await outcomeOf(text, 'x.csv')
    expect([count, accepted.map(({ source }) => source), refusalsOf(refused)]).toEqual([
      3,
      ['a', 'c'],
      ['3 row-unreadable'],
    ])
  })
})

describe('line ends, titles, delimiters', () => {
  test('each line ends as it ends', async () => {
    const { read: count, accepted } = await read('mixed-ends.csv')
    expect([count, accepted.length, sumOf(accepted)]).toEqual([10, 10, 300])
    expect(accepted.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  test.each([
    ['titles.csv', ',', 5],
    ['titles-semicolon.csv', ';', 2],
    ['titles-tab.txt', '\t', 3],
  ])('%s: the header is found under its titles', async (name, delimiter, line) => {
    const { file, settings, accepted, refused } = await read(name)
    expect([file.delimiter, file.header?.line, settings.kind]).toEqual([delimiter, line, 'buildings'])
    expect([accepted.length, sumOf(accepted), refused]).toEqual([5, 150, []])
    expect(accepted[0].line).toBe(line + 1)
  })

  test('a header of names that nobody knows is the first full line without numbers; else it is asked for', async () => {
    const odd = await outcomeOf('标题\n甲,乙,丙\nx,1,2\ny,3,4\n', 'x.csv')
    expect([odd.file.header, codes(odd)]).toEqual([{ line: 2, isSure: true }, ['kind']])
    const none = await outcomeOf('a,1,2\nb,3,4\n', 'x.csv')
    expect(codes(none)).toContain('header-line')
    const said = await outcomeOf('a,1,2\nb,3,4\n', 'x.csv', { kind: 'areas' }, { headerLine: 0 })
    expect([said.file.columns, said.file.sample.length]).toEqual([['#1', '#2', '#3'], 2])
  })

  test('values that are called like columns are no header in silence', async () => {
    const rows = '甲,乙,丙\n1,2,3\nx,y,4\n'
    const { questions } = await outcomeOf(rows, 'x.csv')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toContainEqual(['header-line', '1'])
    const machine = 'f1,f2,f3,f4\n楼栋编号,户数,经度,纬度\nb-1x,40,113.2,35.2\n'
    expect((await outcomeOf(machine, 'x.csv', { kind: 'buildings' })).accepted).toHaveLength(1)
  })

  test('line and delimiter can be said', async () => {
    const { file } = await outcomeOf(
      '甲;乙\n户数,1;2\n3;4\n',
      'x.csv',
      { kind: 'areas' },
      { headerLine: 2, delimiter: ',' },
    )
    expect(file.columns).toEqual(['户数', '1;2'])
  })
})

describe('encodings', () => {
  test.each([
    ['gb18030.csv', 'gb18030'],
    ['big5.csv', 'big5'],
    ['utf-16.csv', 'utf-16le'],
    ['utf-16be-no-mark.csv', 'utf-16be'],
    ['latin-1.csv', 'windows-1252'],
    ['cp949-apartments.csv', 'euc-kr'],
    ['cut-character.csv', 'utf-8'],
  ])('%s is %s', async (name, encoding) => {
    const { file } = await read(name)
    expect(file.encoding).toBe(encoding)
  })

  test.each(['gb18030.csv', 'big5.csv', 'utf-16.csv', 'utf-16be-no-mark.csv', 'latin-1.csv'])(
    '%s: five buildings of 30, none refused, nothing asked',
    async (name) => {
      const { questions, accepted, refused } = await read(name)
      expect([questions, accepted.length, sumOf(accepted), refused]).toEqual([[], 5, 150, []])
    },
  )

  test('one damaged character does not condemn UTF-8: its row has a doubt', async () => {
    const { accepted } = await read('cut-character.csv')
    expect([accepted.length, doubtsOf(accepted)]).toEqual([5, ['4 text-damaged']])
  })

  test('the whole file decides: characters behind the first 64 KB, and damage there', async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `k${i},40,East,113.2,35.2,plain address number ${i}\n`,
    )
    const head = 'id,households,community,lng,lat,address\n' + rows.join('')
    const gb = new Uint8Array([
      0x7a, 0x2c, 0x34, 0x30, 0x2c, 0xc9, 0xe7, 0xc7, 0xf8, 0x2c, 0x31, 0x2c, 0x32, 0x2c, 0xbd, 0xd6, 0xb5,
      0xc0, 0x0a,
    ])
    const blob = new Blob([head, gb])
    expect((await detectEncoding(blob)).encoding).toBe('gb18030')
    const damaged = new Blob([head, 'z,40,东社区,1,2,和平路', new Uint8Array([0xb7]), '\n'])
    expect(await detectEncoding(damaged)).toEqual({ encoding: 'utf-8', isSure: true })
  })

  test.each(['가가', '一一一', '가一'])('%s has zeros of its own in UTF-16', async (name) => {
    const text = `id,households,community,lng,lat\na,4,${name},113.2,35.2\nb,5,${name},113.3,35.2\n`
    for (const encoding of ['utf-16le', 'utf-16be'] as const) {
      const bytes = Buffer.from(text, 'utf16le')
      if (encoding === 'utf-16be') bytes.swap16()
      const { file, accepted } = await outcomeOf(Uint8Array.from(bytes), 'x.csv')
      expect([file.encoding, sumOf(accepted)]).toEqual([encoding, 9])
    }
  })

  test('text that could be either is asked for', async () => {
    // Three syllables of CP949 that are characters of GB 2312 as well.
    const few = new Uint8Array([
      ...Buffer.from('id,households,lng,lat,note\na,4,113.2,35.2,'),
      0xb0,
      0xa1,
      0xb0,
      0xa2,
      0xb0,
      0xa3,
    ])
    const { questions } = await outcomeOf(few, 'buildings.csv')
    expect(questions.map(({ code, flag }) => [code, flag.slice(0, 11)])).toEqual([
      ['encoding', '--encoding '],
    ])
    expect((await outcomeOf(few, 'buildings.csv', {}, { encoding: 'euc-kr' })).questions).toEqual([])
  })

  test.each([
    ['GBK', 'gb18030'],
    ['CP949', 'euc-kr'],
    ['Latin-1', 'windows-1252'],
    ['UTF-16 LE', 'utf-16le'],
    ['big5', 'big5'],
    ['klingon', undefined],
  ])('%s is called %s', (name, encoding) => expect(encodingNamed(name)).toBe(encoding))

  test('zeros, half characters and byte-order marks in cells are read over', async () => {
    const text = '\uFEFF编号,户数,社区,经度,\uFEFF纬度\na\0,40\0,东\0社区,113.2,35.2\n'
    const { accepted } = await outcomeOf(text, 'x.csv')
    expect(accepted).toMatchObject([{ source: 'a', payload: { households: 40, community: '东社区' } }])
  })
})

async function* pieces(all: string[]) {
  for (const piece of all) yield await Promise.resolve(piece)
}
async function collect<T>(chunks: AsyncIterable<T[]>) {
  const all: T[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

describe('no row vanishes', () => {
  const ends = fc.constantFrom('\n', '\r\n', '\r')
  const line = fc.array(fc.constantFrom('1', '户', '"', ',', ' ', '""', 'ab'), { maxLength: 8 })

  test('every line with text is a record or within one, whatever its quotes and line ends are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(line, ends), { maxLength: 12 }),
        fc.integer({ min: 1, max: 7 }),
        async (lines, size) => {
          const text = lines.map(([parts, end]) => parts.join('') + end).join('')
          const cut = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
          const physical = await collect(readLines(pieces(cut)))
          expect(physical.map((one) => one.text)).toEqual(
            text
              .replace(/\r\n|\r/g, '\n')
              .split('\n')
              .slice(0, physical.length),
          )
          const records = await collect(readCsv(pieces(cut), ','))
          const taken = new Set<number>()
          for (const { line: from, lines: count = 1 } of records)
            for (let i = from; i < from + count; i++) {
              expect(taken.has(i)).toBe(false)
              taken.add(i)
            }
          const missing = physical.filter((one) => !taken.has(one.number) && /[1户ab]/.test(one.text))
          expect(missing).toEqual([])
        },
      ),
      runs(2000),
    )
  })

  test('a stray quote in any cell of any row costs at most its own row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 29 }),
        fc.integer({ min: 0, max: 5 }),
        fc.option(fc.integer({ min: 0, max: 29 }), { nil: undefined }),
        fc.boolean(),
        async (row, column, other, isAfter) => {
          const rows = Array.from({ length: 30 }, (_, i) => [
            `k${i}`,
            '40',
            '东社区',
            `113.2${10 + i}`,
            '35.2',
            `备注${i}`,
          ])
          const spoil = (i: number, atEnd: boolean) =>
            (rows[i][column] = atEnd ? `${rows[i][column]}"` : `"${rows[i][column]}`)
          spoil(row, isAfter)
          if (other !== undefined && other !== row) spoil(other, !isAfter)
          const text =
            '编号,户数,社区,经度,纬度,备注\n' + rows.map((cells) => cells.join(',') + '\n').join('')
          const { read: count, accepted } = await outcomeOf(text, 'x.csv')
          expect(count).toBe(30)
          expect(accepted.length).toBeGreaterThanOrEqual(28)
          const spoiled = [row, other]
          for (const { line, payload } of accepted)
            if (!spoiled.includes(line! - 2)) expect((payload as { households: number }).households).toBe(40)
        },
      ),
      runs(2000),
    )
  })
})
