import { computed, ref } from 'vue'
import { figureOf } from '../../../map/plan-parts'
import { lockGrids, merge } from '../../../plan/edits/edits'
import { gridsOfBareCommunities } from '../../../plan/edits/ground'
import { mergeUppers } from '../../../plan/model/groups'
import { usePlan } from '../../../stores/plan'
import type { ChoiceOfPlan } from './useChoice'
import { useEdits } from './useEdits'
import { AT_ONCE } from './engine-work'
import type { usePartition } from './usePartition'

/** Grids that are drawn anew are searched for longer than those that are evened out: some tenths of a second. */
const REDRAW_STEPS = 700

/** What is done with the chosen grids of one level. Upper grids are handled by whole groups. */
export function useGridDeeds(choice: ChoiceOfPlan, partition: ReturnType<typeof usePartition>) {
  const plan = usePlan()
  const { perform } = useEdits()
  /** Into how many equal parts a grid is split. */
  const parts = ref(2)
  const isLocked = computed(() => choice.grids.value.some(({ locked }) => locked))

  function join(): void {
    if (!plan.live) return
    const keys = choice.keys.value
    const edit = choice.isUpper.value
      ? mergeUppers(plan.live, keys, choice.level.value)
      : merge(plan.live, keys)
    if (perform(edit)) choice.chooseGrids([keys[0]])
  }

  /** One grid of each community without buildings that has none. */
  function drawBare(): void {
    if (plan.live) perform(gridsOfBareCommunities(plan.live))
  }

  function toggleLocks(): void {
    if (plan.live) perform(lockGrids(plan.live, choice.level.value, choice.keys.value, !isLocked.value))
  }

  /** Splits the chosen grid into equal parts. */
  function split(): void {
    const [key] = choice.keys.value
    const level = choice.level.value
    const households = figureOf(plan.figures, level, key)?.households ?? 0
    const code = choice.isUpper.value ? 'splitUpper' : 'split'
    const sentence = { code, values: { to: key, parts: parts.value } }
    const targetHouseholds = households / parts.value
    void partition.start({ ...AT_ONCE, only: [key], level, targetHouseholds, sentence })
  }

  /** Solves the chosen grids again among themselves. */
  function rebalance(): void {
    const only = choice.keys.value
    const code = choice.isUpper.value ? 'rebalanceUpper' : 'rebalance'
    const sentence = { code, values: { count: only.length } }
    void partition.start({ ...AT_ONCE, only, level: choice.level.value, sentence })
  }

  /** Draws the chosen grids anew, as if they had never been. */
  function redraw(): void {
    const only = choice.keys.value
    const sentence = { code: choice.isUpper.value ? 'redrawUpper' : 'redraw', values: { count: only.length } }
    void partition.start({
      ...AT_ONCE,
      steps: REDRAW_STEPS,
      only,
      begin: 'fresh',
      level: choice.level.value,
      sentence,
    })
  }

  return { parts, isLocked, drawBare, join, toggleLocks, split, rebalance, redraw }
}
