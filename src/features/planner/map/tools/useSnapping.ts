import type { Feature } from 'geojson'
import { computed, type ComputedRef, type Ref } from 'vue'
import { type LngLat, SnapIndex, type SnapLine } from '../../../../../geo/index'
import type { BaseMap, BaseProperties } from '../../../../data/maps/basemap'
import type { PlanningInput } from '../../../../plan/model/input'
import { figureOf } from '../../../../map/plan-parts'
import { usePlan } from '../../../../stores/plan'

/** What of the base map a border may snap to. */
const BASE_KINDS: Partial<Record<BaseProperties['layer'], string>> = {
  road: 'road',
  water: 'river',
  rail: 'rail',
}

function linesOf(kind: string, geometry: Feature['geometry'] | null): SnapLine[] {
  const line = (path: unknown): SnapLine => ({ kind, path: path as LngLat[] })
  if (geometry?.type === 'LineString') return [line(geometry.coordinates)]
  if (geometry?.type === 'MultiLineString' || geometry?.type === 'Polygon')
    return geometry.coordinates.map(line)
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat().map(line)
  return []
}

function snapLines({ communities, compounds, barriers }: PlanningInput, base: BaseMap | null): SnapLine[] {
  return [
    ...communities.flatMap(({ boundary }) => linesOf('community', boundary)),
    ...compounds.flatMap(({ boundary }) => linesOf('compound', boundary)),
    ...barriers.flatMap(({ kind, line }) => linesOf(kind, line)),
    ...(base?.features ?? []).flatMap(({ properties, geometry }) => {
      const kind = BASE_KINDS[properties.layer]
      return kind ? linesOf(kind, geometry) : []
    }),
  ]
}

/** Returns the border of the chosen grid of a level, for a line that divides it; null without one. */
export function useGridBorder(
  level: Readonly<Ref<number>>,
  grid: Readonly<Ref<number | null>>,
): ComputedRef<SnapIndex | null> {
  const plan = usePlan()
  return computed(() => {
    const polygon = figureOf(plan.figures, level.value, grid.value)?.polygon
    if (!plan.ground || !polygon) return null
    const lines = linesOf('grid', { type: 'MultiPolygon', coordinates: polygon.polygons })
    return new SnapIndex(plan.ground.cells.frame, lines)
  })
}

/** Returns what a dragged border snaps to: community borders, compound walls, roads, rivers, railways. */
export function useSnapping(baseMap: Readonly<Ref<BaseMap | null>>): ComputedRef<SnapIndex | null> {
  const plan = usePlan()
  return computed(
    () => plan.ground && new SnapIndex(plan.ground.cells.frame, snapLines(plan.ground.input, baseMap.value)),
  )
}
