import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref } from 'vue'
import { type DrawingMode, useDrawing } from '../../../../composables/map/useDrawing'
import type { BaseMap } from '../../../../data/maps/basemap'
import type { EditAnswer } from '../../../../plan/edits/edits'
import { usePlan } from '../../../../stores/plan'
import type { PickRule, Tool } from '../../desk/tools'
import { useBorderTool } from './useBorderTool'
import { useMeasure } from './useMeasure'
import { usePicking } from './usePicking'
import { useSnapping } from './useSnapping'
import { useSplitTool } from './useSplitTool'
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

const MODES: Partial<Record<Tool, DrawingMode>> = { box: 'rectangle', lasso: 'freehand' }

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

  const splitting = useSplitTool(
    map,
    // Without a chosen grid there is nothing to split: a click chooses one first.
    computed(() => tool.value === 'split' && plan.isEditable && grid.value !== null),
    { level, grid, snapping },
    events.edited,
  )
  const drawn = useDrawing(
    map,
    computed(() => (plan.isEditable ? (MODES[tool.value] ?? null) : null)),
    picking.inside,
  )

  return {
    sketch: computed(() => splitting.sketch.value ?? sketch.value),
    measure,
    beside,
    drawn,
    /** Whether the latest press was for the tool in hand, so that its click chooses nothing. */
    isOwnPress: splitting.isOwnPress,
  }
}
