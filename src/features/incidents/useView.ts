import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { readView, type View, writeView } from './address'

/** Returns what the page looks at, read from the address, and a way to change it. */
export function useView() {
  const route = useRoute()
  const router = useRouter()
  const view = computed(() => readView(route.query))

  /**
   * Changes parts of the view. An opened case is a step that the back button takes back; a filter is not. Closing a case
   * takes that step back itself, so that the back button does not lead to the same list once more.
   */
  function change(parts: Partial<View>): void {
    const query = { ...route.query, ...writeView({ ...view.value, ...parts }) }
    const isOpening = typeof parts.id === 'number' && view.value.id === null
    const isClosing = parts.id === null && view.value.id !== null
    if (isClosing && isStepBack(router.resolve({ query }).fullPath)) return router.back()
    void (isOpening ? router.push({ query }) : router.replace({ query }))
  }

  function isStepBack(fullPath: string): boolean {
    return (router.options.history.state.back as unknown) === fullPath
  }

  return { view, change }
}
