import type { Ref } from 'vue'
import { boundsOf } from '../../../../map/bounds'
import { type ZoomAim, zoomTo } from '../../../../map/plan-zoom'
import type { PlanFault } from '../../../../plan/model/faults'
import type { Figures } from '../../../../plan/model/figures'
import type { Ground } from '../../../../plan/model/ground'
import { groundPolygon, openGround } from '../../../../plan/model/ground-pick'
import { usePlan } from '../../../../stores/plan'
import type { ChoiceOfPlan } from '../useChoice'
import type { useMapView } from './useMapView'
import { faultWalk, nextGrid, nextOnRim } from './walk'
import type { GridKey } from '../../../../lib/ids'

/** Leads the eye: to grids, buildings and faults, one after the other or by name. `others` are figures of a version that is shown beside. */
export function useLooking(
  ground: Readonly<Ref<Ground | null>>,
  choice: ChoiceOfPlan,
  view: ReturnType<typeof useMapView>,
  others: () => Figures | undefined,
) {
  const plan = usePlan()
  const walkFaults = faultWalk()

  /** Chooses what is looked for and shows it; a grid also where only a newer version has it. */
  function show(aim: ZoomAim): void {
    const { key, place } = aim
    if (!ground.value) return
    const level = aim.level > 0 ? aim.level : choice.level.value
    // Without a plan there is nothing to choose from.
    if (plan.head && place !== null) choice.pickPlace(place, null, level)
    else if (plan.head && key !== null) choice.pickGridAt(level, key)
    const bounds = zoomTo(ground.value, plan.figures, aim) ?? zoomTo(ground.value, others() ?? new Map(), aim)
    if (bounds) view.show(bounds)
  }
  const showFault = ({ level, key, building, community }: PlanFault) =>
    show({ level, key, place: building, community })

  function zoomToGrid(key: GridKey | null): void {
    const aim = { key, level: choice.level.value, place: choice.picked.value[0] ?? null }
    const bounds = ground.value && zoomTo(ground.value, plan.figures, aim)
    if (bounds) view.show(bounds)
  }

  /** Chooses a grid that may lie outside of what the map shows. */
  function chooseInTable(key: GridKey, isMore: boolean): void {
    const isTakenOut = isMore && choice.keys.value.includes(key)
    choice.pickGrid(key, isMore)
    const aim = { key, level: choice.level.value, place: null }
    const bounds = ground.value && !isTakenOut ? zoomTo(ground.value, plan.figures, aim) : null
    if (bounds) view.bring(bounds)
  }

  function walkGrids(step: 1 | -1): void {
    const key = nextGrid(plan.figures, choice.level.value, choice.grid.value, step)
    if (key === undefined) return
    choice.pickGrid(key, false)
    zoomToGrid(key)
  }

  /** Goes along the buildings at the edge of the chosen grid. */
  function walkBuildings(step: 1 | -1): void {
    const key = choice.grid.value
    if (!plan.live || key === null || choice.isUpper.value) return
    const place = nextOnRim(plan.live, key, choice.picked.value[0], step)
    if (place !== undefined) choice.pickPlace(place, key)
  }

  /** Goes along the ground without buildings whose grid is a choice, the largest first. */
  function walkGround(step: 1 | -1): void {
    const { live } = plan
    if (!live || choice.isUpper.value) return
    const pieces = openGround(live)
    const at = pieces.findIndex(([first]) => first === choice.ground.value[0])
    const piece = pieces[(at < 0 && step < 0 ? pieces.length - 1 : at + step + pieces.length) % pieces.length]
    if (!piece) return
    choice.takeGround(piece)
    const polygon = groundPolygon(live.coverage, piece)
    const bounds = polygon && boundsOf({ type: 'MultiPolygon', coordinates: polygon.polygons })
    if (bounds) view.show(bounds)
  }

  function walkToFault(step: 1 | -1): void {
    const fault = walkFaults(plan.faults, step)
    if (fault) showFault(fault)
  }

  return {
    show,
    showFault,
    chooseInTable,
    walkGrids,
    walkBuildings,
    walkGround,
    walkToFault,
    zoomToChosen: () => zoomToGrid(choice.grid.value),
  }
}
