// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import type { Assessment } from '../../../../src/data/assessment'
import { assessmentSheets } from '../../../../src/features/figures/assessment/assessment-sheets'
import { read } from './workbook'
import { wordsIn } from './words'

const unit = (id: string, name: string, rank: number | null, score: number | null, trend: (number | null)[]) => ({
  id,
  code: id,
  name,
  nameEn: null,
  score,
  rank,
  values: { onTimeClosure: [3, 4], response: [0, 0] } as Record<string, [number, number | null]>,
  trend,
}) // prettier-ignore
const answer: Pick<Assessment, 'units'> = {
  units: [
    unit('1', '学府社区', 1, 90.5, [null, 70, 72.5, 80, 85, 90.5]),
    unit('2', '新建社区', null, null, [null, null, null, null, null, null]),
  ],
}
const signs = [
  { sign: 'bulk', community: 2, shown: 10, cases: 50, usual: 0.02, distance: 4.44 },
  { sign: 'rushed', community: 1, shown: 30, cases: 60, usual: 0.1, distance: 9.96 },
]
const texts = {
  title: '考核',
  period: { firstDay: '2026-10-01', lastDay: '2026-10-31' },
  standing: '第 2 版',
  unit: 'community',
  weights: '按期结案率 3、响应率 1',
  codes: ['onTimeClosure', 'response'],
  nameOf: (code: string) => (code === 'response' ? '响应率' : '按期结案率'),
  communityOf: (id: number) => (id === 1 ? '学府社区' : '新建社区'),
}

test('the workbook of an assessment has the scores of the periods before and, on a sheet of their own, the signs', async () => {
  const [scores, found] = await read(assessmentSheets(answer, signs, texts, await wordsIn('zh-CN')))
  expect(String(scores[0][0])).toMatch(/^考核 .*10.* · 第 2 版$/)
  expect(scores[2]).toEqual(
    ['名次', '社区', '得分', '5 期前得分', '4 期前得分', '3 期前得分', '2 期前得分', '1 期前得分', '按期结案率', '响应率'], // prettier-ignore
  )
  expect(scores[3].slice(0, 9)).toEqual([1, '学府社区', 90.5, null, 70, 72.5, 80, 85, 0.75])
  expect(scores[4][1]).toBe('新建社区')
  expect(found[1]).toEqual(['迹象', '社区', '涉及', '案件', '占比', '通常', '偏离（标准差）'])
  expect(found[2].slice(1)).toEqual(['学府社区', 30, 60, 0.5, 0.1, 10])
  expect(found[2][0]).toContain('压线办结')
  expect(found[3].slice(1)).toEqual(['新建社区', 10, 50, 0.2, 0.02, 4.4])
})

test('without signs it says so, and in English there is nothing of Chinese but names', async () => {
  const [scores, found] = await read(assessmentSheets(answer, [], texts, await wordsIn('en')))
  expect(found[2][0]).toBe('Nothing unusual was found')
  expect(scores[2].slice(3, 8)).toEqual([5, 4, 3, 2, 1].map((count) => `Score ${count} period${count > 1 ? 's' : ''} before`)) // prettier-ignore
})
