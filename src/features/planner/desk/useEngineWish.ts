import { ref } from 'vue'
import type { Preset, Rest } from '../../../../geo/index'
import { usePlan } from '../../../stores/plan'
import type { usePartition } from './usePartition'

/**
 * What is asked of the engine when it draws the whole plan: what matters most, what becomes of a rest, whether it begins anew or
 * mends what is there, whether ground without buildings comes along, and how long it may think.
 */
export function useEngineWish(partition: ReturnType<typeof usePartition>) {
  const plan = usePlan()
  const preset = ref<Preset>('balanced')
  const rest = ref<Rest>('apart')
  const begin = ref<'fresh' | 'gentle'>('fresh')
  const withBare = ref(false)
  const budgetSeconds = ref(5)

  /** Another seed each time it is asked again, so that "again" may find another plan; kept with the plan. */
  function start(): void {
    const seed = (plan.draft?.engine.seed ?? plan.head?.engine.seed ?? 0) + 1
    const hasGrids = (plan.draft?.grids.size ?? 0) > 0
    void partition.start({
      preset: preset.value,
      seed,
      rest: rest.value,
      begin: hasGrids ? begin.value : 'fresh',
      withBare: withBare.value,
      budgetSeconds: budgetSeconds.value,
      sentence: { code: 'partition', values: {} },
    })
  }

  return { preset, rest, begin, withBare, budgetSeconds, start }
}
