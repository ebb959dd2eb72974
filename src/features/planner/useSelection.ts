import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : NaN
  return Number.isInteger(number) ? number : null
}

/** What is looked at, kept in the address: `?plan=…&grid=…&level=…&building=…`. */
export function useSelection() {
  const route = useRoute()
  const router = useRouter()
  const planId = computed(() => numberIn(route.query.plan))
  const grid = computed(() => numberIn(route.query.grid))
  const level = computed(() => numberIn(route.query.level))
  const building = computed(() => numberIn(route.query.building))

  function put(changes: Record<string, number | string | null>): void {
    const query = { ...route.query }
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) delete query[name]
      else query[name] = String(value)
    }
    void router.replace({ query })
  }

  return {
    planId,
    grid,
    level,
    building,
    choosePlan: (id: number | null) => put({ plan: id, grid: null, level: null, building: null }),
    chooseGrid: (key: number | null) => put({ grid: key, building: null }),
    chooseBuilding: (id: number | null, key: number | null) => put({ building: id, grid: key }),
    chooseLevel: (chosen: number | null) => put({ level: chosen, grid: null, building: null }),
    clear: () => put({ grid: null, building: null }),
  }
}
