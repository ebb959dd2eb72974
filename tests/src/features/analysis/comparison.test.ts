import { describe, expect, test } from 'vitest'
import { compareRows, exposuresOf } from '../../../../src/features/analysis/compared/comparison'
import reference from '../../../reference/chance.json'

describe('areas compared', () => {
  test("are marked where R's exact test with false-discovery control marks them, by the days of both sides", () => {
    const { first, second, exposures, p, adjusted } = reference.comparison
    const rows = compareRows(
      first.map((count, at) => [count, second[at]] as const),
      [exposures[0], exposures[1]],
    )
    expect(rows.some(({ kind }) => kind !== 0)).toBe(true)
    rows.forEach(({ kind, falseShare }, at) => {
      if (p[at] === null) return expect([kind, falseShare]).toEqual([0, null])
      expect(falseShare).toBeCloseTo(adjusted[at] as number, 9)
      expect(kind !== 0).toBe((adjusted[at] as number) <= 0.05)
    })
  })

  test('of one rate have not changed, however long either side is', () => {
    const exposures = exposuresOf('reported', { from: 0, until: 240 }, { from: 0, until: 720 })
    expect(exposures).toEqual([10, 30])
    const [same, more] = compareRows([[100, 300], [300, 300]], exposures) // prettier-ignore
    expect(same).toMatchObject({ change: 0, kind: 0 })
    expect(more).toMatchObject({ change: 2, kind: 1 })
    // What is open is a moment's: windows have no length.
    const [one, other] = exposuresOf('open', { from: 0, until: 240 }, { from: 0, until: 720 })
    expect(one).toBe(other)
    expect(compareRows([[4, 0]], [1, 1])).toEqual([{ change: null, kind: 0, falseShare: null }])
  })
})
