// @vitest-environment happy-dom
import { Buffer } from 'node:buffer'
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import readWorkbook from 'read-excel-file/node'
import { beforeEach, expect, test, vi } from 'vitest'
import { computed, ref, shallowRef } from 'vue'
import type { AreaRow } from '../../../../src/features/analysis/useAreaRows'
import { readChoice } from '../../../../src/features/analysis/address'
import { hourOfDay } from '../../../../src/features/analysis/time'
import type { Analysis } from '../../../../src/features/analysis/useAnalysis'
import { type Exports, useExport } from '../../../../src/features/analysis/useExport'
import { i18n, setLanguage } from '../../../../src/i18n'

const offered = vi.hoisted(() => [] as { blob: Blob; name: string }[])
const row = { id: 1, code: '410802001001', name: '学府社区', count: 40, versus: 10, rounded: null, perThousand: 12.5, households: 3200, isChosen: true } // prettier-ignore
const rows: AreaRow[] = [
  { ...row, compared: { change: 3, kind: 1, falseShare: 0.001 } },
  { ...row, id: 2, code: '410802001002', name: '新建社区', count: 2, versus: 1, compared: { change: 1, kind: 0, falseShare: null }, perThousand: null, households: null }, // prettier-ignore
]
vi.mock('../../../../src/composables/useFiles', async (original) => ({
  ...(await original<object>()),
  offer: (blob: Blob, name: string) => offered.push({ blob, name }),
}))
vi.mock('../../../../src/features/analysis/useAreaRows', () => ({
  useAreaRows: () => ({ rows: computed(() => rows), hasRounded: computed(() => false) }),
}))

const span = { from: hourOfDay('2026-11-01'), until: hourOfDay('2026-11-08') }
const versus = { span: { from: hourOfDay('2026-10-01'), until: hourOfDay('2026-10-15') }, categories: 'same' as const, area: null } // prettier-ignore

/** The exports of a page that looks at a week, compared or not. */
async function exportsOf(language: 'zh-CN' | 'en', isCompared: boolean): Promise<Exports> {
  await setLanguage(language)
  const byHourOfWeek = new Int32Array(168)
  byHourOfWeek[25] = 7
  const analysis = {
    choice: ref({ ...readChoice({}), versus: isCompared ? versus : null }),
    span: ref(span),
    per: ref('area'),
    isDifference: ref(isCompared),
    answer: shallowRef({
      total: 42,
      byHourOfWeek,
      byDay: new Int32Array([3, 0, 4]),
      firstDay: hourOfDay('2026-11-01') / 24,
    }),
  } as unknown as Analysis
  const spots = { spots: ref([{ lng: 113.2, lat: 35.2, cases: 30, areaSquareKilometres: 0.25, times: 4, community: 1, cells: [] }]) } // prettier-ignore
  const finds = {
    places: ref([{ lng: 113.2, lat: 35.2, cases: 5, community: 1, category: 4 }]),
    alarms: ref({ list: [{ unit: 1, group: 0, observed: 9, expected: 2.5, upper: 6, falseShare: 0.02 }] }),
    nameOfClass: () => '市容环境',
    placeOfAlarm: () => ({ community: 1, grid: null }),
  }
  let made: Exports | undefined
  mount(
    { setup: () => ((made = useExport(analysis, spots as never, finds as never, () => null)), () => null) },
    { global: { plugins: [i18n, createPinia()] } },
  )
  return made!
}
const sheetsOf = async (blob: Blob) =>
  (await readWorkbook(Buffer.from(await blob.arrayBuffer()))).map(({ sheet, data }) => [sheet, data] as const)

beforeEach(() => void (offered.length = 0))

test('a workbook has total, areas, days, rhythm and finds, each number where it is looked for', async () => {
  await (await exportsOf('zh-CN', false)).save('xlsx')
  expect(offered[0].name).toMatch(/2026-11-01 2026-11-07\.xlsx$/)
  const sheets = await sheetsOf(offered[0].blob)
  expect(sheets.map(([name]) => name)).toEqual(['热力分析', '按区域', '每日件数', '按星期和时刻', '热点', '多发点位', '近 7 天异常']) // prettier-ignore
  const [said, areas, days, rhythm, spots, repeats, unusual] = sheets.map(([, data]) => data)
  expect(said[2]).toEqual(['合计', 42])
  expect(areas).toEqual([
    ['编码', '社区', '上报', '住户', '每千户每 30 天（件）'],
    ['410802001001', '学府社区', 40, 3200, 12.5],
    ['410802001002', '新建社区', 2, null, null],
  ])
  expect(days.slice(1)).toEqual([['2026-11-01', 3], ['2026-11-02', 0], ['2026-11-03', 4]]) // prettier-ignore
  expect(rhythm[2].slice(0, 3)).toEqual(['周二', 0, 7])
  expect(spots[1]).toEqual([113.2, 35.2, 30, 0.25, 4])
  expect(repeats[1].at(-1)).toBe(5)
  expect(unusual[1].slice(2)).toEqual(['市容环境', 9, 2.5, 6, 0.02])
})

test('a comparison is exported with both counts, the change and how surely it is one', async () => {
  const exports = await exportsOf('zh-CN', true)
  expect(exports.about()).toContain('2026-10-01 – 2026-10-14')
  await exports.save('xlsx')
  const areas = (await sheetsOf(offered[0].blob))[1][1]
  expect(areas[0].slice(5)).toEqual(['对照', '变化', '误报比例'])
  expect(areas[1].slice(5)).toEqual([10, 3, 0.001])
  expect(areas[2].slice(5)).toEqual([1, 1, null])
})

test('text for spreadsheets has the same rows, in English too', async () => {
  await (await exportsOf('en', true)).save('csv')
  expect(offered[0].name).toMatch(/\.csv$/)
  const lines = (await offered[0].blob.text()).split(/\r?\n/)
  expect(lines.find((line) => line.startsWith('410802001001'))).toBe(
    '410802001001,学府社区,40,3200,12.5,10,3,0.001',
  )
  expect(lines.find((line) => line.startsWith('Code,'))).toContain('Compared,Change,False share')
})

test('a picture that there is none of is not offered', async () => {
  await (await exportsOf('en', false)).save('png')
  expect(offered).toEqual([])
})
