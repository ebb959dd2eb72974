import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref } from 'vue'
import { toUnits } from '../../../geo/index'
import { type DrawingMode, useDrawing } from '../../composables/useDrawing'
import type { BaseMap } from '../../data/basemap'
import { type EditAnswer, splitByLine } from '../../lib/plan/edits'
import { splitUpperByLine } from '../../lib/plan/upper-borders'
import { usePlan } from '../../stores/plan'
import type { PickRule, Tool } from './tools'
import { useBorderTool } from './useBorderTool'
import { useMeasure } from './useMeasure'
import { usePicking } from './usePicking'
import { useSnapping } from './useSnapping'

/** What the tools report. */
export interface ToolEvents {
  picked: (places: number[]) => void
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

/** The tools of the planner on its map: brush, box, lasso, split by a line, border, measure. */
export function useMapTools(
  map: Readonly<Ref<MapLibreMap | null>>,
  tool: Readonly<Ref<Tool>>,
  { level, grid, rule, baseMap }: ToolSubject,
  events: ToolEvents,
) {
  const plan = usePlan()
  const snapping = useSnapping(baseMap)
  const picking = usePicking(map, tool, { rule, level }, events.picked)
  const isOnBorders = computed(() => tool.value === 'border' && plan.isEditable)
  const { sketch } = useBorderTool(map, isOnBorders, { level, grid, snapping }, events)
  const measure = useMeasure(
    map,
    computed(() => tool.value === 'measure'),
  )

  function split(positions: [number, number][]): void {
    const { live } = plan
    if (!live || grid.value === null) return
    const line = positions.map((at) => toUnits(live.coverage.frame, at))
    const isUpper = level.value < plan.leaf
    events.edited((isUpper ? splitUpperByLine : splitByLine)(live, grid.value, line))
  }

  const drawn = useDrawing(
    map,
    computed(() => (plan.isEditable ? (MODES[tool.value] ?? null) : null)),
    (positions) => (tool.value === 'split' ? split(positions) : picking.inside(positions)),
  )

  return { sketch, measure, drawn }
}
