import { expect, test } from 'vitest'
import { faultKinds } from '../../../../src/plan/model/fault-kinds'
import type { PlanFault } from '../../../../src/plan/model/faults'

const fault = (code: PlanFault['code'], amount: number, level = 1): PlanFault => {
  return { code, isHard: true, level, key: null, building: 0, community: null, amount }
}

test('faults of one kind and level are one, with what they amount to; few are told one by one', () => {
  const many = Array.from({ length: 3127 }, () => fault('building-unassigned', 30))
  const kinds = faultKinds([...many, fault('compound-cut', 2), fault('compound-cut', 1, 2)])
  expect(
    kinds.map(({ code, level, faults, amount, isSummed }) => [code, level, faults.length, amount, isSummed]),
  ).toEqual([
    ['building-unassigned', 1, 3127, 93_810, true],
    ['compound-cut', 1, 1, 2, false],
    ['compound-cut', 2, 1, 1, false],
  ])
})
