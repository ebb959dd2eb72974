import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, type Ref, watch } from 'vue'
import { fromUnits, type LngLat, type SnapIndex, toUnits } from '../../../../../geo/index'
import { figureOf } from '../../../../map/plan-parts'
import { metresPerPixel } from '../../../../map/scale'
import { type EditAnswer, isEdit, splitByLine } from '../../../../plan/edits/edits'
import { splitUpperByLine } from '../../../../plan/edits/upper-borders'
import { effectOf } from '../../../../plan/foresight/effect'
import { usePlan } from '../../../../stores/plan'
import { carriedOn } from './carried-on'
import type { BorderSketch } from './useBorderTool'
import { useLineDrawing } from './useLineDrawing'
import { useGridBorder } from './useSnapping'

/** What a line answers that does not divide the grid yet. */
const UNFINISHED: ReadonlySet<string | null> = new Set(['does-not-divide', 'grid-vanishes'])

/** So far short of a border a line may end and still reach it, and so far outside of it one may begin. */
const CARRY_PIXELS = 12
/** Within so many pixels a corner of a dividing line goes to a border or line, its vertices first. */
const SNAP_PIXELS = 12
const METRES_PER_DEGREE = 111_320
/** Places nearer to each other than this are one: a centimetre. */
const SAME_DEGREES = 1e-7

/** What the tool works on: the level looked at, the chosen grid, and lines to snap to. */
interface SplitSubject {
  level: Readonly<Ref<number>>
  grid: Readonly<Ref<number | null>>
  snapping: Readonly<Ref<SnapIndex | null>>
}

/**
 * Divides the chosen grid along a line that begins in it or at its border; a press anywhere else is not the tool's, and its click
 * chooses. A line that ends some pixels short of the border is carried on to it.
 */
export function useSplitTool(
  map: Readonly<Ref<MapLibreMap | null>>,
  isActive: Readonly<Ref<boolean>>,
  { level, grid, snapping }: SplitSubject,
  edited: (answer: EditAnswer) => void,
) {
  const plan = usePlan()
  const ownBorder = useGridBorder(level, grid)
  /** Where the last corner snapped to, and to what. */
  let snapped: { at: LngLat; kind: string } | null = null

  const metres = (pixels: number) => (map.value ? pixels * metresPerPixel(map.value) : 0)

  function snapCorner(at: LngLat, isFree: boolean): LngLat {
    const { live } = plan
    snapped = null
    if (isFree || !live) return at
    const { frame } = live.coverage
    const [point, within] = [toUnits(frame, at), metres(SNAP_PIXELS)]
    const hit = ownBorder.value?.find(point, within) ?? snapping.value?.find(point, within)
    if (!hit) return at
    snapped = { at: fromUnits(frame, ...hit.point), kind: hit.kind }
    return snapped.at
  }

  function isOnGrid(at: LngLat): boolean {
    const polygon = figureOf(plan.figures, level.value, grid.value)?.polygon
    if (!plan.live || !polygon) return false
    if (booleanPointInPolygon(at, { type: 'MultiPolygon', coordinates: polygon.polygons })) return true
    return Boolean(ownBorder.value?.find(toUnits(plan.live.coverage.frame, at), metres(CARRY_PIXELS)))
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
    if (isEdit(answer) || positions.length < 2) return answer
    // A hand that stops just short of the border meant to reach it.
    const carried = along(carriedOn(positions, metres(CARRY_PIXELS) / METRES_PER_DEGREE))
    return isEdit(carried) ? carried : answer
  }

  const drawing = useLineDrawing(map, isActive, {
    begins: isOnGrid,
    snap: snapCorner,
    isDone: (line) => {
      const answer = splitAlong(line)
      return answer !== null && isEdit(answer)
    },
    drawn: (line) => {
      const answer = splitAlong(line)
      if (answer) edited(answer)
    },
  })
  watch([level, grid], drawing.clear)

  function snapAtEnd(line: readonly LngLat[]): string | null {
    const [lng, lat] = line[line.length - 1]
    const isThere = snapped && Math.hypot(snapped.at[0] - lng, snapped.at[1] - lat) < SAME_DEGREES
    return isThere ? (snapped?.kind ?? null) : null
  }

  /** The line that is being drawn, and what it would do if it ended here; it need not divide the grid yet. */
  const sketch = computed<BorderSketch | null>(() => {
    const line = drawing.line.value
    const answer = line.length > 1 ? splitAlong(line) : null
    if (!plan.live || grid.value === null || !answer) return null
    const effect = effectOf(plan.live, answer, level.value, [grid.value])
    return { line, snap: snapAtEnd(line), effect: UNFINISHED.has(effect.obstacle) ? null : effect }
  })

  return { sketch, isOwnPress: drawing.isOwnPress }
}
