import { beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../../../src/data/setup/people'
import { absenceBlob, absenceRows, readAbsenceFile } from '../../../../src/features/setup/people/absence-file'
import { dutyBlob, dutyRows, readDutyFile } from '../../../../src/features/setup/people/duty-file'
import { isAmbiguousDay } from '../../../../src/features/setup/people/staff-file'
import { i18n, loadEveryLanguage } from '../../../../src/i18n'
import { LANGUAGE_TAGS } from '../../../../src/lib/languages'
import { workbook } from '../../import/formats/workbook'

const t = (key: string) => i18n.global.t(key)
const absent = (id: number, name: string, absences: Person['absences']) =>
  ({ id, sourceId: `00${id}`, name, absences }) as Person
const staff = [
  absent(1, '赵一', [
    { id: 1, firstDay: '2026-03-01', lastDay: '2026-03-05', substitute: 2 },
    { id: 2, firstDay: '2026-05-01', lastDay: null, substitute: null },
  ]),
  absent(2, '=钱二', [{ id: 3, firstDay: '2026-04-01', lastDay: '2026-04-01', substitute: null }]),
]
const line = {
  source: '001',
  name: '赵一',
  area: 11,
  weekdays: [1, 7],
  begins: '18:00',
  ends: '08:00',
  firstDay: '2026-03-01',
  lastDay: null,
}
const lines = [
  line,
  { ...line, name: '=钱二', weekdays: [1, 2, 3, 4, 5, 6, 7], ends: '18:00', lastDay: '2026-04-01' },
]
const file = (text: string) => new File([text], '表.csv')

beforeAll(loadEveryLanguage)

describe.each(LANGUAGE_TAGS)('in %s', (language) => {
  const weekdayOf = (day: number) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2026, 5, day, 12)),
    )

  it.each(['xlsx', 'csv'] as const)('absences given out as %s are read again as the same', async (kind) => {
    i18n.global.locale.value = language
    const blob = await absenceBlob(staff, staff, t, kind)
    const read = await readAbsenceFile(new File([blob], `absences.${kind}`))
    expect(Object.values(read.mapping)).not.toContain(null)
    expect(absenceRows(read).map((row) => Object.values(row).slice(0, 5))).toEqual([
      ['001', '赵一', '2026-03-01', '2026-03-05', '002'],
      ['001', '赵一', '2026-05-01', '', ''],
      ['002', '=钱二', '2026-04-01', '2026-04-01', ''],
    ])
  })

  it.each(['xlsx', 'csv'] as const)(
    'a duty roster given out as %s is read again as the same',
    async (kind) => {
      i18n.global.locale.value = language
      const blob = await dutyBlob(lines, { t, areaOf: (id) => `社区${id}`, weekdayOf }, kind)
      const read = await readDutyFile(new File([blob], `duty.${kind}`))
      expect(Object.values(read.mapping)).not.toContain(null)
      expect(dutyRows(read).map((row) => Object.values(row).slice(0, 8))).toEqual([
        ['001', '赵一', '社区11', '1,7', '18:00', '08:00', '2026-03-01', ''],
        ['001', '=钱二', '社区11', '1,2,3,4,5,6,7', '18:00', '18:00', '2026-03-01', '2026-04-01'],
      ])
    },
  )
})

describe('days of a file', () => {
  const firstDays = async (...days: string[]) =>
    absenceRows(
      await readAbsenceFile(file(`工号,第一天\n${days.map((day, at) => `${at},${day}`).join('\n')}\n`)),
    ).map(({ since }) => since)

  it('are read in the order that one of them proves', async () => {
    expect(await firstDays('03/04/2026', '25/04/2026')).toEqual(['2026-04-03', '2026-04-25'])
    expect(await firstDays('03/04/2026', '04/25/2026')).toEqual(['2026-03-04', '2026-04-25'])
  })

  it('stay as they are where none proves it, and are known as ambiguous', async () => {
    expect(await firstDays('03/04/2026', '01/02/2026')).toEqual(['03/04/2026', '01/02/2026'])
    expect(isAmbiguousDay('03/04/2026')).toBe(true)
    expect(isAmbiguousDay('2026-02-30')).toBe(false)
    expect(isAmbiguousDay('25/13/2026')).toBe(false)
  })

  it('with an hour are no days', async () => {
    expect(await firstDays('2026-03-01 08:00', '2026-03-01 00:00', '20260301')).toEqual([
      '2026-03-01 08:00',
      '2026-03-01',
      '2026-03-01',
    ])
  })
})

it('a duty roster with the hours in one column is read, too', async () => {
  const read = await readDutyFile(
    file('姓名,值班地点,星期,值班时间\n赵一,花园社区,周一至周三,18:00-次日8:00\n'),
  )
  expect(dutyRows(read)[0]).toMatchObject({ weekdays: '1,2,3', begins: '18:00', ends: '08:00', source: '' })
})

describe('what is no row of a list', () => {
  it('is left out and said: totals, notes, examples, rows of another table', async () => {
    const read = await readAbsenceFile(
      file('工号,姓名,第一天\n示例,赵一,2026-03-01\n001,赵一,2026-03-01\n合计,1人,\n填表人：钱二,,\n'),
    )
    expect(absenceRows(read).map(({ source }) => source)).toEqual(['001'])
    expect(read.leftOut.map(({ line, code }) => [line, code])).toEqual([
      [2, 'row-is-note'],
      [4, 'row-is-total'],
      [5, 'row-is-note'],
    ])
  })

  it('and days whose formula has no result are no days without an end', async () => {
    const until = { xml: '<c{r}><f>C2+3</f></c>' }
    const rows = [
      ['工号', '姓名', '第一天', '最后一天'],
      ['001', '赵一', '2026-03-01', '2026-03-04'],
      ['002', '钱二', '2026-03-01', until],
    ]
    const read = await readAbsenceFile(new File([workbook([{ rows }])], '缺勤.xlsx'))
    expect(absenceRows(read).map(({ source }) => source)).toEqual(['001'])
    expect(read.leftOut.map(({ line, code }) => [line, code])).toEqual([[3, 'formula-uncalculated']])
  })
})

it('of several sheets one is to be chosen', async () => {
  const rows = (name: string) => [
    ['工号', '姓名', '第一天'],
    ['001', name, '2026-03-01'],
  ]
  const book = new File(
    [
      workbook([
        { name: '一季度', rows: rows('赵一') },
        { name: '二季度', rows: rows('钱二') },
      ]),
    ],
    '缺勤.xlsx',
  )
  const unchosen = await readAbsenceFile(book)
  expect([unchosen.sheets, unchosen.sheet]).toEqual([['一季度', '二季度'], ''])
  const second = await readAbsenceFile(book, '二季度')
  expect([second.sheet, absenceRows(second).map(({ name }) => name)]).toEqual(['二季度', ['钱二']])
})
