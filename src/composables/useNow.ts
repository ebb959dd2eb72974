import { useIntervalFn } from '@vueuse/core'
import { readonly, ref, type Ref } from 'vue'
import { serverNow } from '../lib/time/clock'

/** Returns the server's present in milliseconds, renewed every `everyMs` until the scope ends. */
export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(serverNow())
  useIntervalFn(() => {
    now.value = serverNow()
  }, everyMs)
  return readonly(now)
}
