import type { Feature } from 'geojson'
import { computed, type ComputedRef, type Ref } from 'vue'
import { type LngLat, SnapIndex, type SnapLine } from '../../../geo/index'
import type { BaseMap } from '../../data/basemap'
import type { PlanningInput } from '../../lib/plan/input'
import { usePlan } from '../../stores/plan'

function linesOf(kind: string, geometry: Feature['geometry'] | null): SnapLine[] {
  const line = (path: unknown): SnapLine => ({ kind, path: path as LngLat[] })
  if (geometry?.type === 'LineString') return [line(geometry.coordinates)]
  if (geometry?.type === 'MultiLineString' || geometry?.type === 'Polygon')
    return geometry.coordinates.map(line)
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flat().map(line)
  return []
}

function snapLines({ communities, compounds, barriers }: PlanningInput): SnapLine[] {
  return [
    ...communities.flatMap(({ boundary }) => linesOf('community', boundary)),
    ...compounds.flatMap(({ boundary }) => linesOf('compound', boundary)),
    ...barriers.flatMap(({ kind, line }) => linesOf(kind, line)),
  ]
}

/** Streets and lanes within communities; main roads are barriers already. */
function roadLines(baseMap: BaseMap | null): SnapLine[] {
  const roads = baseMap?.features.filter(({ properties: { layer } }) => layer === 'road') ?? []
  return roads.flatMap(({ properties, geometry }) => linesOf(properties.class ?? 'road', geometry))
}

/** Returns what a dragged border snaps to: community borders, compound walls, roads of every size, rivers. */
export function useSnapping(baseMap: Readonly<Ref<BaseMap | null>>): ComputedRef<SnapIndex | null> {
  const plan = usePlan()
  return computed(
    () =>
      plan.ground &&
      new SnapIndex(plan.ground.cells.frame, [...snapLines(plan.ground.input), ...roadLines(baseMap.value)]),
  )
}
