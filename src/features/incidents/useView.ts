import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { readView, type View, writeView } from './address'

/** Returns what the page looks at, read from the address, and a way to change it. */
export function useView() {
  const route = useRoute()
  const router = useRouter()
  const view = computed(() => readView(route.query))

  /** Changes parts of the view. An opened case is a step that the back button takes back; a filter is not. */
  function change(parts: Partial<View>): void {
    const query = { ...route.query, ...writeView({ ...view.value, ...parts }) }
    const isOpening = typeof parts.id === 'number' && view.value.id === null
    void (isOpening ? router.push({ query }) : router.replace({ query }))
  }

  return { view, change }
}
