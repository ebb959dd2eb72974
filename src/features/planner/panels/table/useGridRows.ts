import { computed } from 'vue'
import { useNames } from '../../../../composables/useNames'
import { gridId } from '../../../../plan/model/ids'
import { usePlan } from '../../../../stores/plan'
import { usePlanEstimates } from '../../../../stores/plan-estimates'
import { usePlanIncidents } from '../../../../stores/plan-incidents'
import { usePlanLoad } from '../../../../stores/plan-load'
import { usePlanVisits } from '../../../../stores/plan-visits'
import { useDesk } from '../../desk/useDesk'
import { COLUMNS, type GridRow } from './grid-rows'

/** The rows of the table of grids of the level looked at, and the columns that say something about them. */
export function useGridRows() {
  const plan = usePlan()
  const estimates = usePlanEstimates()
  const incidents = usePlanIncidents()
  const visits = usePlanVisits()
  const load = usePlanLoad()
  const { gridNumber, communityName, streetName } = useNames()
  const { choice, standing } = useDesk()

  const rows = computed<GridRow[]>(() =>
    [...plan.figures.values()].flatMap((figure) => {
      const facts = plan.draft?.grids.get(gridId(figure))
      if (figure.level !== choice.level.value || !facts) return []
      const { name, kind = null, locked: isLocked } = facts
      return [
        {
          figure,
          number: gridNumber(facts),
          code: plan.codes.get(gridId(facts)),
          name,
          kind,
          community: communityName(facts.community),
          street: streetName(facts.community),
          isLocked,
          estimated: estimates.of(figure),
          replacedBy: standing.replaced.value.get(facts.community) ?? null,
          incidents: incidents.of(facts),
          visits: visits.of(facts),
          load: load.of(facts),
        },
      ]
    }),
  )
  /** In one street there is nothing to tell apart. */
  const hasStreets = computed(() => new Set(rows.value.map(({ street }) => street)).size > 1)
  const columns = computed(() =>
    COLUMNS.filter((column) =>
      column === 'load' ? load.isWeighted : column !== 'street' || hasStreets.value,
    ),
  )
  return { rows, columns }
}
