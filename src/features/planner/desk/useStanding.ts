import { computed, type Ref } from 'vue'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { type PlanStanding, readPlanStanding } from '../../../data/plans/in-force'
import type { PlanHead } from '../../../data/plans/plans'

/** A community in which another plan took the place of the one that is looked at. */
export type ReplacedIn = PlanStanding['communities'][number]

/** Where a published plan is in force no more: by the id of the community. Read anew when plans change. */
export function useStanding(head: Readonly<Ref<PlanHead | null>>) {
  const read = useRead(
    'plan-standing',
    () => (head.value && head.value.publishedAt !== null ? head.value.id : null),
    async (id, signal) => (id === null ? null : readPlanStanding(client(signal), id)),
    { topics: ['plans'] },
  )
  const replaced = computed(
    () =>
      new Map(
        (read.data.value?.communities ?? []).flatMap((one): [number, ReplacedIn][] =>
          one.replaced ? [[one.community, one]] : [],
        ),
      ),
  )
  return { replaced, communities: computed(() => read.data.value?.communities.length ?? 0) }
}
