import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImportKind, ImportSettings } from '../../../../src/import/types'
import { runs } from '../../../support/runs'
import { outcomeOf } from '../help'

// Kind 2: one bad row is a refused row, and what a row can do without never refuses it.

const at = (i: number) => [`113.2${String(i).padStart(2, '0')}`, '35.2']

interface Shape {
  kind: ImportKind
  needed: Record<string, (i: number) => string>
  /** Columns that a row can do without, by field. */
  optional: Record<string, string>
}

const shapes: Shape[] = [
  {
    kind: 'buildings',
    needed: { 楼栋编号: (i) => `b-${i}x`, 户数: () => '40', 社区: () => '东社区' },
    optional: {
      storeys: '层数',
      height: '高度',
      floorArea: '建筑面积',
      use: '用途',
      compound: '小区',
      compoundSource: '小区编号',
      name: '楼栋名称',
      address: '地址',
      doubtful: '存疑',
    },
  },
  {
    kind: 'incidents',
    needed: { 案件编号: (i) => `w-${i}x`, 小类: () => '违停', 上报时间: () => '2026-03-01 08:00' },
    optional: { dueAt: '截止时间', description: '问题描述', address: '发生地址', closedAt: '结案时间' },
  },
  {
    kind: 'service-points',
    needed: { 编号: (i) => `s-${i}x`, 名称: (i) => `${i}号服务站` },
    optional: { class: '服务类型', address: '地址', telephone: '服务电话', nameEn: '英文名' },
  },
  {
    kind: 'areas',
    needed: { 名称: (i) => `${i}社区`, 所属街道: () => '南街道' },
    optional: { nameEn: '英文名' },
  },
]

const odd = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.double().map(String),
  fc.constantFrom(
    ...['NULL', 'NaN', '1e999', '-1', '61000', '6+1', '2147483648', '9'.repeat(40), '0x1F', '十八', '很高'],
    ...['9999-12-31', '0001-01-01', '24:00', '2026-02-30', '昨天', '1e-320', '=1+1', '\uD800', 'a\0b', '-'],
    'x'.repeat(6000),
  ),
)

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

test('whatever stands where a row can do without it, the row is taken, with numbers and times that a database holds', async () => {
  const rows = fc.array(fc.array(odd, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...shapes), rows, async ({ kind, needed, optional }, cells) => {
      const columns = [...Object.keys(needed), ...Object.values(optional), '经度', '纬度']
      const lines = cells.map((row, i) =>
        [
          ...Object.values(needed).map((of) => of(i)),
          ...Object.values(optional).map((_, j) => row[j]),
          ...at(i),
        ]
          .map(quoted)
          .join(','),
      )
      const mapping: ImportSettings['mapping'] = { ...optional }
      const names = Object.keys(needed)
      const fields = {
        buildings: ['source', 'households', 'community'],
        incidents: ['source', 'category', 'reportedAt'],
        'service-points': ['source', 'name'],
        areas: ['name', 'parentName'],
      }[kind as 'buildings']
      fields.forEach((field, i) => (mapping[field] = names[i]))
      if (kind !== 'areas') Object.assign(mapping, { lng: '经度', lat: '纬度' })
      const { questions, read, accepted, refused } = await outcomeOf(
        `${columns.map(quoted).join(',')}\n${lines.join('\n')}\n`,
        'list.csv',
        { kind },
        { encoding: 'utf-8', delimiter: ',', headerLine: 1 },
        { mapping, coordinates: 'wgs84', categories: { 违停: '0303' } },
      )
      // Dates of which nobody knows whether the day comes first are asked for, and what stands in the first row of a group only.
      if (questions.length > 0)
        return void expect(['date-order', 'blank-below']).toEqual(
          expect.arrayContaining(questions.map(({ code }) => code)),
        )
      // A request that was closed before it was reported contradicts itself: that is its own refusal.
      const left = refused.filter(({ refusal }) => refusal !== 'closed-before-reported')
      expect(left.map(({ refusal, detail }) => `${refusal} ${detail}`)).toEqual([])
      expect(read).toBe(cells.length)
      const text = JSON.stringify(accepted)
      expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      for (const { payload } of accepted) checkValues(payload as Record<string, unknown>)
    }),
    runs(2000),
  )
})

function checkValues({ storeys, heightMetres, dueAt, closedAt, ...texts }: Record<string, unknown>): void {
  if (typeof storeys === 'number') expect(storeys >= 1 && storeys <= 200).toBe(true)
  if (typeof heightMetres === 'number') expect(heightMetres > 0 && heightMetres < 2000).toBe(true)
  for (const time of [dueAt, closedAt])
    if (typeof time === 'string') expect(time).toMatch(/^(199\d|20\d\d)-\d\d-\d\dT/)
  for (const value of Object.values(texts))
    if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
}
