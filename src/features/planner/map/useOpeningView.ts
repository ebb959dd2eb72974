import { computed, type ComputedRef } from 'vue'
import { storedOutlines } from '../../../components/plan/stored-grids'
import { areBoundsAlike, type Bounds, boundsOf } from '../../../map/bounds'
import { wholeArea } from '../../../map/plan-zoom'
import type { Ground } from '../../../plan/model/ground'
import { usePlan } from '../../../stores/plan'

/**
 * Returns what the map shows at first and at the wish for the whole area: the area's own ground, whatever of it has grids or
 * buildings. Until that is read, the grids of the plan; where they fill the area, the map does not move when its ground comes.
 */
export function useOpeningView(ground: () => Ground | null): ComputedRef<Bounds | null> {
  const plan = usePlan()
  return computed<Bounds | null>((before) => {
    const own = ground()
    const whole = own && wholeArea(own)
    if (!whole) return before ?? (plan.storedDetail && boundsOf(storedOutlines(plan.storedDetail.grids)))
    return before && areBoundsAlike(whole, before) ? before : whole
  })
}
