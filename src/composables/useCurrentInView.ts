import { onMounted, type ShallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'

/**
 * Moves a row of links that is wider than its room to the one that is current, when the page opens and whenever the address or
 * the words change: on a telephone one would not see where one is.
 */
export function useCurrentInView(row: Readonly<ShallowRef<HTMLElement | null>>, words: () => unknown): void {
  const route = useRoute()
  function move(): void {
    const current = row.value?.querySelector<HTMLElement>('[aria-current=page]')
    if (!row.value || !current) return
    const [room, link] = [row.value.getBoundingClientRect(), current.getBoundingClientRect()]
    row.value.scrollLeft += (link.left + link.right - room.left - room.right) / 2
  }
  onMounted(move)
  watch([() => route.path, words], move, { flush: 'post' })
}
