// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { useOpeningView } from '../../../../../src/features/planner/map/useOpeningView'
import { wholeArea } from '../../../../../src/map/plan-zoom'
import type { Ground } from '../../../../../src/plan/model/ground'
import { usePlan } from '../../../../../src/stores/plan'
import { detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'

const small = withSmallPlan()
const WEST = 113
const WIDTH = 0.004

function viewOf(ground: () => Ground | null) {
  return effectScope().run(() => useOpeningView(ground))!
}
/** A stored polygon, as wide as said (degrees). */
const square = (width: number) => {
  const [east, south, north] = [WEST + width, 35, 35.004]
  const ring = [[WEST, south], [east, south], [east, north], [WEST, north], [WEST, south]] // prettier-ignore
  return { type: 'MultiPolygon' as const, coordinates: [[ring]] }
}
function lay(...widths: number[]): void {
  const detail = detailOf(7, small)
  const [first] = detail.grids
  const grids = widths.map((width, key) => ({ ...first, key, polygon: square(width) }))
  usePlan().preview(scheme, { ...detail, grids })
}

it('is the whole area, also where a plan has a single grid and a community no building', () => {
  const { ground } = small
  const bare = { ...ground.input.communities[1], id: 13, boundary: square(5 * WIDTH) }
  const communities = [...ground.input.communities, bare]
  const wide = { ...ground, input: { ...ground.input, communities } }
  const [west, , east] = wholeArea(wide)!
  expect([west, east]).toEqual([WEST, WEST + 5 * WIDTH])

  const read = shallowRef<Ground | null>(null)
  lay(0.001)
  const view = viewOf(() => read.value)
  expect(view.value![2]).toBeCloseTo(WEST + 0.001)
  read.value = wide
  expect(view.value).toEqual(wholeArea(wide))
})

it('stays as it is where the grids of the plan fill the area', () => {
  const read = shallowRef<Ground | null>(null)
  lay(2 * WIDTH - 0.00001)
  const view = viewOf(() => read.value)
  const before = view.value
  read.value = small.ground
  expect(view.value).toBe(before)
})
