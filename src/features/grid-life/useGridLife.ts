import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useRead } from '../../composables/useRead'
import { readBaseMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { type GridAddress, readGridLife } from '../../data/plans/grid-life'
import { startOfDay } from '../../lib/time/days'
import { lastMonths, monthOf } from '../../lib/time/months'
import { serverDate } from '../../lib/time/clock'

const MONTHS = 24

/** Returns which grid an address means, or null. */
function addressOf(params: Record<string, unknown>, query: Record<string, unknown>): GridAddress | null {
  if (typeof params.code === 'string' && params.code) return { code: params.code }
  const [plan, level, key] = [query.plan, query.level, query.key].map(Number)
  return plan > 0 && level > 0 && key > 0 ? { plan, level, key } : null
}

/** The grid that the address means (`/planner/grid/CODE`, or `?plan=…&level=…&key=…`) with its life and base map. */
export function useGridLife() {
  const route = useRoute()
  const months = lastMonths(monthOf(serverDate()), MONTHS)
  const address = computed(() => addressOf(route.params, route.query))
  const life = useRead('grid-life', address, async (grid, signal) =>
    grid ? readGridLife(client(signal), grid, startOfDay(`${months[0]}-01`)) : null,
  )
  const baseMap = useRead(
    'base-map-around',
    () => life.data.value?.community.id ?? null,
    async (community, signal) => (community ? readBaseMap(client(signal), community) : null),
    { topics: ['ground'] },
  )
  return { address, months, life, baseMap }
}
