import { describe, expect, it } from 'vitest'
import { formerPlan } from '../../../../src/plan/model/former'

const plan = (
  id: number,
  areaCode: string,
  publishedAt: string | null,
  { inForce = 0, basedOn = null as number | null } = {},
) => ({ id, areaCode, publishedAt, inForce, basedOn })

const first = plan(1, '999901', '2024-06-08')
const second = plan(2, '999901', '2025-10-21', { inForce: 44 })
const elsewhere = plan(3, '999901002', '2025-12-01', { inForce: 4 })
const street = plan(4, '999901001', '2026-01-05', { inForce: 5 })

describe('formerPlan', () => {
  const all = [first, second, elsewhere, street]

  it('of a draft is the one in force on its ground', () => {
    expect(formerPlan(all.slice(0, 3), plan(9, '999901001', null))).toBe(second)
  })

  it('of a published plan is the last published before it, elsewhere left out', () => {
    expect(formerPlan(all, street)).toBe(second)
    expect(formerPlan(all, second)).toBe(first)
  })

  it('is the plan it branched from where nothing was published', () => {
    const origin = plan(7, '999901001', null)
    expect(formerPlan([origin], plan(9, '999901001', null, { basedOn: 7 }))).toBe(origin)
    expect(formerPlan([origin], plan(9, '999901001', null))).toBeNull()
  })
})
