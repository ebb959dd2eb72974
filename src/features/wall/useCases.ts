import { useRoute, useRouter } from 'vue-router'

/** The cases behind a figure, as the list of incidents is addressed. */
export interface Cases {
  /** One case. */
  id?: number
  /** Every state instead of the open ones. */
  state?: 'all'
  overdue?: '1'
  urgent?: '1'
  /** Two digits of a class. */
  category?: string
  /** Reported in the last so many days. */
  days?: number
  /** ISO moments: reported at or after, and before. */
  from?: string
  to?: string
  /** Code of an area instead of the wall's own. */
  area?: string
}

/** Returns the way from a figure to the cases behind it: the list of incidents with the same area and filter. */
export function useCases(): { openCases: (cases: Cases) => void } {
  const route = useRoute()
  const router = useRouter()

  function openCases({ area, ...cases }: Cases): void {
    void router.push({ path: '/incidents', query: { area: area ?? route.query.area, ...cases } })
  }

  return { openCases }
}
