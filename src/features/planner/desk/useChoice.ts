import { computed, type Ref, shallowRef } from 'vue'
import { placeOfBuilding } from '../../../map/plan-zoom'
import { gridId, type BuildingPlace } from '../../../plan/model/ids'
import type { Ground } from '../../../plan/model/ground'
import { groupsOf } from '../../../plan/model/groups'
import { usePlan } from '../../../stores/plan'
import type { useSelection } from './useSelection'
import type { GridKey } from '../../../lib/ids'

/** What is chosen of the plan: a level, grids of it, and buildings. What was clicked stands in the address, what was painted here. */
export function useChoice(places: Readonly<Ref<Ground | null>>, selection: ReturnType<typeof useSelection>) {
  const plan = usePlan()
  const level = computed(() => Math.min(selection.level.value ?? plan.leaf, plan.leaf || 1))
  /** Buildings taken by brush, box or lasso; one that was clicked is in the address instead. */
  const taken = shallowRef<readonly number[]>([])
  /** Ground without buildings that is chosen: faces of the ground. */
  const ground = shallowRef<readonly number[]>([])
  /** Places of the chosen buildings. */
  const picked = computed(() => {
    const clicked = placeOfBuilding(places.value, selection.building.value)
    return clicked === null ? taken.value : [clicked]
  })
  const isUpper = computed(() => level.value < plan.leaf)
  /** Looking at upper grids, what is picked are whole groups: grids of the level below. */
  const groups = computed(() =>
    plan.snapshot && isUpper.value ? groupsOf(plan.snapshot, picked.value, level.value) : [],
  )
  /** The chosen grids that the plan has. */
  const grids = computed(() =>
    selection.grids.value.flatMap((key) => plan.draft?.grids.get(gridId({ level: level.value, key })) ?? []),
  )
  /** The grid that what is picked is meant for; null for none in particular. */
  const target = computed(() => {
    const isForGrid = groups.value.length
      ? selection.building.value === null
      : !isUpper.value && taken.value.length + ground.value.length > 0
    return isForGrid ? selection.grid.value : null
  })

  function pickBuilding(id: number, isMore: boolean): void {
    const place = placeOfBuilding(places.value, id)
    if (place === null || !plan.draft) return
    if (isMore) return take([...new Set([...picked.value, place])])
    letGo()
    const key = plan.draft.assignment[place]
    selection.chooseBuilding(id, key >= 0 && !isUpper.value ? key : null)
  }

  /** Nothing that was painted is chosen any more. */
  function letGo(): void {
    if (taken.value.length) taken.value = []
    if (ground.value.length) ground.value = []
  }

  function take(chosen: readonly number[]): void {
    letGo()
    taken.value = chosen
    if (selection.building.value !== null) selection.chooseGrids(selection.grids.value)
  }

  /** Chooses ground without buildings (faces); the grid that it is meant for stays chosen. */
  function takeGround(faces: readonly number[]): void {
    take([])
    ground.value = faces
  }

  /** Chooses a building by its place, with the grid that it stands in, looking at a level. */
  function pickPlace(place: BuildingPlace, key: GridKey | null, at?: number): void {
    if (!places.value) return
    letGo()
    selection.chooseBuilding(places.value.input.buildings.id[place], key, at)
  }

  /** Chooses a grid of another level. */
  function pickGridAt(at: number, key: GridKey): void {
    letGo()
    selection.chooseGrid(key, at)
  }

  function pickGrid(key: GridKey, isMore: boolean): void {
    letGo()
    if (isMore) selection.toggleGrid(key)
    else selection.chooseGrid(key)
  }

  /** Looks at the next level down, from the lowest at the top again. */
  function otherLevel(): void {
    selection.chooseLevel(level.value < plan.leaf ? level.value + 1 : 1)
  }

  function clear(): void {
    letGo()
    selection.clear()
  }

  /** What was picked is in another grid now: one building stays chosen there, many are done with. */
  function moved(key: GridKey): void {
    if (groups.value.length) return clear()
    if (selection.building.value !== null) selection.chooseBuilding(selection.building.value, key)
    else letGo()
  }

  return {
    level,
    isUpper,
    taken,
    ground,
    picked,
    groups,
    grids,
    target,
    keys: selection.grids,
    building: selection.building,
    grid: selection.grid,
    pickBuilding,
    pickPlace,
    pickGrid,
    pickGridAt,
    take,
    takeGround,
    clear,
    moved,
    chooseGrids: selection.chooseGrids,
    chooseLevel: selection.chooseLevel,
    otherLevel,
  }
}

export type ChoiceOfPlan = ReturnType<typeof useChoice>
