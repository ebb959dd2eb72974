import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref, shallowRef } from 'vue'
import {
  type BorderPlace,
  fromUnits,
  insertVertex,
  type LngLat,
  moveVertex,
  nearestBorder,
  type Point,
  toUnits,
} from '../../../geo/index'
import { type DrawingMode, useDrawing } from '../../composables/useDrawing'
import { type StrokePoint, useStroke } from '../../composables/useStroke'
import type { BaseMap } from '../../data/basemap'
import { border, type EditAnswer, splitByLine } from '../../lib/plan/edits'
import { placesAround, placesInside, withCompounds } from '../../lib/plan/pick'
import { usePlan } from '../../stores/plan'
import { usePreferences } from '../../stores/preferences'
import type { PickRule, Tool } from './tools'
import { useSnapping } from './useSnapping'

const BRUSH_PIXELS = 14
const GRAB_PIXELS = 10
const SNAP_PIXELS = 12
/** So much of a border on each side of the pointer comes along, units. */
const REACH_UNITS = 2_500
const EQUATOR_METRES = 40_075_016.7
const TILE_PIXELS = 512
const UNITS_PER_METRE = 100

function metresPerPixel(map: MapLibreMap): number {
  const { lat } = map.getCenter()
  return (EQUATOR_METRES * Math.cos((lat * Math.PI) / 180)) / (TILE_PIXELS * 2 ** map.getZoom())
}

/** What the tools report. */
export interface ToolEvents {
  picked: (places: number[]) => void
  edited: (answer: EditAnswer) => void
}

/** The tools of the planner on its map: brush, box, lasso, split by a line, border. */
export function useMapTools(
  map: Readonly<Ref<MapLibreMap | null>>,
  tool: Readonly<Ref<Tool>>,
  {
    grid,
    rule,
    baseMap,
  }: {
    grid: Readonly<Ref<number | null>>
    rule: Readonly<Ref<PickRule>>
    baseMap: Readonly<Ref<BaseMap | null>>
  },
  events: ToolEvents,
) {
  const plan = usePlan()
  const preferences = usePreferences()
  const snapping = useSnapping(baseMap)
  /** The line that follows the pointer while a border is dragged, degrees. */
  const sketch = shallowRef<LngLat[]>([])
  let painted = new Set<number>()
  let held: BorderPlace | undefined

  function take(places: Iterable<number>): void {
    const { ground, draft } = plan
    if (!ground || !draft) return
    const { wholeCompounds, onlyUnassigned } = rule.value
    const all = wholeCompounds ? withCompounds(ground.input, [...places]) : [...places]
    events.picked(onlyUnassigned ? all.filter((place) => draft.assignment[place] < 0) : all)
  }

  function paint(at: StrokePoint): void {
    if (!map.value || !plan.ground) return
    const before = painted.size
    const metres = BRUSH_PIXELS * metresPerPixel(map.value)
    for (const place of placesAround(plan.ground.input, at, metres)) painted.add(place)
    if (painted.size !== before) take(painted)
  }

  useStroke(
    map,
    computed(() => tool.value === 'brush' && plan.isEditable),
    {
      begin: (at) => {
        painted = new Set()
        paint(at)
        return true
      },
      move: paint,
      end: paint,
      cancel: () => events.picked([]),
    },
  )

  function unitsOf(at: StrokePoint): Point | null {
    return plan.live ? toUnits(plan.live.coverage.frame, at) : null
  }

  function snapped(at: StrokePoint): Point | null {
    const point = unitsOf(at)
    if (!point || !map.value) return null
    return snapping.value?.find(point, SNAP_PIXELS * metresPerPixel(map.value))?.point ?? point
  }

  function draggedTo(at: StrokePoint): EditAnswer | null {
    const to = snapped(at)
    if (!plan.live || !held || !to) return null
    const { coverage } = plan.live
    const patch = held.vertex
      ? moveVertex(coverage, held.vertex, to, REACH_UNITS)
      : insertVertex(coverage, held.edge, to, REACH_UNITS)
    return border(patch, held.grids)
  }

  useStroke(
    map,
    computed(() => tool.value === 'border' && plan.isEditable),
    {
      begin: (at) => {
        const point = unitsOf(at)
        if (!point || !plan.live || !map.value) return false
        const within = GRAB_PIXELS * metresPerPixel(map.value) * UNITS_PER_METRE
        held = nearestBorder(plan.live.coverage, point, within)
        sketch.value = held ? [at, at] : []
        return held !== undefined
      },
      move: (at) => {
        const to = snapped(at)
        if (to && plan.live) sketch.value = [sketch.value[0], fromUnits(plan.live.coverage.frame, ...to)]
      },
      end: (at) => {
        const answer = draggedTo(at)
        held = undefined
        sketch.value = []
        if (answer) events.edited(answer)
      },
      cancel: () => {
        held = undefined
        sketch.value = []
      },
    },
  )

  const MODES: Partial<Record<Tool, DrawingMode>> = {
    box: 'rectangle',
    lasso: 'freehand',
    split: 'linestring',
  }
  const mode = computed(() => (plan.isEditable ? (MODES[tool.value] ?? null) : null))
  useDrawing(
    map,
    mode,
    computed(() => preferences.colours.accent),
    (positions) => {
      if (!plan.ground || !plan.live) return
      if (tool.value !== 'split') return take(placesInside(plan.ground.input, positions))
      const line = positions.map((at) =>
        toUnits((plan.live as NonNullable<typeof plan.live>).coverage.frame, at),
      )
      if (grid.value !== null) events.edited(splitByLine(plan.live, grid.value, line))
    },
  )

  return { sketch }
}
