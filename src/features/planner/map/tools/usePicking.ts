import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref } from 'vue'
import { type StrokePoint, useStroke } from '../../../../composables/map/useStroke'
import { groupsOf, placesOfGroups } from '../../../../plan/model/groups'
import { groundAlong, groundInside } from '../../../../plan/model/ground-pick'
import { placesAlong, placesInside, withCompounds } from '../../../../plan/model/pick'
import { metresPerPixel } from '../../../../map/scale'
import { usePlan } from '../../../../stores/plan'
import type { PickRule, Tool } from '../../desk/tools'
import type { BuildingPlace } from '../../../../plan/model/ids'

const BRUSH_PIXELS = 14
const METRES_PER_DEGREE = 111_320

/**
 * Picks buildings with the brush, or inside an outline, by the rule of the tool; where there are none, the ground. Looking at upper grids, whole groups are
 * picked. Listens as long as the scope lives.
 */
export function usePicking(
  map: Readonly<Ref<MapLibreMap | null>>,
  tool: Readonly<Ref<Tool>>,
  { rule, level }: { rule: Readonly<Ref<PickRule>>; level: Readonly<Ref<number>> },
  { picked, ground }: { picked: (places: BuildingPlace[]) => void; ground: (faces: number[]) => void },
) {
  const plan = usePlan()
  let painted = new Set<number>()
  let last: StrokePoint | null = null
  /** Ground without buildings that the stroke went over. */
  let trodden = new Set<number>()

  function take(places: Iterable<number>): void {
    const { ground, draft, live } = plan
    if (!ground || !draft || !live) return
    if (level.value < plan.leaf)
      return picked(placesOfGroups(live, groupsOf(live, [...places], level.value), level.value))
    const { wholeCompounds, onlyUnassigned } = rule.value
    const all = wholeCompounds ? withCompounds(ground.input, [...places]) : [...places]
    picked(onlyUnassigned ? all.filter((place) => draft.assignment[place] < 0) : all)
  }

  /** A quick hand is heard of in leaps: what lies between them is painted as well. */
  function paint(at: StrokePoint): void {
    if (!map.value || !plan.ground) return
    const before = painted.size + trodden.size
    const metres = BRUSH_PIXELS * metresPerPixel(map.value)
    const from = last ?? at
    if (tool.value === 'brush')
      for (const place of placesAlong(plan.ground.input, [from, at], metres)) painted.add(place)
    if (painted.size === 0) tread(from, at, metres)
    last = at
    if (painted.size + trodden.size === before) return
    if (painted.size > 0) take(painted)
    else ground([...trodden])
  }

  /** A stroke that meets no building is meant for the ground that it goes over. */
  function tread(from: StrokePoint, to: StrokePoint, metres: number): void {
    if (!plan.live || level.value < plan.leaf) return
    for (const face of groundAlong(plan.live, from, to, metres / METRES_PER_DEGREE)) trodden.add(face)
  }

  function takeInside(outline: readonly (readonly number[])[]): void {
    if (!plan.ground || !plan.live) return
    const places = placesInside(plan.ground.input, outline)
    const faces = places.length || level.value < plan.leaf ? [] : groundInside(plan.live, outline)
    if (faces.length) ground(faces)
    else take(places)
  }

  useStroke(
    map,
    computed(() => (tool.value === 'brush' || tool.value === 'ground') && plan.isEditable),
    {
      begin: (at) => {
        painted = new Set()
        trodden = new Set()
        last = null
        paint(at)
        return true
      },
      move: paint,
      end: paint,
      cancel: () => (trodden.size > 0 ? ground([]) : picked([])),
    },
  )

  return {
    /** Picks what stands inside an outline (degrees). */
    inside: takeInside,
  }
}
