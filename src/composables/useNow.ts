import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Returns the present in milliseconds, renewed every `everyMs` until the scope ends. */
export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
