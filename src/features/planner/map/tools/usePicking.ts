import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref } from 'vue'
import { type StrokePoint, useStroke } from '../../../../composables/useStroke'
import { groupsOf } from '../../../../plan/model/groups'
import { placesAlong, placesInside, withCompounds } from '../../../../plan/model/pick'
import { metresPerPixel } from '../../../../map/scale'
import { usePlan } from '../../../../stores/plan'
import type { PickRule, Tool } from './tools'

const BRUSH_PIXELS = 14

/**
 * Picks buildings with the brush, or inside an outline, by the rule of the tool. Looking at upper grids, whole groups are
 * picked. Listens as long as the scope lives.
 */
export function usePicking(
  map: Readonly<Ref<MapLibreMap | null>>,
  tool: Readonly<Ref<Tool>>,
  { rule, level }: { rule: Readonly<Ref<PickRule>>; level: Readonly<Ref<number>> },
  picked: (places: number[]) => void,
) {
  const plan = usePlan()
  let painted = new Set<number>()
  let last: StrokePoint | null = null

  function take(places: Iterable<number>): void {
    const { ground, draft, live } = plan
    if (!ground || !draft || !live) return
    if (level.value < plan.leaf)
      return picked(groupsOf(live, [...places]).flatMap((group) => live.placesOf(group)))
    const { wholeCompounds, onlyUnassigned } = rule.value
    const all = wholeCompounds ? withCompounds(ground.input, [...places]) : [...places]
    picked(onlyUnassigned ? all.filter((place) => draft.assignment[place] < 0) : all)
  }

  /** A quick hand is heard of in leaps: what lies between them is painted as well. */
  function paint(at: StrokePoint): void {
    if (!map.value || !plan.ground) return
    const before = painted.size
    const metres = BRUSH_PIXELS * metresPerPixel(map.value)
    for (const place of placesAlong(plan.ground.input, [last ?? at, at], metres)) painted.add(place)
    last = at
    if (painted.size !== before) take(painted)
  }

  useStroke(
    map,
    computed(() => tool.value === 'brush' && plan.isEditable),
    {
      begin: (at) => {
        painted = new Set()
        last = null
        paint(at)
        return true
      },
      move: paint,
      end: paint,
      cancel: () => picked([]),
    },
  )

  return {
    /** Picks what stands inside an outline (degrees). */
    inside: (outline: readonly (readonly number[])[]) => {
      if (plan.ground) take(placesInside(plan.ground.input, outline))
    },
  }
}
