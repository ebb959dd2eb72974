import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptCodes, traceLineage } from '../../../geo/codes/lineage'
import { numberGrids, readingOrder } from '../../../geo/codes/number'
import { runs } from '../../support/runs'

const COMMUNITY = '410802001003'

describe('numberGrids', () => {
  it('numbers west to east, then north to south', () => {
    const grids = [
      { x: 0, y: 0 },
      { x: 100, y: 110 },
      { x: 0, y: 95 },
      { x: 100, y: -5 },
    ]
    expect(readingOrder(grids)).toEqual([2, 1, 0, 3])
    expect(numberGrids(COMMUNITY, grids)).toEqual({
      status: 'ok',
      codes: ['003', '002', '001', '004'].map((serial) => COMMUNITY + serial),
    })
  })

  it.each([
    [14, '01'],
    [15, '001'],
    [16, '0001'],
    [20, '00000001'],
  ] as const)('makes codes of %i digits', (digits, serial) => {
    expect(numberGrids(COMMUNITY, [{ x: 0, y: 0 }], [], digits)).toEqual({
      status: 'ok',
      codes: [COMMUNITY + serial],
    })
  })

  it('keeps what is kept and never uses a code again', () => {
    const grids = [
      { x: 0, y: 0 },
      { x: 1, y: 0, keeps: `${COMMUNITY}002` },
      { x: 2, y: 0 },
    ]
    const used = [`${COMMUNITY}001`, `${COMMUNITY}002`, `${COMMUNITY}007`, '410802001004099']
    expect(numberGrids(COMMUNITY, grids, used)).toEqual({
      status: 'ok',
      codes: ['008', '002', '009'].map((serial) => COMMUNITY + serial),
    })
  })

  it('says when the digits are used up', () => {
    expect(numberGrids(COMMUNITY, [{ x: 0, y: 0 }], [`${COMMUNITY}99`], 14)).toEqual({
      status: 'infeasible',
      reason: 'code-space-exhausted',
    })
    expect(() => numberGrids('4108', [])).toThrow('bad-community-code')
  })

  it('gives every grid a code of its own, wherever it lies', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 5 }), y: fc.integer({ min: 0, max: 5 }) })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 50 }), (grids) => {
        const numbered = numberGrids(COMMUNITY, grids)
        expect(numbered.status === 'ok' && new Set(numbered.codes).size).toBe(grids.length)
      }),
      runs(),
    )
  })
})

describe('lineage', () => {
  it('follows a split, a merge, a moved border and an unchanged grid', () => {
    //              split            merged     moved border            unchanged
    const before = ['A', 'A', 'A', /**/ 'B', 'C', /**/ 'D', 'D', 'D', 'E', 'E', 'E', /**/ 'F']
    const after = ['p', 'q', 'q', /**/ 'r', 'r', /**/ 's', 's', 's', 's', 't', 't', /**/ 'u']
    const households = [40, 30, 30, 50, 50, 80, 10, 10, 10, 45, 45, 9]
    const links = traceLineage(before, after, households)
    expect(links.map(({ from, to }) => from + to)).toEqual(['Ap', 'Aq', 'Br', 'Cr', 'Ds', 'Es', 'Et', 'Fu'])
    expect(links[1]).toEqual({
      from: 'A',
      to: 'q',
      buildings: 2,
      households: 60,
      shareOfFrom: 0.6,
      shareOfTo: 1,
    })
    expect([...keptCodes(links)]).toEqual([
      ['s', 'D'],
      ['t', 'E'],
      ['u', 'F'],
    ])
  })

  it('counts buildings where nobody lives, and leaves out what has no grid', () => {
    expect(traceLineage(['A', 'A', '', 'A'], ['x', 'y', 'x', ''], [0, 0, 5, 0])).toEqual([
      { from: 'A', to: 'x', buildings: 1, households: 0, shareOfFrom: 1 / 3, shareOfTo: 0 },
      { from: 'A', to: 'y', buildings: 1, households: 0, shareOfFrom: 1 / 3, shareOfTo: 1 },
    ])
  })

  it('accounts for every household once', () => {
    const assigned = fc.array(
      fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 }), fc.integer({ min: 1, max: 50 })),
    )
    fc.assert(
      fc.property(assigned, (rows) => {
        const links = traceLineage(
          rows.map(([from]) => `b${from}`),
          rows.map(([, to]) => `a${to}`),
          rows.map(([, , households]) => households),
        )
        const total = links.reduce((sum, { households }) => sum + households, 0)
        expect(total).toBe(rows.reduce((sum, [, , households]) => sum + households, 0))
        for (const from of new Set(links.map((link) => link.from)))
          expect(
            links.filter((link) => link.from === from).reduce((sum, link) => sum + link.shareOfFrom, 0),
          ).toBeCloseTo(1)
        const kept = keptCodes(links)
        expect(new Set(kept.values()).size).toBe(kept.size)
      }),
      runs(),
    )
  })
})
