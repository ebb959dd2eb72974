import { type Ref, ref, watch } from 'vue'
import { heldPerson } from '../../data/person'

function kept<T>(key: string, empty: T): T {
  try {
    const text = localStorage.getItem(key)
    return text ? { ...empty, ...(JSON.parse(text) as Partial<T>) } : { ...empty }
  } catch {
    return { ...empty }
  }
}

/**
 * Returns what the signed-in person is typing, kept on this device under `key` until `clear`, so that neither a lost
 * connection nor a closed page takes it away. It is theirs: whoever signs in next finds their own. Nothing private
 * belongs here.
 */
export function useDraft<T extends object>(
  key: string,
  empty: () => T,
): { draft: Ref<T>; clear: () => void } {
  const name = `gridward.draft.${heldPerson() ?? 'nobody'}.${key}`
  const draft = ref(kept(name, empty())) as Ref<T>
  watch(draft, (value) => localStorage.setItem(name, JSON.stringify(value)), { deep: true, flush: 'sync' })

  function clear(): void {
    draft.value = empty()
    localStorage.removeItem(name)
  }

  return { draft, clear }
}
