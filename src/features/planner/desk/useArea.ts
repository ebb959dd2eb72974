import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { usePlace } from '../../../stores/place'
import type { PlanId } from '../../../lib/ids'

/**
 * The area that is planned, as the address says: in the path for links, and as `?area=` for the bar on top; whichever changed
 * leads. `unknownCode` is the code in the path if there is no such area.
 */
export function useArea() {
  const route = useRoute()
  const router = useRouter()
  const places = usePlace()
  const codeInPath = computed(() => {
    const code = route.params.areaCode
    return typeof code === 'string' && code ? code : null
  })
  const unknownCode = computed(() =>
    codeInPath.value && places.isLoaded && !places.byCode.has(codeInPath.value) ? codeInPath.value : null,
  )
  const area = computed(() => {
    if (unknownCode.value) return null
    return (codeInPath.value && places.byCode.get(codeInPath.value)) || places.area
  })

  watch(
    [() => route.query.area, () => route.params.areaCode],
    ([inQuery, inPath], [, pathBefore]) => {
      if (inQuery === inPath || !inPath) return
      const isPathNewer = inPath !== pathBefore || typeof inQuery !== 'string'
      const code = String(isPathNewer ? inPath : inQuery)
      const query = isPathNewer ? { ...route.query, area: code } : { area: code }
      void router.replace({ path: `/planner/${code}`, query })
    },
    { immediate: true },
  )

  /** Leads to an area, and to a plan of it. */
  function go(code: string, planId: PlanId | null): void {
    void router.push({ path: `/planner/${code}`, query: { area: code, ...(planId && { plan: planId }) } })
  }

  return { area, unknownCode, go }
}
