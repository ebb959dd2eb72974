import type { Map as MapLibreMap } from 'maplibre-gl'
import { nearestBorder, toUnits } from '../../../../../geo/index'
import { lockBorder, lockStretch } from '../../../../plan/model/locks/border-locks'
import { gridId } from '../../../../plan/model/ids'
import { type Edit, lockGrids, pin } from '../../../../plan/edits/edits'
import { upperOf } from '../../../../plan/model/groups'
import type { PlanView } from '../../../../plan/model/plan-view'
import type { Pick } from '../../../../map/pick'
import { metresPerPixel } from '../../../../map/scale'
import { usePlan } from '../../../../stores/plan'
import type { GridKey } from '../../../../lib/ids'

const GRAB_PIXELS = 8
const UNITS_PER_METRE = 100

/** The lock tool: a click on a border, a building or a grid locks it, another frees it. Returns the edit for a click. */
export function useLocking(level: () => number) {
  const plan = usePlan()

  function borderEdit(
    live: PlanView,
    map: MapLibreMap,
    at: [number, number],
    isStretch: boolean,
  ): Edit | null {
    const isUpper = level() < live.leaf
    const within = GRAB_PIXELS * metresPerPixel(map) * UNITS_PER_METRE
    const upperAt = (key: GridKey) => upperOf(live, key, level())
    const dividesUppers = (one: number, other: number) => upperAt(one) !== upperAt(other)
    const place = nearestBorder(
      live.coverage,
      toUnits(live.coverage.frame, at),
      within,
      isUpper ? dividesUppers : undefined,
    )
    if (!place) return null
    if (isStretch) return lockStretch(live, place.edge)
    const [one, other] = place.grids.map((key) => {
      const grid = isUpper ? upperAt(key) : key
      return grid === null ? undefined : live.draft.grids.get(gridId({ level: level(), key: grid }))
    })
    return one && other ? lockBorder(live, one, other) : null
  }

  /** What a click at a position (degrees) does; Shift takes only the stretch of border under the pointer. */
  function editAt(
    map: MapLibreMap,
    picked: Pick | null,
    at: [number, number],
    isStretch: boolean,
  ): Edit | null {
    const { live } = plan
    if (!live) return null
    if (picked?.layer === 'buildings-circle') {
      const place = live.ground.placeOf.get(Number(picked.id))
      return place === undefined ? null : pin(live, [place])
    }
    const ofBorder = borderEdit(live, map, at, isStretch)
    if (ofBorder || picked?.layer !== 'grids-fill') return ofBorder
    const key = Number(picked.id)
    const grid = live.draft.grids.get(gridId({ level: level(), key }))
    return grid ? lockGrids(live, level(), [key], !grid.locked) : null
  }

  return { editAt }
}
