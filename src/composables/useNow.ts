import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import { serverNow } from '../lib/clock'

/** Returns the server's present in milliseconds, renewed every `everyMs` until the scope ends. */
export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(serverNow())
  const timer = setInterval(() => {
    now.value = serverNow()
  }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
