import { useIntervalFn } from '@vueuse/core'
import { computed, ref, shallowRef, watch } from 'vue'
import { client } from '../../../../data/client'
import { announceEditor, type PlanState } from '../../../../data/plans/plans'
import { usePlan } from '../../../../stores/plan'
import { useSession } from '../../../../stores/session'

const EVERY_MS = 15_000

/**
 * Says that the draft is open here, and learns who else has it open, whether a newer version was saved, and
 * whether the plan was submitted, sent back or published meanwhile. `answered` is called whenever the database answers.
 */
export function usePresence(answered: () => void) {
  const plan = usePlan()
  const session = useSession()
  const others = shallowRef<string[]>([])
  /** The newest version that was heard of. */
  const newest = ref({ planId: 0, version: 0 })
  /** The state that somebody led the plan to, where it is another than here. */
  const stateThere = ref<PlanState | null>(null)
  const isBehind = computed(
    () => newest.value.planId === plan.head?.id && newest.value.version > plan.head.version,
  )

  async function announce(): Promise<void> {
    const head = plan.head
    stateThere.value = null
    others.value = head?.state === 'draft' ? others.value : []
    // Who has just signed out is still on the page for a moment: there is nobody to be announced.
    if (!head || !plan.isUnderWork || session.memberships.length === 0) return
    try {
      const presence = await announceEditor(client(), head.id)
      answered()
      if (plan.head?.id !== head.id) return
      if (plan.head === head && presence.state !== head.state) stateThere.value = presence.state
      others.value = presence.state === 'draft' ? presence.others.map(({ name }) => name) : []
      newest.value = { planId: head.id, version: presence.version }
    } catch {
      // Presence is a courtesy: without a connection the page says so elsewhere.
      others.value = []
    }
  }

  useIntervalFn(() => void announce(), EVERY_MS)
  watch(
    () => [plan.head?.id, plan.head?.state],
    () => void announce(),
    { immediate: true },
  )
  return { others, isBehind, stateThere }
}
