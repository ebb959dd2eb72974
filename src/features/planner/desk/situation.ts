import { computed } from 'vue'
import type { PlanHead } from '../../../data/plans/plans'
import { bareCommunities } from '../../../plan/edits/ground'
import type { GridFacts } from '../../../plan/model/draft'
import { type SaveStage, usePlan } from '../../../stores/plan'
import type { ChoiceOfPlan } from './useChoice'
import type { useMoves } from './useMoves'

/** What decides which commands can be done now. Plain facts, so that a refusal is told from them alone. */
export interface Situation {
  /** A plan is open, or asked for and not to be had. */
  isAsked: boolean
  /** State of the plan that is open; null where none is. */
  state: PlanHead['state'] | null
  /** It is published for a day that has not come. */
  isPending: boolean
  /** The plan is read and can be worked on, as far as its state and one's roles go. */
  isReady: boolean
  isEditable: boolean
  /** A large edit is being made: no other can be made of the plan yet. */
  isSettling: boolean
  mayDraw: boolean
  mayDecide: boolean
  saveStage: SaveStage
  /** A step of the plan (saving, submitting …) is under way. */
  isStepping: boolean
  /** The engine is at work. */
  isBusy: boolean
  /** A newer version than the one looked at is known of. */
  isBehind: boolean
  /** The plan has several levels; another than the lowest is looked at. */
  hasLevels: boolean
  isUpper: boolean
  /** How many grids the level looked at has, and those of them that are chosen. */
  gridCount: number
  grids: readonly Pick<GridFacts, 'community' | 'locked'>[]
  /** How many buildings are picked, and in how many communities; whether they are taken as whole groups. */
  picked: number
  communities: number
  isOnGroups: boolean
  /** Ground without buildings is picked; it may be left out of any grid. */
  isOnGround: boolean
  mayStayOut: boolean
  /** Communities without buildings that have no grid. */
  bareCommunities: number
  /** No picked building is in a grid. */
  isOut: boolean
  /** How many grids what is picked could go to. */
  offers: number
  unassigned: number
  faults: number
  /** Edits that can be taken back, and done again. */
  done: number
  undone: number
}

/** What else a situation is told from. */
export interface Doings {
  isStepping: () => boolean
  isBusy: () => boolean
  isBehind: () => boolean
  isAsked: () => boolean
}

/** Follows the situation at the desk. */
export function useSituation(choice: ChoiceOfPlan, moves: ReturnType<typeof useMoves>, doings: Doings) {
  const plan = usePlan()
  const gridCount = computed(() => {
    let count = 0
    for (const { level } of plan.figures.values()) if (level === choice.level.value) count++
    return count
  })

  return computed<Situation>(() => ({
    isAsked: doings.isAsked(),
    state: plan.head?.state ?? null,
    isPending: plan.head?.pending ?? false,
    isReady: plan.snapshot !== null,
    isSettling: plan.isSettling,
    isEditable: plan.isEditable,
    mayDraw: plan.mayDraw,
    mayDecide: plan.mayDecide,
    saveStage: plan.stage,
    isStepping: doings.isStepping(),
    isBusy: doings.isBusy(),
    isBehind: doings.isBehind(),
    hasLevels: plan.leaf > 1,
    isUpper: choice.isUpper.value,
    gridCount: gridCount.value,
    grids: choice.grids.value,
    picked: choice.picked.value.length,
    communities: moves.communities.value.length,
    isOnGroups: moves.isOnGroups.value,
    isOnGround: moves.isOnGround.value,
    mayStayOut: moves.mayStayOut.value,
    bareCommunities: plan.snapshot ? bareCommunities(plan.snapshot).length : 0,
    isOut: moves.isOut.value,
    offers: moves.offers.value.length,
    unassigned: plan.balance?.unassignedBuildings ?? 0,
    faults: plan.faults.length,
    done: plan.timeline?.position ?? 0,
    undone: (plan.timeline?.edits.length ?? 0) - (plan.timeline?.position ?? 0),
  }))
}
