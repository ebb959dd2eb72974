import { describe, expect, it } from 'vitest'
import type { COLUMNS } from '../../../../../../src/features/planner/panels/table/grid-rows'
import {
  byStreet,
  codePrefix,
  foundRows,
  type GridRow,
  sortedRows,
  sumsOf,
} from '../../../../../../src/features/planner/panels/table/grid-rows'

function row(code: string | undefined, number: string, community: string, households: number): GridRow {
  const figure = { level: 1, key: Number(number), households, deviation: households / 400 - 1 }
  const rest = { buildings: 1, cutCompounds: 0, walkMetres: 0, polygon: null }
  return {
    figure: { ...figure, ...rest },
    number,
    code,
    name: '',
    kind: null,
    community,
    street: community === '银杏社区' ? '东街道' : '西街道',
    isLocked: false,
    estimated: number === '002' ? 30 : 0,
    replacedBy: null,
    incidents: households === 410 ? null : households,
    visits: households * 2,
    load: null,
  }
}

/** The community that comes later by its code comes first by its name. */
const PUBLISHED = [
  row('999901001002001', '001', '安乐社区', 400),
  row('999901001001002', '002', '银杏社区', 380),
  row('999901001002002', '002', '安乐社区', 380),
  row('999901001001001', '001', '银杏社区', 410),
]
const codes = (rows: readonly GridRow[]) => rows.map(({ code }) => code?.slice(-6))
const sort = (column: (typeof COLUMNS)[number], isDescending = false, rows = PUBLISHED) =>
  sortedRows(rows, { column, isDescending }, 'zh-CN')

describe('the rows of the table of grids', () => {
  it('go by the whole code, which is what is read in the column', () => {
    expect(codes(sort('number'))).toEqual(['001001', '001002', '002001', '002002'])
    expect(codes(sort('number', true))).toEqual(['002002', '002001', '001002', '001001'])
    expect(codePrefix(PUBLISHED[0])).toBe('999901001002')
  })

  it('of a draft go by number, also past 999', () => {
    const draft = ['1000', '002', '999'].map((number) => row(undefined, number, '', 400))
    expect(sort('number', false, draft).map(({ number }) => number)).toEqual(['002', '999', '1000'])
    expect(codePrefix(draft[0])).toBe('')
  })

  it('go by the name of the community, and by number within one whichever way', () => {
    expect(codes(sort('community'))).toEqual(['002001', '002002', '001001', '001002'])
    expect(codes(sort('community', true))).toEqual(['001001', '001002', '002001', '002002'])
  })

  it('go by street, and by number within one', () => {
    expect(codes(sort('street'))).toEqual(['001001', '001002', '002001', '002002'])
    expect(codes(sort('street', true))).toEqual(['002001', '002002', '001001', '001002'])
  })

  it('with the same figure go by number', () => {
    expect(codes(sort('households', true))).toEqual(['001001', '002001', '001002', '002002'])
    expect(codes(sort('deviation'))).toEqual(['001002', '002002', '002001', '001001'])
  })

  it('without a figure stand at the end', () => {
    for (const isDescending of [false, true])
      expect(codes(sort('incidents', isDescending)).at(-1)).toBe('001001')
  })

  it('are found by code, number and community, and summed', () => {
    expect(codes(foundRows(PUBLISHED, ' 002001 '))).toEqual(['002001'])
    expect(foundRows(PUBLISHED, '银杏')).toHaveLength(2)
    expect(foundRows(PUBLISHED, '')).toBe(PUBLISHED)
    expect(sumsOf(foundRows(PUBLISHED, '安乐'))).toEqual({
      households: 780,
      estimated: 30,
      buildings: 2,
      cutCompounds: 0,
      incidents: 780,
      visits: 1560,
      load: null,
    })
    expect(sumsOf(PUBLISHED).incidents).toBeNull()
    expect(foundRows(PUBLISHED, '西街道')).toHaveLength(2)
  })

  it('are summed street by street, where there is more than one', () => {
    const streets = byStreet(sort('number'))
    expect(streets.map(({ street, rows }) => [street, sumsOf(rows).households])).toEqual([
      ['东街道', 790],
      ['西街道', 780],
    ])
    expect(byStreet(foundRows(PUBLISHED, '银杏'))).toEqual([])
  })
})
