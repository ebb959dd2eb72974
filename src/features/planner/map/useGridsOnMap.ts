import { computed, type ComputedRef, type Ref } from 'vue'
import type { MapPart } from '../../../map/part'
import { classLimits, gridsByValue, gridsOnMap } from '../../../map/plan-parts'
import type { GridFacts } from '../../../plan/model/draft'
import { gridId } from '../../../plan/model/ids'
import type { GridFigure } from '../../../plan/model/figures'
import { usePlan } from '../../../stores/plan'
import { usePlanIncidents } from '../../../stores/plan-incidents'
import { usePlanLoad } from '../../../stores/plan-load'
import { usePlanVisits } from '../../../stores/plan-visits'
import type { Colouring } from '../desk/looking/layers'
import { useGridWords } from './useGridWords'

/** The grids of a level as parts of the map, coloured by their deviation or by an amount in classes with these lower limits. */
export function useGridsOnMap(
  colouring: Readonly<Ref<Colouring>>,
  level: Readonly<Ref<number>>,
): { grids: ComputedRef<MapPart[]>; limits: ComputedRef<number[]> } {
  const plan = usePlan()
  const incidents = usePlanIncidents()
  const visits = usePlanVisits()
  const load = usePlanLoad()
  const words = useGridWords()

  const valueOf = computed<((figure: GridFigure) => number | null) | null>(() => {
    const { draft } = plan
    const by = (of: (grid: GridFacts) => number | null) => (figure: GridFigure) => {
      const facts = draft?.grids.get(gridId(figure))
      return facts ? of(facts) : null
    }
    const ways: Record<Colouring, ((figure: GridFigure) => number | null) | null> = {
      deviation: null,
      load: by(load.of),
      incidents: by(incidents.of),
      visits: by(visits.of),
      area: ({ polygon }) => (polygon ? polygon.areaSquareMetres / 10_000 : null),
      walk: ({ walkMetres }) => walkMetres,
    }
    return ways[colouring.value]
  })
  const limits = computed(() => {
    const way = valueOf.value
    const figures = [...plan.figures.values()].filter((figure) => figure.level === level.value)
    return way ? classLimits(figures.flatMap((figure) => way(figure) ?? [])) : []
  })
  const grids = computed(() => {
    const { draft, figures, leaf, tolerance } = plan
    const view = { figures, level: level.value, leaf, tolerance, words: words.value }
    if (!draft) return []
    return valueOf.value ? gridsByValue(view, valueOf.value, limits.value) : gridsOnMap(view)
  })

  return { grids, limits }
}
