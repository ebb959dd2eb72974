import { useEventListener } from '@vueuse/core'
import { nextTick, readonly, ref, type Ref } from 'vue'

const isPrinting = ref(false)

/** Whether the page is being printed, for what a style sheet cannot say: what is drawn, and how much of a table. */
export function usePrinting(): Readonly<Ref<boolean>> {
  useEventListener('beforeprint', () => (isPrinting.value = true))
  useEventListener('afterprint', () => (isPrinting.value = false))
  return readonly(isPrinting)
}

/**
 * Prints the page once what is other on paper is there. A call of `window.print()` lets nothing run between the browser's
 * word that it prints and the paper, so the page has to know before.
 */
export async function printPage(): Promise<void> {
  isPrinting.value = true
  window.addEventListener('afterprint', () => (isPrinting.value = false), { once: true })
  await nextTick()
  window.print()
}
