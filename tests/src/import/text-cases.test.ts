import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { refusedCsv } from '../../../src/import/report/report'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from './help'

/** Files of text that went wrong, each with what is right. */
const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url)))
const read = (name: string, answers: Record<string, string> = {}) => outcomeOf(bytesOf(name), name, answers)
const houses = (count: number) => Array.from({ length: count }, (_, i) => `${i}号楼`)
const positionsOf = ({ accepted }: Awaited<ReturnType<typeof read>>) =>
  accepted.map(({ geometry }) => (geometry as unknown as GeoJSON.Point).coordinates)

describe('lines, quotes, titles and encodings', () => {
  test.each([
    ['two-stray-quotes.csv', 40, 1600],
    ['unclosed-name.csv', 40, 1600],
    ['mixed-newlines.csv', 6, 240],
    ['title-comma.csv', 6, 240],
    ['title-tab.txt', 6, 240],
    ['cut-address.csv', 5, 200],
    ['padded-headers.csv', 5, 200],
    ['padded-refused.csv', 5, 200],
    ['storeys.csv', 8, 320],
    ['storeys-overflow.csv', 3, 120],
    ['substring-households.csv', 5, 310],
  ])('%s: %i read and accepted, %i households', async (name, rows, households) => {
    const { settings, questions, read: lines, accepted, refused } = await read(name)
    expect([settings.kind, questions, lines, accepted.length, refused]).toEqual([
      'buildings',
      [],
      rows,
      rows,
      [],
    ])
    expect(sumOf(accepted)).toBe(households)
  })

  test('what was mended is said, and nothing is taken from its neighbours', async () => {
    expect(doubtsOf((await read('two-stray-quotes.csv')).accepted)).toEqual([
      '7 quotes-mended',
      '27 quotes-mended',
    ])
    expect(valuesOf((await read('unclosed-name.csv')).accepted, 'name')[5]).toBe('6号楼')
    const mixed = await read('mixed-newlines.csv')
    expect([valuesOf(mixed.accepted, 'name'), positionsOf(mixed)[5]]).toEqual([houses(6), [113.202, 35.2]])
  })

  test('a title is no row, and the header is found below it', async () => {
    for (const name of ['title-comma.csv', 'title-tab.txt']) {
      const { accepted } = await read(name)
      expect([valuesOf(accepted, 'name'), accepted[0].line]).toEqual([houses(6), 3])
      expect(new Set(valuesOf(accepted, 'community'))).toEqual(new Set(['东社区']))
    }
  })

  test('one damaged character does not change the encoding', async () => {
    const { file, accepted } = await read('cut-address.csv')
    expect([file.encoding, doubtsOf(accepted)]).toEqual(['utf-8', ['4 text-damaged']])
    expect(valuesOf(accepted, 'address')).toEqual([
      '幸福路一号院',
      '幸福路二号院',
      '幸福路三十六\uFFFD',
      '幸福路四号院',
      '幸福路五号院',
    ])
  })
})

describe('codes, running numbers and numbers', () => {
  test.each(['constant-formula.csv', 'float-codes.csv'])('%s: codes are read back', async (name) => {
    const { accepted, refused } = await read(name)
    expect([valuesOf(accepted, 'code'), valuesOf(accepted, 'name'), refused]).toEqual([
      ['410802001', '410802001001', '410802001002'],
      ['南街道', '东社区', '西社区'],
      [],
    ])
    expect(accepted.map(({ part }) => part)).toEqual(['street', 'community', 'community'])
  })

  test('scientific.csv: codes without their digits are asked for, and none is an id', async () => {
    const { questions } = await read('scientific.csv')
    expect(questions.map(({ code }) => code)).toEqual(['damaged-codes'])
    const { accepted } = await read('scientific.csv', { 'damaged-codes:统计代码': 'names' })
    expect([valuesOf(accepted, 'code'), valuesOf(accepted, 'name')]).toEqual([
      ['', '', ''],
      ['东社区', '西社区', '北社区'],
    ])
    expect(JSON.stringify(accepted.map(({ source }) => source))).not.toContain('E+11')
  })

  test.each([
    ['serial-a.csv', 'serial-b.csv'],
    ['fid-a.geojson', 'fid-b.geojson'],
  ])('%s and %s: the same numbers are others', async (one, other) => {
    const [a, b] = [await read(one), await read(other)]
    const ids = [...a.accepted, ...b.accepted].map(({ source }) => source)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await read(one)).accepted.map(({ source }) => source)).toEqual(
      a.accepted.map(({ source }) => source),
    )
  })

  test('dot-thousands.csv: asked, and never one household', async () => {
    const { questions } = await read('dot-thousands.csv')
    expect(questions.map(({ code }) => code)).toEqual(['number-format'])
    const { accepted } = await read('dot-thousands.csv', { 'number-format:households': 'comma' })
    expect(valuesOf(accepted, 'households')).toEqual([1000, 1204, 2000])
  })

  test('storeys are worked out, or left empty with a doubt', async () => {
    expect(valuesOf((await read('storeys.csv')).accepted, 'storeys')).toEqual([6, 7, 18, 6, 11, 7, 6, 6])
    const { accepted } = await read('storeys-overflow.csv')
    expect([valuesOf(accepted, 'storeys'), doubtsOf(accepted)]).toEqual([[6, null, 6], ['3 storeys-unclear']])
    expect(JSON.stringify(accepted[1].doubts)).toContain('61000')
  })
})

describe('what is refused', () => {
  test('columns of persons, however their names are written', async () => {
    const topics = async (name: string) => (await read(name)).dropped.map(({ topic }) => topic)
    expect(await topics('padded-headers.csv')).toEqual(['person', 'identity-number', 'person'])
    expect(await topics('padded-refused.csv')).toEqual(['person', 'political', 'person', 'belief'])
    const { accepted } = await read('padded-refused.csv')
    expect(JSON.stringify(accepted)).not.toMatch(/某甲|5550100/)
  })

  test.each([
    ['shifted-id.csv', 206, 8200, 207],
    ['shifted-id-early.csv', 21, 800, 2],
  ])(
    '%s: an identity number under another column costs its row, and is nowhere',
    async (name, rows, sum, line) => {
      const { read: lines, accepted, refused, job } = await read(name)
      expect([lines, sumOf(accepted)]).toEqual([rows, sum])
      expect(refusalsOf(refused)).toEqual([`${line} not-a-number ＊＊＊`])
      const report = {
        number: line,
        line,
        lines: 1,
        source: '',
        reason: 'not-a-number',
        detail: '＊＊＊',
        doubts: [],
      }
      const saved = refusedCsv([report], (code) => code, await job.cellsOf([line], 'buildings'))
      expect(saved + JSON.stringify(accepted)).not.toMatch(/\d{17}[\dX]/)
    },
  )

  test('a telephone in a text is made unreadable, and the row says so', async () => {
    const { accepted } = await read('phone-in-text.csv')
    expect([valuesOf(accepted, 'category'), valuesOf(accepted, 'reportedAt'), doubtsOf(accepted)]).toEqual([
      ['0303'],
      ['2026-03-01T00:00:00.000Z'],
      ['2 telephone-masked'],
    ])
    expect(JSON.stringify(accepted)).not.toContain('13800138000')
  })
})

describe('times', () => {
  test('newest-first.csv: closing times far down the file are used', async () => {
    const { settings, accepted } = await read('newest-first.csv')
    expect([settings.mapping.closedAt, accepted.length]).toEqual(['结案时间', 260])
    const closed = accepted.filter(({ payload }) => (payload as { state: string }).state === 'closed')
    expect(closed).toHaveLength(50)
    expect(new Set(valuesOf(closed, 'closedAt'))).toEqual(new Set(['2026-03-05T00:00:00.000Z']))
    expect(new Set(valuesOf(accepted, 'reportedAt'))).toEqual(new Set(['2026-03-01T00:00:00.000Z']))
  })

  test('day-first2.csv: one date proves the order of the column', async () => {
    const { accepted } = await read('day-first2.csv')
    const day = (value: unknown) => String(value).slice(0, 10)
    expect(valuesOf(accepted, 'reportedAt').map(day)).toEqual([
      '2026-02-03',
      '2026-02-05',
      '2026-02-09',
      '2026-02-25',
    ])
    expect(valuesOf(accepted, 'closedAt').map(day)).toEqual([
      '2026-02-04',
      '2026-02-06',
      '2026-02-12',
      '2026-02-26',
    ])
  })

  test('epoch-dates.csv: counted seconds, milliseconds and days of a spreadsheet', async () => {
    expect(valuesOf((await read('epoch-dates.csv')).accepted, 'reportedAt')).toEqual([
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T00:01:40.000Z',
      '2026-03-01T04:00:00.000Z',
      '2026-02-28T16:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ])
  })

  test('date-forms.csv: every way to write it is the same day, or is refused', async () => {
    const { settings, read: lines, accepted, refused } = await read('date-forms.csv')
    expect([settings.kind, lines, refusalsOf(refused)]).toEqual([
      'incidents',
      11,
      ['8 not-a-time 26-3-1 8:05', '10 not-a-time 3月1日'],
    ])
    const at = (time: string) => `2026-03-01T${time}.000Z`
    expect(valuesOf(accepted, 'reportedAt')).toEqual([
      ...[at('00:05:00'), at('12:05:09'), at('00:05:00'), at('00:05:00'), at('00:05:00'), at('00:05:00')],
      ...['2026-02-28T16:00:00.000Z', at('16:00:00'), at('00:06:00')],
    ])
  })
})
