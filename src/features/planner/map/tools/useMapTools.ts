import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref } from 'vue'
import { fromUnits, type LngLat, toUnits } from '../../../../../geo/index'
import { type DrawingMode, useDrawing } from '../../../../composables/useDrawing'
import type { BaseMap } from '../../../../data/maps/basemap'
import { type EditAnswer, isEdit, splitByLine } from '../../../../plan/edits/edits'
import { effectOf } from '../../../../plan/foresight/effect'
import { splitUpperByLine } from '../../../../plan/edits/upper-borders'
import type { Mark } from '../../../../map/marks'
import { metresPerPixel } from '../../../../map/scale'
import { carriedOn } from './carried-on'
import { usePlan } from '../../../../stores/plan'
import type { PickRule, Tool } from '../../desk/tools'
import { type BorderSketch, useBorderTool } from './useBorderTool'
import { useMeasure } from './useMeasure'
import { usePicking } from './usePicking'
import { useGridBorder, useSnapping } from './useSnapping'
import type { BuildingPlace } from '../../../../plan/model/ids'

/** What the tools report. */
export interface ToolEvents {
  picked: (places: BuildingPlace[]) => void
  /** Ground without buildings (faces) was picked. */
  ground: (faces: number[]) => void
  edited: (answer: EditAnswer) => void
}

/** What the tools work on: the level looked at, the chosen grid, how buildings are picked, and lines to snap to. */
export interface ToolSubject {
  level: Readonly<Ref<number>>
  grid: Readonly<Ref<number | null>>
  rule: Readonly<Ref<PickRule>>
  baseMap: Readonly<Ref<BaseMap | null>>
}

const MODES: Partial<Record<Tool, DrawingMode>> = { box: 'rectangle', lasso: 'freehand', split: 'linestring' }

/** What a line answers that does not divide the grid yet. */
const UNFINISHED: ReadonlySet<string | null> = new Set(['does-not-divide', 'grid-vanishes'])

/** So far short of a border a line may end and still reach it. */
const CARRY_PIXELS = 12
/** Within so many pixels a corner of a dividing line goes to a border or line, its vertices first. */
const SNAP_PIXELS = 12
const METRES_PER_DEGREE = 111_320
/** Places nearer to each other than this are one: a centimetre. */
const SAME_DEGREES = 1e-7

/** The positions of the line among marks. */
function lineIn(marks: readonly Mark[]): LngLat[] {
  const [line] = marks.flatMap((mark) => (mark.kind === 'lines' ? mark.lines : []))
  return (line ?? []).map(([lng, lat]) => [lng, lat])
}

/** The tools of the planner on its map: brush, box, lasso, split by a line, border, measure. */
export function useMapTools(
  map: Readonly<Ref<MapLibreMap | null>>,
  tool: Readonly<Ref<Tool>>,
  { level, grid, rule, baseMap }: ToolSubject,
  events: ToolEvents,
) {
  const plan = usePlan()
  const snapping = useSnapping(baseMap)
  const picking = usePicking(map, tool, { rule, level }, events)
  const isOnBorders = computed(() => tool.value === 'border' && plan.isEditable)
  const { sketch, beside } = useBorderTool(map, isOnBorders, { level, grid, snapping }, events)
  const measure = useMeasure(
    map,
    computed(() => tool.value === 'measure'),
  )

  const ownBorder = useGridBorder(level, grid)
  /** Where the last corner of a dividing line snapped to, and to what. */
  let snapped: { at: LngLat; kind: string } | null = null

  function snapCorner(at: LngLat): LngLat | undefined {
    const { live } = plan
    snapped = null
    if (tool.value !== 'split' || !live || !map.value) return undefined
    const { frame } = live.coverage
    const [point, within] = [toUnits(frame, at), SNAP_PIXELS * metresPerPixel(map.value)]
    const hit = ownBorder.value?.find(point, within) ?? snapping.value?.find(point, within)
    if (!hit) return undefined
    snapped = { at: fromUnits(frame, ...hit.point), kind: hit.kind }
    return snapped.at
  }

  function splitAlong(positions: readonly LngLat[]): EditAnswer | null {
    const { live } = plan
    if (!live || grid.value === null) return null
    const along = (drawn: readonly LngLat[]) => {
      const line = drawn.map((at) => toUnits(live.coverage.frame, at))
      return level.value < plan.leaf
        ? splitUpperByLine(live, grid.value ?? -1, line, level.value)
        : splitByLine(live, grid.value ?? -1, line)
    }
    const answer = along(positions)
    if (isEdit(answer) || !map.value || positions.length < 2) return answer
    // A hand that stops just short of the border meant to reach it.
    const carried = along(
      carriedOn(positions, (CARRY_PIXELS * metresPerPixel(map.value)) / METRES_PER_DEGREE),
    )
    return isEdit(carried) ? carried : answer
  }

  function split(positions: LngLat[]): void {
    const answer = splitAlong(positions)
    if (answer) events.edited(answer)
  }

  const drawn = useDrawing(
    map,
    // Without a chosen grid there is nothing to split: a click chooses one first.
    computed(() => {
      const isIdle = !plan.isEditable || (tool.value === 'split' && grid.value === null)
      return isIdle ? null : (MODES[tool.value] ?? null)
    }),
    (positions) => (tool.value === 'split' ? split(positions) : picking.inside(positions)),
    snapCorner,
  )

  /** A line that is being drawn, and what it would do if it ended here; it need not divide the grid yet. */
  const splitting = computed<BorderSketch | null>(() => {
    const line = tool.value === 'split' ? lineIn(drawn.value) : []
    const answer = line.length > 1 ? splitAlong(line) : null
    if (!plan.live || grid.value === null || !answer) return null
    const effect = effectOf(plan.live, answer, level.value, [grid.value])
    return { line, snap: snapAtEnd(line), effect: UNFINISHED.has(effect.obstacle) ? null : effect }
  })

  function snapAtEnd(line: readonly LngLat[]): string | null {
    const [lng, lat] = line[line.length - 1]
    const isThere = snapped && Math.hypot(snapped.at[0] - lng, snapped.at[1] - lat) < SAME_DEGREES
    return isThere ? (snapped?.kind ?? null) : null
  }

  return {
    sketch: computed(() => splitting.value ?? sketch.value),
    measure,
    beside,
    drawn: computed(() => (splitting.value ? [] : drawn.value)),
  }
}
