import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Whether the page is being printed, for what a style sheet cannot say: colours of drawings. */
export function usePrinting(): Readonly<Ref<boolean>> {
  const isPrinting = ref(false)
  const begin = () => (isPrinting.value = true)
  const end = () => (isPrinting.value = false)
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  onScopeDispose(() => {
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
  })
  return readonly(isPrinting)
}
