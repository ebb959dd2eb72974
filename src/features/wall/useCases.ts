import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useSession } from '../../stores/session'

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

/**
 * Returns the way from a figure to the cases behind it: the list of incidents with the same area and filter. The account of
 * a display has the wall and no other page, so nothing on it leads away (`mayOpen`).
 */
export function useCases(): { openCases: (cases: Cases) => void; mayOpen: ComputedRef<boolean> } {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const mayOpen = computed(() => session.mayAnywhere('read-cases'))

  function openCases({ area, ...cases }: Cases): void {
    if (mayOpen.value)
      void router.push({ path: '/incidents', query: { area: area ?? route.query.area, ...cases } })
  }

  return { openCases, mayOpen }
}
