import { tryOnScopeDispose, useEventListener, useIntervalFn } from '@vueuse/core'
import { type Ref, ref, watch } from 'vue'
import { heldPerson } from '../../../data/person'
import { releaseSlot, renewSlot, SEEN_EVERY_MS, takeSlot, writeSlot } from './draft-slots'

/** Windows of one device compare times of its own clock, right or wrong. */
// eslint-disable-next-line no-restricted-syntax
const deviceNow = () => Date.now()

/**
 * Returns what the signed-in person is typing, kept on this device under `key` until `clear`, so that neither a lost
 * connection nor a closed page takes it away. It is theirs: whoever signs in next finds their own. Each open window has its
 * own; what a closed one left is taken up by the next that opens. Nothing private belongs here.
 */
export function useDraft<T extends object>(
  key: string,
  empty: () => T,
): { draft: Ref<T>; clear: () => void } {
  const slot = takeSlot(`gridward.draft.${heldPerson() ?? 'nobody'}.${key}`, deviceNow())
  const draft = ref({ ...empty(), ...(slot.draft as Partial<T> | null) }) as Ref<T>
  const keep = () => (slot.name = writeSlot(slot.name, draft.value, deviceNow()))
  watch(draft, keep, { deep: true, flush: 'sync' })

  useIntervalFn(() => renewSlot(slot.name, deviceNow()), SEEN_EVERY_MS)
  const release = () => releaseSlot(slot.name)
  useEventListener('pagehide', release)
  // A page that the browser kept and brings back is open again.
  useEventListener('pageshow', ({ persisted }) => persisted && localStorage.getItem(slot.name) && keep())
  tryOnScopeDispose(release)

  function clear(): void {
    draft.value = empty()
    localStorage.removeItem(slot.name)
  }

  return { draft, clear }
}
