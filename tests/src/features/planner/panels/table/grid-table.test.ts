// @vitest-environment happy-dom
import { PiniaColada } from '@pinia/colada'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, nextTick, ref, shallowRef } from 'vue'
import GridTable from '../../../../../../src/features/planner/panels/table/GridTable.vue'
import { sheetRows } from '../../../../../../src/features/planner/panels/table/table-sheet'
import { i18n, setLanguage } from '../../../../../../src/i18n'
import { usePlan } from '../../../../../../src/stores/plan'
import { useSession } from '../../../../../../src/stores/session'
import { detailOf, scheme, withSmallPlan } from '../../../../stores/plan-sheet'
import { mountAtDesk } from '../../desk-of'

vi.mock('../../../../../../src/data/client', () => ({ client: () => ({}) }))

const small = withSmallPlan()

describe('the table of grids', () => {
  beforeEach(async () => {
    document.body.innerHTML = ''
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
    const pinia = createPinia()
    createApp({}).use(pinia).use(PiniaColada).use(i18n)
    setActivePinia(pinia)
    useSession().memberships = [{ role: 'planner', areaId: 1 }]
    await setLanguage('zh-CN')
    small.ground.input.buildings.estimated = small.ground.input.buildings.id.map((_id, place) => place === 0)
    await usePlan().open(small.ground, scheme, detailOf(7, small))
  })

  async function table(chooseInTable = vi.fn()) {
    const replaced = new Map([[11, { nowName: '乙', until: '2026-03-01' }]])
    const { wrapper, desk } = mountAtDesk(GridTable, {}, {}, {
      standing: { replaced: shallowRef(replaced), communities: ref(2) },
      looking: { chooseInTable },
    }) // prettier-ignore
    desk.parts.table.value = true
    await nextTick()
    return wrapper
  }

  it('is walked and chosen from by keyboard, one row being come to by Tab', async () => {
    const choose = vi.fn()
    const wrapper = await table(choose)
    const rows = wrapper.findAll<HTMLElement>('tr[data-grid]')
    expect(rows.map((row) => row.attributes('tabindex'))).toEqual(['0', ...rows.slice(1).map(() => '-1')])
    rows[0].element.focus()
    await rows[0].trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(rows[1].element)
    await rows[1].trigger('keydown', { key: 'Enter', shiftKey: true })
    expect(choose).toHaveBeenCalledExactlyOnceWith(Number(rows[1].attributes('data-grid')), true)
  })

  it('marks what another plan replaced, and estimates in rows and sums', async () => {
    const wrapper = await table()
    const { draft } = usePlan()
    const inFirst = [...draft!.grids.values()].filter(({ community }) => community === 11).length
    const marks = wrapper.findAll('[data-test=replaced-mark]')
    expect(marks).toHaveLength(inFirst)
    expect(marks[0].attributes('title')).toContain('乙')
    expect(wrapper.findAll('tbody [data-test=estimate-mark]')).toHaveLength(1)
    const [estimated] = small.ground.input.buildings.households
    expect(wrapper.get('[data-test=table-sums] [data-test=estimate-mark]').text()).toContain(
      `${estimated} 户`,
    )
  })
})

describe('the sheet of the table', () => {
  const row = (key: number, street: string, households: number) => ({
    figure: { level: 1, key, households, deviation: 0, buildings: 2, cutCompounds: 0, walkMetres: 90, polygon: null },
    number: `00${key}`,
    code: undefined,
    name: key === 1 ? '一号' : '',
    kind: null,
    community: '银杏社区',
    street,
    isLocked: false,
    estimated: key === 1 ? 40 : 0,
    replacedBy: key === 2 ? { nowName: '乙', until: '2026-03-01' } : null,
    incidents: null,
    visits: null,
    load: null,
  }) // prettier-ignore
  const words = {
    title: (column: string) => column,
    sum: (count: number, street: string) => `${street} ${count}`,
    replaced: '已被替代',
  }

  it('holds what is shown, with the sums of each street where they are shown', () => {
    const rows = [row(2, '西街道', 410), row(1, '东街道', 390)]
    const columns = ['number', 'street', 'households', 'incidents'] as const
    expect(sheetRows({ rows, columns, hasStreets: true }, words)).toEqual([
      ['number', 'name', 'street', 'households', 'incidents', 'estimated', 'replaced'],
      ['002', null, '西街道', 410, null, 0, '已被替代'],
      ['001', '一号', '东街道', 390, null, 40, null],
      ['西街道 1', null, null, 410, null, 0, null],
      ['东街道 1', null, null, 390, null, 40, null],
      [' 2', null, null, 800, null, 40, null],
    ])
    const plain = sheetRows({ rows: rows.slice(1), columns: ['number'], hasStreets: false }, words)
    expect(plain.at(-1)).toEqual([' 1', null, 40])
  })
})
