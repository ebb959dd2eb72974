import { useRoute, useRouter } from 'vue-router'

/** The cases behind a figure, as the list of incidents is addressed. */
export interface Cases {
  incident?: number
  overdue?: boolean
  urgent?: boolean
  open?: boolean
  category?: string
  /** ISO moment. */
  from?: string
  /** Code of an area instead of the wall's own. */
  area?: string
}

/** Returns the way from a figure to the cases behind it: the list of incidents with the same area and filter. */
export function useCases(): { openCases: (cases: Cases) => void } {
  const route = useRoute()
  const router = useRouter()

  function openCases({ area, ...cases }: Cases): void {
    const query: Record<string, string> = {}
    const code = area ?? route.query.area
    if (typeof code === 'string') query.area = code
    for (const [name, value] of Object.entries(cases)) {
      if (value !== undefined && value !== false) query[name] = value === true ? '1' : String(value)
    }
    void router.push({ path: '/incidents', query })
  }

  return { openCases }
}
