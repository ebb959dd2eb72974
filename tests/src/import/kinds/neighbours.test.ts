import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPersonal } from '../../../../src/import/privacy/personal'
import { refusedTopic } from '../../../../src/import/privacy/refused'
import { runs } from '../../../support/runs'
import { outcomeOf } from '../help'

// Numbers of people and telephones as neighbours write them. All are made up; their check digits are reckoned here.

const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`))
const weighed = (numbers: number[], weights: number[]) =>
  numbers.reduce((sum, number, i) => sum + number * weights[i], 0)

const taiwan = fc
  .tuple(fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVXYWZIO'), fc.constantFrom('1', '2', '8', '9'), digits(7))
  .map(([letter, sex, rest]) => {
    const region = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(letter) + 10
    const all = [Math.floor(region / 10), region % 10, ...[...(sex + rest)].map(Number)]
    return `${letter}${sex}${rest}${(10 - (weighed(all, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10}`
  })
const hongKong = fc.tuple(fc.constantFrom('A', 'K', 'Z', 'XA'), digits(6)).map(([letters, number]) => {
  const values = [...letters.padStart(2, ' ')].map((one) => (one === ' ' ? 36 : one.charCodeAt(0) - 55))
  const rest = weighed([...values, ...[...number].map(Number)], [9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return `${letters}${number}(${rest === 0 ? '0' : rest === 1 ? 'A' : 11 - rest})`
})
const singapore = fc.tuple(fc.constantFrom('S', 'T', 'F', 'G'), digits(7)).map(([letter, number]) => {
  const sum = weighed([...number].map(Number), [2, 7, 6, 5, 4, 3, 2]) + ('TG'.includes(letter) ? 4 : 0)
  return `${letter}${number}${('ST'.includes(letter) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11]}`
})
const korea = fc
  .tuple(
    fc.integer({ min: 10, max: 99 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    digits(6),
  )
  .map(
    ([year, month, day, rest]) =>
      `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}-1${rest}`,
  )
const telephone = fc.constantFrom(
  '0912-345-678',
  '0912 345 678',
  '010-1234-5678',
  '016-123-4567',
  '090-1234-5678',
  '+65 9123 4567',
  '+852 91234567',
  '+886-912-345-678',
  '+82 10-1234-5678',
  '+49 151 23456789',
  'chen.mei@example.com',
  'a_b+c@mail.example.org.tw',
)
const paper = fc.constantFrom(
  '护照E12345678',
  '護照號碼：E12345678',
  'passport no. X1234567',
  '港澳通行证C12345678',
  '居留證AB12345678',
)

describe('in text', () => {
  test('nothing of a number of a person or of a telephone is left', () => {
    fc.assert(
      fc.property(
        fc.oneof(taiwan, hongKong, singapore, korea, telephone, paper),
        fc.constantFrom('', '来电人', '（', '，请回电 ', '담당 '),
        fc.constantFrom('', '反映占道', '）', '。', ' 외'),
        (number, before, after) => {
          const masked = maskPersonal(before + number + after)
          expect(masked).toContain('＊＊＊')
          expect(masked.replace(/\D/g, '').length).toBeLessThan(4)
        },
      ),
      runs(),
    )
  })

  test.each([
    '410802001001',
    'A123456788',
    'S1234567A',
    '0901020304',
    '01010101',
    '幸福路12-34-5号',
    '2026-03-01 08:05',
    'GB/T 34300-2017',
    'bedok|@BEDOK STH AVE 1',
    '113.200012345678,35.200012345678',
    '900131-0000000',
    '+1-2号',
  ])('%s stays as it is', (text) => expect(maskPersonal(text)).toBe(text))
})

test('a code of a thing that looks like such a number stays one, however many of them would pass', async () => {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `A1000000${10 + i},${i}号楼,40,东社区,南街道,113.2${10 + i},35.2`,
  )
  const text = ['楼栋编号,楼栋,户数,社区,街道,经度,纬度', ...lines].join('\n')
  const { accepted } = await outcomeOf(text, '楼栋.csv')
  expect(accepted.map(({ source }) => source)).toEqual(lines.map((line) => line.split(',')[0]))
})

test.each([
  ['楼长', 'person'],
  ['楼栋长', 'person'],
  ['单元长姓名', 'person'],
  ['網格員', 'person'],
  ['专职网格员', 'person'],
  ['網格長電話', 'person'],
  ['戶長', 'person'],
  ['里長', 'person'],
  ['負責人', 'person'],
  ['志愿者', 'person'],
  ['LDZXM', 'person'],
  ['WGYDH', 'person'],
  ['入党时间', 'political'],
  ['党支部', 'political'],
  ['网格员数', undefined],
  ['志愿者人数', undefined],
  ['路长', undefined],
  ['网格长度', undefined],
  ['负责人数', undefined],
  ['网格编码', undefined],
  ['楼长度', undefined],
])('a column called %s: %s', (column, topic) => expect(refusedTopic(column)).toBe(topic))
