import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTime } from '../../../../src/import/dates'
import { chineseNumber } from '../../../../src/import/values/counts'
import { runs } from '../../../support/runs'
import { doubtsOf, outcomeOf, valuesOf } from '../help'

/** The hour in Beijing that a text tells, `-` where it tells none. */
const hourOf = (text: string) =>
  readTime(text, '+08:00')?.replace(
    /^.*T(\d\d):(\d\d).*$/,
    (_, hour: string, minute: string) => `${(Number(hour) + 8) % 24}:${minute}`,
  ) ?? '-'

describe('words of the day', () => {
  test.each([
    ['上午', [8, '8'], [11, '11'], [12, '0'], [14, '-']],
    ['凌晨', [0, '0'], [3, '3'], [12, '0'], [9, '-']],
    ['早上', [7, '7'], [12, '-'], [15, '-']],
    ['中午', [11, '11'], [12, '12'], [1, '13'], [5, '-']],
    ['下午', [1, '13'], [5, '17'], [12, '12'], [14, '14']],
    ['傍晚', [6, '18'], [18, '18'], [1, '-']],
    ['晚上', [8, '20'], [11, '23'], [20, '20'], [12, '-'], [1, '-']],
    ['半夜', [1, '1'], [11, '23'], [12, '-']],
    ['오후', [3, '15']],
    ['오전', [12, '0']],
  ] as [string, ...[number, string][]][])(
    '%s counts the hour, or says that it cannot be',
    (word, ...hours) => {
      for (const [hour, expected] of hours) {
        const shown = expected === '-' ? '-' : `${expected}:05`
        expect([hour, hourOf(`2026-03-02 ${word}${hour}:05`)]).toEqual([hour, shown])
        expect([hour, hourOf(`2026年3月2日${word}${hour}时05分`)]).toEqual([hour, shown])
        expect([hour, hourOf(`2026/3/2 ${hour}:05:00 ${word}`)]).toEqual([hour, shown])
      }
    },
  )

  test('never move a time to another half of the day than they name', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom('上午', '早上', '下午', '晚上'),
        (hour, word) => {
          const found = hourOf(`2026-03-02 ${word}${hour}:30`)
          if (found === '-') return
          expect(Number(found.split(':')[0]) >= 12).toBe(word === '下午' || word === '晚上')
        },
      ),
      runs(),
    )
  })
})

test('years of the Republic of China are read in both ways of writing', () => {
  for (const text of ['民国115年3月2日', '民國115年3月2日', '中華民國115年3月2日'])
    expect(readTime(text, '+08:00')).toBe('2026-03-01T16:00:00.000Z')
})

test('a number that is said in another way than it is written is none', () => {
  expect(['三百二', '两千五', '一万二', '三百零二', '三百二十', '三十二'].map(chineseNumber)).toEqual([
    undefined,
    undefined,
    undefined,
    302,
    320,
    32,
  ])
})

test('a day of closing without an hour never refuses a request of that day', async () => {
  const text = [
    '工单号,事件类型,上报时间,结案时间,经度,纬度',
    'w1,占道经营,2026-03-02 08:05,2026-03-02,113.2,35.2',
    'w2,占道经营,2026-03-02 08:05,2026-03-03,113.21,35.2',
    'w3,占道经营,2026-03-02 08:05,2026-03-02 07:00,113.22,35.2',
  ].join('\n')
  const { accepted, refused } = await outcomeOf(text, '事件.csv')
  expect(valuesOf(accepted, 'closedAt')).toEqual(['2026-03-02T00:05:00.000Z', '2026-03-02T16:00:00.000Z'])
  expect(doubtsOf(accepted)).toEqual(['2 closing-time-unknown'])
  expect(refused.map(({ line, refusal }) => [line, refusal])).toEqual([[4, 'closed-before-reported']])
})

test.each([
  ['2026. 3. 2. 오후 3:05', '2026-03-02T07:05:00.000Z'],
  ['2026. 3. 2.', '2026-03-01T16:00:00.000Z'],
  ['2026年3月2日 15時05分', '2026-03-02T07:05:00.000Z'],
  ['2026-03-02(月) 15:05', '2026-03-02T07:05:00.000Z'],
])('%s as neighbours write it is read', (text, instant) => expect(readTime(text, '+08:00')).toBe(instant))
