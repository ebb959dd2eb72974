import { describe, expect, test } from 'vitest'
import { readClock } from '../../../src/import/dates/clock'
import { workbook } from './formats/workbook'
import { doubtsOf, outcomeOf, refusalsOf, valuesOf } from './help'

// Requests whose day stands in one column and whose time of day in another.

const list = (header: string, ...rows: string[]) =>
  [
    `案件编号,类别,经度,纬度,${header}`,
    ...rows.map((row, i) => `w${i}x,违停,${113.2 + i * 0.001},35.2,${row}`),
  ].join('\n')
const read = async (text: string | Uint8Array<ArrayBuffer>, answers = {}, name = '案件.csv') => {
  const outcome = await outcomeOf(text, name, answers)
  return {
    asked: outcome.questions.map(({ code, subject, proposal }) => `${code} ${subject} ${proposal}`.trim()),
    reported: valuesOf(outcome.accepted, 'reportedAt'),
    closed: valuesOf(outcome.accepted, 'closedAt'),
    refused: refusalsOf(outcome.refused),
    doubts: doubtsOf(outcome.accepted),
  }
}
const at = ['2026-03-01T00:05:00.000Z', '2026-03-02T06:30:00.000Z']

describe('a day and a time of day in two columns are one time', () => {
  test.each<[string, string, string, string]>([
    ['日期 and 时间', '日期,时间', '2026-03-01,08:05', '2026-03-02,14:30'],
    ['the time first', '时间,日期', '08:05,2026-03-01', '14:30,2026-03-02'],
    ['上报日期 and 上报时间', '上报日期,上报时间', '2026/3/1,8:05:00', '2026/3/2,14:30:00'],
    ['created_date and created_time', 'created_date,created_time', '2026-03-01,08:05', '2026-03-02,14:30'],
    ['上报日期 and 时间', '上报日期,时间', '20260301,8时5分', '20260302,下午2点30分'],
    [
      'a midnight that a program put there',
      'created_date,created_time',
      '2026-03-01T00:00:00.000,8:05',
      '2026-03-02T00:00:00.000,2:30 PM',
    ],
    ['figures', '日期,时间', '2026-03-01,805', '2026-03-02,1430'],
    [
      'days and parts of days that a spreadsheet counts',
      '日期,时间',
      '46082,0.336805556',
      '46083,0.604166667',
    ],
    [
      'the first day of a program',
      '日期,时间',
      '2026-03-01,1899-12-30 08:05:00',
      '2026-03-02,1899-12-30 14:30:00',
    ],
  ])('%s', async (_, header, ...rows) =>
    expect(await read(list(header, ...rows))).toEqual({
      asked: [],
      reported: at,
      closed: [null, null],
      refused: [],
      doubts: [],
    }),
  )

  test('of reporting and of closing, each its own', async () => {
    const text = list(
      '上报日期,上报时间,结案日期,结案时间',
      '2026-03-01,08:05,2026-03-01,18:00',
      '2026-03-02,14:30,,',
    )
    expect(await read(text)).toMatchObject({
      asked: [],
      reported: at,
      closed: ['2026-03-01T10:00:00.000Z', null],
      refused: [],
    })
  })

  test('in a workbook, whose cells are formatted as days and times', async () => {
    const styles =
      '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs>'
    const row = (i: number, day: number, time: number) => [
      `w${i}x`,
      '违停',
      113.2 + i * 0.001,
      35.2,
      { xml: `<c{r} s="1"><v>${day}</v></c>` },
      { xml: `<c{r} s="2"><v>${time}</v></c>` },
    ]
    const rows = [
      ['案件编号', '类别', '经度', '纬度', '日期', '时间'],
      row(0, 46082, 485 / 1440),
      row(1, 46083, 870 / 1440),
    ]
    expect(await read(workbook([{ rows }], '', styles), {}, '案件.xlsx')).toMatchObject({
      asked: [],
      reported: at,
      refused: [],
    })
  })
})

describe('which is which is asked where names leave it open', () => {
  const text = list('上报日期,到场时间,离场时间', '2026-03-01,08:05,09:00', '2026-03-02,14:30,15:00')
  test('of two', async () => {
    expect((await read(text)).asked).toEqual(['clock 上报日期'])
    expect((await read(text, { 'clock:上报日期': '到场时间' })).reported).toEqual(at)
    expect((await read(text, { 'clock:上报日期': 'none' })).reported[0]).toBe('2026-02-28T16:00:00.000Z')
  })

  test('of one that is called by something else', async () =>
    expect((await read(list('上报日期,到场时间', '2026-03-01,08:05', '2026-03-02,14:30'))).asked).toEqual([
      'clock 上报日期 到场时间',
    ]))

  test.each([
    ['时段', '08:00-09:00', '14:00-15:00'],
    ['时间', '8', '14'],
  ])('of one that is called so and is read as none: %s', async (name, one, other) => {
    const rows = list(`日期,${name}`, `2026-03-01,${one}`, `2026-03-02,${other}`)
    expect((await read(rows)).asked).toEqual([`clock 日期 ${name}`])
  })

  test('hours alone are hours', async () => {
    const { reported } = await read(list('日期,小时', '2026-03-01,8', '2026-03-02,14'), {
      'clock:日期': '小时',
    })
    expect(reported).toEqual(['2026-03-01T00:00:00.000Z', '2026-03-02T06:00:00.000Z'])
  })

  test('nobody is asked where each has its own time', async () =>
    expect(
      (await read(list('上报时间,到场时间', '2026-03-01 08:05,09:00', '2026-03-02 14:30,15:00'))).asked,
    ).toEqual([]))
})

test('a time of day that is blank is a doubt, one that is none is refused: never midnight in silence', async () => {
  const many = Array.from({ length: 20 }, () => '2026-03-01,08:05')
  const { refused, doubts, reported } = await read(
    list('日期,时间', ...many, '2026-03-01,', '2026-03-01,早高峰'),
  )
  expect([refused, doubts, reported.length]).toEqual([
    ['23 not-a-time 2026-03-01 早高峰'],
    ['22 time-unclear'],
    21,
  ])
})

test('a day alone among times is a doubt; a midnight that is written out is a time', async () => {
  const times = Array.from({ length: 20 }, (_, i) => `2026-03-01 08:${String(i + 10)}`)
  const { reported, doubts } = await read(list('上报时间', ...times, '2026-03-02', '2026-03-03 00:00'))
  expect(reported.slice(-2)).toEqual(['2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z'])
  expect(doubts).toEqual(['22 time-unclear'])
  const days = await read(list('上报日期', '2026-03-02', '2026-03-03'))
  expect(days.doubts).toEqual([])
})

test.each<[string, boolean, string | undefined]>([
  ['08:05', false, '08:05'],
  ['805', true, '8:05'],
  ['805', false, undefined],
  ['080500', true, '08:05:00'],
  ['5', true, '0:05'],
  ['2575', true, undefined],
  ['35.2', true, undefined],
  ['2026-03-01', true, undefined],
  ['2026-03-01 08:05', true, undefined],
  ['40', false, undefined],
])('%s (named: %s) is the time %s', (cell, isNamed, clock) => expect(readClock(cell, isNamed)).toBe(clock))
