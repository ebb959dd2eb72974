import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { useAsync } from '../../composables/useAsync'
import { type BaseMap, readBaseMap } from '../../data/basemap'
import { client } from '../../data/client'
import { type GridAddress, type GridLife, readGridLife } from '../../data/grid-life'
import { lastMonths, monthOf } from '../../lib/months'
import { serverDate } from '../../lib/clock'

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
  const life = useAsync<GridLife | null, string>(
    () => JSON.stringify(address.value),
    async () =>
      address.value ? readGridLife(client(), address.value, `${months[0]}-01T00:00:00+08:00`) : null,
  )
  const baseMap = useAsync<BaseMap | null, number | undefined>(
    () => life.data.value?.community.id,
    async (community) => (community ? readBaseMap(client(), community) : null),
  )
  return { address, months, life, baseMap }
}
