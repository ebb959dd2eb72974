import { describe, expect, it } from 'vitest'
import { levelBalances, reportRows, successions } from '../../../../src/plan/files/report'

const grid = (level: number, key: number, households: number, code: string | null = null) => ({
  level,
  key,
  households,
  code,
  community: 1,
})
const levels = [
  { level: 1, target: 1000 },
  { level: 2, target: 100 },
]

describe('a report', () => {
  const grids = [grid(2, 2, 121, '003'), grid(2, 1, 110, '002'), grid(1, 1, 231, '001')]
  const rows = reportRows(grids, levels, 0.1, [1, 1, 2])

  it('measures each grid against the target of its level, the limit taken in', () => {
    expect(rows.map(({ grid: { code }, isWithin }) => [code, isWithin])).toEqual([
      ['001', false],
      ['002', true],
      ['003', false],
    ])
  })

  it('measures a dedicated grid against nothing, and counts it as within', () => {
    const market = { ...grid(2, 2, 121, '003'), kind: 'market' as const }
    const [row] = reportRows([market], levels, 0.1, [])
    expect([row.deviation, row.isWithin]).toEqual([null, true])
    expect(levelBalances([row], levels)[1]).toMatchObject({ grids: 1, within: 1 })
  })

  it('counts the buildings of leaf grids', () => {
    expect(rows.map(({ buildings }) => buildings)).toEqual([0, 2, 1])
  })

  it('adds up each level by itself', () => {
    expect(levelBalances(rows, levels)).toEqual([
      { level: 1, target: 1000, grids: 1, households: 231, within: 0 },
      { level: 2, target: 100, grids: 2, households: 231, within: 1 },
    ])
  })
})

describe('what became of a grid', () => {
  const pair = (from: number, to: number, toCode: string | null, same = true) => ({
    from,
    fromCode: `00${from}`,
    to,
    toCode,
    same,
  })

  it('is that it lives on only where it keeps its code', () => {
    expect(successions([pair(1, 1, '001'), pair(1, 2, '002', false)])).toEqual(['stays', 'moves'])
  })

  it('is a new code on the same ground, or on most of it', () => {
    expect(successions([pair(1, 7, '007')])).toEqual(['recoded'])
    expect(successions([pair(1, 7, '007'), pair(1, 8, '008', false)])).toEqual(['mostlyRecoded', 'moves'])
    expect(successions([pair(1, 7, '007'), pair(2, 7, '007', false)])).toEqual(['mostlyRecoded', 'moves'])
  })

  it('is not known by its code before publishing', () => {
    expect(successions([pair(1, 7, null)])).toEqual(['uncoded'])
    expect(successions([{ ...pair(1, 1, null), fromCode: null }])).toEqual(['stays'])
  })
})
