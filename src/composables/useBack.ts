import { useRouter } from 'vue-router'

/** Returns the way back to where the page was opened from; a page opened by a link leads to the planner. */
export function useBack(): () => void {
  const router = useRouter()
  return () => {
    const state = window.history.state as { back?: unknown } | null
    if (state?.back) router.back()
    else void router.push('/planner')
  }
}
