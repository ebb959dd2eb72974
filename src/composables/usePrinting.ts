import { useEventListener } from '@vueuse/core'
import { readonly, ref, type Ref } from 'vue'

/** Whether the page is being printed, for what a style sheet cannot say: colours of drawings. */
export function usePrinting(): Readonly<Ref<boolean>> {
  const isPrinting = ref(false)
  useEventListener('beforeprint', () => (isPrinting.value = true))
  useEventListener('afterprint', () => (isPrinting.value = false))
  return readonly(isPrinting)
}
