import { ElMessage } from 'element-plus'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Infeasible, Instance, Progress } from '../../../../geo/index'
import { isEmpty } from '../../../plan/model/draft'
import { isEdit } from '../../../plan/edits/edits'
import { type Standing, standingOf } from '../../../plan/engine/gain'
import { dedicatedVertices } from '../../../plan/engine/wish'
import type { PlanView } from '../../../plan/model/plan-view'
import { StaleSnapshot } from '../../../plan/model/snapshot'
import { rest } from '../../../lib/slices'
import { weighted } from '../../../plan/model/load'
import { usePlan } from '../../../stores/plan'
import { usePlanLoad } from '../../../stores/plan-load'
import { createPartitionPool, type PartitionPool } from '../../../workers/partition'
import { type Bench, fillUp, type Outcome, type Wish, work } from './engine-work'
import { useEdits } from './useEdits'
import { useReach } from './useReach'

/** What is done sooner is not announced, milliseconds: the announcement would take longer than the work. */
const SOON_MS = 200

/** What the search has gained so far, and when it last gained something. */
export interface Gain {
  first: Standing
  now: Standing
  /** Milliseconds from the beginning to the last better plan. */
  lastMs: number
  energy: number
}

/** Runs the engine in workers for the open plan, as long as the page lives. */
export function usePartition() {
  const { t } = useI18n()
  const plan = usePlan()
  const load = usePlanLoad()
  const { perform } = useEdits()
  const { answerWords } = useReach()
  const progress = shallowRef<Progress | null>(null)
  const gain = shallowRef<Gain | null>(null)
  /** Milliseconds that the search may take; more can be granted while it runs. */
  const budgetMs = ref(0)
  const isRunning = ref(false)
  const refusal = shallowRef<Infeasible | null>(null)
  let pool: PartitionPool | null = null
  let abort: AbortController | null = null
  let isTaken = false
  let isDiscarded = false

  // Workers take longer to start than a few grids to be solved: they are there when the first is asked for.
  watch(
    () => plan.isEditable,
    (isReady) => isReady && (pool ??= createPartitionPool()),
  )
  onScopeDispose(() => pool?.dispose())

  function announce(): void {
    isRunning.value = true
    progress.value = gain.value = null
  }

  /** Says why there is no plan, where it is seen whatever is chosen. */
  function refuse(why: Infeasible): void {
    refusal.value = why
    ElMessage.warning(t(`planner.partition.refusals.${why.reason}`))
  }

  /** Follows what the search gains at one level: another level begins anew. `apart`: vertices that no target is asked of. */
  function follow(instance: Instance, apart: ReadonlySet<number>, now: Progress, level: number): void {
    progress.value = now
    const before = gain.value
    if (before && before.energy <= now.energy && now.steps > 0) return
    const [target, { tolerance }] = [plan.targets[Math.min(level, plan.leaf - 1)], plan]
    const standing = standingOf(instance, now.grid, { target, tolerance }, (vertex) => !apart.has(vertex))
    const isFirst = !before || now.steps === 0
    gain.value = {
      first: isFirst ? standing : before.first,
      now: standing,
      lastMs: now.elapsedMs,
      energy: now.energy,
    }
  }

  function benchOf(live: PlanView, crew: PartitionPool): Bench {
    return {
      live,
      crew,
      jobOn: (instance, { budgetSeconds }) => {
        abort = new AbortController()
        budgetMs.value = budgetSeconds * 1000
        // A part of the ground holds no dedicated grid but by a compound of it: only the whole has them.
        const isWhole = instance.count === live.ground.instance.count
        const apart = isWhole ? dedicatedVertices(live) : new Set<number>()
        return {
          instance,
          budgetMs: () => budgetMs.value,
          signal: abort.signal,
          onProgress: (now, level) => isRunning.value && follow(instance, apart, now, level),
        }
      },
    }
  }

  /** Runs something of the engine for the draft as it is now, and does the edit that comes of it. */
  async function run(ask: (bench: Bench) => Promise<Outcome>, isQuick: boolean, wish?: Wish): Promise<void> {
    const { live, draft } = plan
    if (!live || isTaken) return
    const loads = load.byBuilding
    if (!loads) return void ElMessage.warning(t('planner.partition.noLoad'))
    isTaken = true
    isDiscarded = false
    refusal.value = null
    const announcing = setTimeout(announce, isQuick ? SOON_MS : 0)
    try {
      const outcome = await ask(
        benchOf(load.isWeighted ? weighted(live, loads) : live, (pool ??= createPartitionPool())),
      )
      await rest()
      if (isDiscarded) return
      if (plan.draft !== draft) return void ElMessage.info(t('planner.partition.overtaken'))
      if ('status' in outcome) return refuse(outcome)
      const said = wish?.only && isEdit(outcome) ? answerWords(live, outcome, wish) : ''
      if (isEdit(outcome) && isEmpty(outcome.patch)) {
        ElMessage.info({
          message: [t('planner.partition.unchanged'), said].join(' '),
          duration: said ? 8000 : 3000,
        })
        return
      }
      if (perform(outcome) && said) ElMessage.info({ message: said, duration: 8000, grouping: true })
    } catch (failure) {
      // The plan was changed while its ground was being asked.
      if (!(failure instanceof StaleSnapshot)) throw failure
      ElMessage.info(t('planner.partition.overtaken'))
    } finally {
      clearTimeout(announcing)
      isTaken = isRunning.value = false
    }
  }

  /** Ends the search: the best plan so far is taken, or thrown away. */
  function stop(how: 'take' | 'discard'): void {
    isDiscarded = how === 'discard'
    abort?.abort()
  }

  return {
    isRunning,
    progress,
    gain,
    budgetMs,
    refusal,
    /** Solves the plan, or some of its grids, and puts the result in place as one edit. */
    start: (wish: Wish) => run((bench) => work(bench, wish), wish.steps !== undefined, wish),
    stop,
    /** Grants a search that is under way more time. */
    goOn: (seconds: number) => void (budgetMs.value += seconds * 1000),
    /** Gives all buildings without a grid (or those of some communities) a grid, as one edit. */
    fillUp: (communities?: ReadonlySet<number>) => run((bench) => fillUp(bench, communities), false),
  }
}
