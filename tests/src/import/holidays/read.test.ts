import { expect, test } from 'vitest'
import { readHolidays, readHolidaySheets } from '../../../../src/import/holidays/read'

const newYear = { day: '2027-01-01', worked: false, name: '元旦' }
const exchanged = { day: '2027-02-06', worked: true, name: '春节' }

test.each([
  ['commas with a heading', '日期,名称,安排\n2027-01-01,元旦,休\n2027-02-06,春节,班'],
  ['quoted cells that hold the delimiter', '日期,名称,安排\n"2027-01-01","元旦","休"\n2027-02-06,春节,"班"'],
  ['tabs, other dates', '2027/1/1\t元旦\t放假\n2027年2月6日\t春节\t补班'],
  [
    'the published JSON',
    '{"year":2027,"days":[{"name":"春节","date":"2027-02-06","isOffDay":false},{"name":"元旦","date":"2027-01-01","isOffDay":true}]}',
  ],
  [
    'iCalendar',
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270102\r\nSUMMARY:元旦 休\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270206\r\nSUMMARY:春节 班\r\nEND:VEVENT\r\nEND:VCALENDAR',
  ],
])('%s', async (_, text) => {
  expect(await readHolidays(text)).toEqual({ status: 'read', days: [newYear, exchanged] })
})

test('an event of several days is each of them', async () => {
  const text =
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271001\nDTEND:20271004\nSUMMARY:国庆节\nEND:VEVENT\nEND:VCALENDAR'
  const read = await readHolidays(text)
  expect(read.status === 'read' && read.days.map(({ day }) => day)).toEqual([
    '2027-10-01',
    '2027-10-02',
    '2027-10-03',
  ])
})

test('a worksheet has dates', () => {
  expect(
    readHolidaySheets([
      [
        ['日期', '名称', '安排'],
        [new Date('2027-01-01T00:00:00Z'), '元旦', '休'],
        ['2027-02-06', '春节', '班'],
      ],
    ]),
  ).toEqual({
    status: 'read',
    days: [newYear, exchanged],
  })
})

test('sheets of a workbook are read together, and one without days is passed over', () => {
  const head = ['日期', '名称', '安排']
  const first = [head, ['２０２７年１月１日', '元旦', '休']]
  expect(
    readHolidaySheets([[['说明'], ['以国务院办公厅通知为准']], first, [head, ['2027-02-06', '春节', '班']]]),
  ).toEqual({
    status: 'read',
    days: [newYear, exchanged],
  })
  expect(
    readHolidaySheets([first, [head, ['2028-01-01', '元旦', '休'], ['明天', '元旦', '休']]]),
  ).toMatchObject({
    status: 'refused',
    code: 'holidays-day-malformed',
  })
})

test.each([
  ['', 'holidays-no-days'],
  ['日期,名称\n', 'holidays-no-days'],
  ['2027-02-30,元旦', 'holidays-day-malformed'],
  ['2027-01-01,元旦\n明天,春节', 'holidays-day-malformed'],
  ['2027-01-01,元旦,休\n2027-01-01,元旦,班', 'holidays-twice'],
  ['{"a": 1}', 'holidays-no-days'],
  ['[{"date": "x"}]', 'holidays-day-malformed'],
])('%j is refused: %s', async (text, code) => {
  expect(await readHolidays(text)).toMatchObject({ status: 'refused', code })
})

test('a name in quotes holds commas and quotes', async () => {
  const read = await readHolidays('日期,名称\n2027-01-01,"元旦，""新年"", 首日"\n2027-02-06,春节')
  expect(read.status === 'read' && read.days[0].name).toBe('元旦，"新年", 首日')
})
