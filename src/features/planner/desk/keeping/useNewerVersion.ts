import { computed, ref, shallowRef, watch } from 'vue'
import { client } from '../../../../data/client'
import { readPlan } from '../../../../data/plans/plans'
import { usePlan } from '../../../../stores/plan'
import { type NewerVersion, usePlanMerge } from '../../../../stores/plan-merge'

/** What is done about a newer version: the own changes are merged, saved as a branch, or left as they are. */
export type Choice = 'merge' | 'branch' | 'keep'

/** A newer version of the open draft, as long as somebody has to choose what is done about it. */
export function useNewerVersion() {
  const plan = usePlan()
  const merging = usePlanMerge()
  const version = shallowRef<NewerVersion | null>(null)
  const isOpen = ref(false)
  let decide: ((choice: Choice) => void) | null = null
  /** Whether a version was read that is newer than the open one. */
  const isKnown = computed(() => {
    const { id, version: newest } = version.value?.detail.plan ?? {}
    return id !== undefined && id === plan.head?.id && (newest ?? 0) > plan.head.version
  })

  /** Reads the newest version, shows what differs and what a merge would do, and returns what was chosen. */
  async function ask(): Promise<Choice> {
    if (!plan.head) return 'keep'
    version.value = merging.compareWith(await readPlan(client(), plan.head.id))
    isOpen.value = version.value !== null
    if (!isOpen.value) return 'keep'
    return new Promise((resolve) => (decide = resolve))
  }

  /** Answers the question; anything but the first answer is ignored. */
  function choose(choice: Choice): void {
    isOpen.value = false
    decide?.(choice)
    decide = null
  }

  /**
   * What is still done while the question is open, by an engine that was at work, belongs to the own changes. Once
   * another plan is open there is no question any more.
   */
  watch(
    () => plan.timeline,
    () => {
      if (!isOpen.value || !version.value) return
      const { detail } = version.value
      if (plan.head?.id === detail.plan.id) version.value = merging.compareWith(detail)
      else choose('keep')
    },
  )

  return { version, isOpen, isKnown, ask, choose }
}
