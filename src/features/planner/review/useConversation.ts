import { ElMessage } from 'element-plus'
import { computed, ref, shallowRef, watch } from 'vue'
import { useErrorWords } from '../../../composables/useErrorWords'
import { usePolling } from '../../../composables/usePolling'
import { client } from '../../../data/client'
import * as talk from '../../../data/plans/plan-conversation'
import { linesOf, threadsOf } from '../../../plan/together/conversation'
import { sendOnce } from '../../../lib/intent-key'
import { usePlan } from '../../../stores/plan'
import type { PlanId } from '../../../lib/ids'

const EVERY_MS = 20_000
const NOTHING: talk.Conversation = { remarks: [], steps: [] }

/** What is said about the open plan; what others say meanwhile comes by itself. */
export function useConversation() {
  const plan = usePlan()
  const words = useErrorWords()
  const data = shallowRef(NOTHING)
  const isBusy = ref(false)
  const threads = computed(() => threadsOf(data.value.remarks))
  const lines = computed(() => linesOf(data.value.remarks, data.value.steps))
  const open = computed(() => threads.value.filter(({ isOpen }) => isOpen).length)

  async function load(): Promise<void> {
    const id = plan.head?.id
    const read = id === undefined ? NOTHING : await talk.readConversation(client(), id)
    if (plan.head?.id === id) data.value = read
  }
  const polling = usePolling(load, { everyMs: EVERY_MS })
  watch(
    () => [plan.head?.id, plan.head?.state],
    ([id], [idBefore]) => {
      if (id !== idBefore) data.value = NOTHING
      polling.now()
    },
  )

  /** Does something and reads anew; returns whether it went well, and else says what went wrong. */
  async function attempt(act: (planId: PlanId) => Promise<unknown>): Promise<boolean> {
    const id = plan.head?.id
    if (id === undefined) return false
    isBusy.value = true
    try {
      await act(id)
      await load()
      return true
    } catch (failure) {
      ElMessage.error({ message: words(failure), duration: 6000 })
      return false
    } finally {
      isBusy.value = false
    }
  }

  const say = (said: talk.NewRemark) =>
    attempt((id) => sendOnce(['remark', id, said], (key) => talk.remark(client(), id, said, key)))
  const settle = (remarkId: number, isSettled: boolean) =>
    attempt(() => talk.settleRemark(client(), remarkId, isSettled))

  return { threads, lines, open, isBusy, say, settle }
}

export type ConversationHandle = ReturnType<typeof useConversation>
/** A remark on the open plan, with its answers. */
export type RemarkThread = ConversationHandle['threads']['value'][number]
