import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { GridKey } from '../../../lib/ids'

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : NaN
  return Number.isInteger(number) ? number : null
}

/** What is looked at, kept in the address: `?plan=…&grid=…&level=…&building=…`. */
export function useSelection() {
  const route = useRoute()
  const router = useRouter()
  const planId = computed(() => numberIn(route.query.plan))
  const grids = computed(() =>
    String(route.query.grid ?? '')
      .split(',')
      .flatMap((part) => numberIn(part) ?? []),
  )
  const grid = computed(() => grids.value[0] ?? null)
  const level = computed(() => numberIn(route.query.level))
  const building = computed(() => numberIn(route.query.building))

  /** What is chosen on a plan leaves no trace; another plan is a step that the browser can take back. */
  function put(changes: Record<string, number | string | null>, isNewPage = false): void {
    const query = { ...route.query }
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) delete query[name]
      else query[name] = String(value)
    }
    void (isNewPage ? router.push({ query }) : router.replace({ query }))
  }

  return {
    planId,
    grids,
    grid,
    level,
    building,
    choosePlan: (id: number | null) => put({ plan: id, grid: null, level: null, building: null }, true),
    /** Chooses a grid, of the level looked at or of another. */
    chooseGrid: (key: GridKey | null, at?: number) =>
      put({ grid: key, building: null, ...(at !== undefined && { level: at }) }),
    chooseGrids: (keys: readonly GridKey[]) =>
      put({ grid: keys.length ? keys.join(',') : null, building: null }),
    /** Adds a grid to those chosen, or takes it out. */
    toggleGrid: (key: GridKey) => {
      const rest = grids.value.filter((one) => one !== key)
      const keys = rest.length < grids.value.length ? rest : [...rest, key]
      put({ grid: keys.length ? keys.join(',') : null, building: null })
    },
    chooseBuilding: (id: number | null, key: GridKey | null, at?: number) =>
      put({ building: id, grid: key, ...(at !== undefined && { level: at }) }),
    chooseLevel: (chosen: number | null) => put({ level: chosen, grid: null, building: null }),
    clear: () => put({ grid: null, building: null }),
  }
}
