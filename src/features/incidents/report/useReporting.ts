import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useSession } from '../../../stores/session'
import { readReportPlace } from '../address'
import { useReport } from './useReport'

/** The panel in which a case is reported: whether it is there, and what is written in it. */
export function useReporting() {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const report = useReport()
  const isReporting = ref(false)
  const mayReport = computed(() => session.mayAnywhere('report'))

  // A notice board leads here with its place: the report begins there, and the address is as before.
  watch(
    () => readReportPlace(route.query),
    (at) => {
      if (!at) return
      if (mayReport.value) {
        report.draft.value = { ...report.draft.value, position: at }
        isReporting.value = true
      }
      void router.replace({ query: { ...route.query, report: undefined } })
    },
    { immediate: true },
  )

  return { report, isReporting, mayReport }
}
