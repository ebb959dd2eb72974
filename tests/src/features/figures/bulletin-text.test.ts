// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import type { Bulletin } from '../../../../src/data/assessment'
import { bulletinSheets, rowsOf, sentencesOf } from '../../../../src/features/figures/bulletin/bulletin-text'
import { read } from './workbook'
import { wordsIn } from './words'

type Content = Bulletin['content']
const row = (code: string, name: string, nameEn: string, [cameIn, due, closed]: number[]) => ({
  code,
  name,
  nameEn,
  values: {
    cameIn: [cameIn, null],
    filedCases: [cameIn - 1, null],
    closingDue: [due, null],
    closedCases: [closed, null],
    onTimeClosure: [closed, due],
    onTimeClosureLess: [closed, due - 1],
    closingDueLess: [due - 1, null],
  } satisfies Record<string, [number, number | null]>,
})
const content: Content = {
  total: row('', '', '', [30, 20, 15]).values,
  area: [row('1', '东街', 'East', [18, 12, 11]), row('2', '西街', 'West', [12, 8, 4])],
  class: [row('01', '市容环境', 'City environment', [20, 12, 9]), row('02', '公共设施', 'Facilities', [10, 8, 6])],
  department: [row('7', '城管局', 'City management', [16, 10, 9]), row('8', '住建局', 'Housing', [9, 8, 2]), row('9', '园林局', 'Parks', [3, 4, 0])],
  source: [row('hotline', 'hotline', 'hotline', [30, 20, 15])],
} // prettier-ignore
const about = { title: '示范区周报', period: { firstDay: '2026-11-16', lastDay: '2026-11-22' } }

test('what a bulletin says is of its figures, by class, area and department', async () => {
  const words = await wordsIn('zh-CN')
  /** Percentages with a plain space. */
  const plain = (sentences: string[]) => sentences.map((one) => one.replaceAll(/\s%/g, ' %'))
  expect(plain(sentencesOf(content, false, words))).toEqual([
    '本期来件 30 件，立案 29 件，应结 20 件，结案 15 件，按期结案率 75.0 %。',
    '来件最多的是市容环境，20 件。',
    '按期结案率最高的是东街（91.7 %），最低的是西街（50.0 %）。',
    // Of the parks too little was due for a share to be spoken of.
    '部门中，来件最多的是城管局（16 件）；应结五件及以上的，按期结案率最低的是住建局（25.0 %）。',
  ])
  const english = plain(sentencesOf(content, false, await wordsIn('en')))
  expect(english.at(-1)).toContain('City management (16)')
  expect(english.at(-1)).toContain('Housing closed the fewest in time (25.0 %)')
  const few = { ...content, department: content.department!.slice(2) }
  expect(sentencesOf(few, false, await wordsIn('zh-CN')).at(-1)).toBe('部门中，来件最多的是园林局（3 件）。')
})

test('an edition from before departments were told says nothing of them', async () => {
  const { department: _, ...older } = content
  expect(rowsOf(older, 'department')).toEqual([])
  expect(sentencesOf(older, false, await wordsIn('zh-CN'))).toHaveLength(3)
})

test('the workbook has the text, then areas, departments, classes and sources with their counts and shares', async () => {
  const sheets = bulletinSheets(content, false, about, await wordsIn('zh-CN'))
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['通报', '按区域', '按部门', '按类别', '按来源'])
  const [text, , departments, , sources] = await read(sheets)
  expect(text[0]).toEqual(['示范区周报'])
  expect(text.flat().join()).toContain('部门中，来件最多的是城管局')
  expect(departments).toEqual([
    [null, '来件', '立案', '应结', '结案', '按期结案率'],
    ['城管局', 16, 15, 10, 9, 0.9],
    ['住建局', 9, 8, 8, 2, 0.25],
    ['园林局', 3, 2, 4, 0, 0],
  ])
  expect(sources[1][0]).toBe('热线')
  // Less what was deferred: fewer were due.
  const less = await read(bulletinSheets(content, true, about, await wordsIn('zh-CN')))
  expect(less[2][1].slice(3)).toEqual([9, 9, 1])
})
