import { computed } from 'vue'
import { assign, newGrid, pin } from '../../../plan/edits/edits'
import {
  communitiesOfGround,
  gridOfGround,
  groundOffers,
  isInhabited,
  joinGround,
  leaveOut,
} from '../../../plan/edits/ground'
import { type Offer, type OfferRule, offersOf, sourcesOf } from '../../../plan/foresight/offers'
import { gridOfLeaf, moveGroups, newUpper, placesOfGroups } from '../../../plan/model/groups'
import { usePlan } from '../../../stores/plan'
import type { ChoiceOfPlan } from './useChoice'
import { useEdits } from './useEdits'
import type { GridKey } from '../../../lib/ids'
import type { BuildingPlace } from '../../../plan/model/ids'

/**
 * Where chosen buildings, or looking at upper grids the whole groups that they stand in, could go, with what that would do to
 * both sides; and the moves themselves. Ground without buildings goes the same ways.
 */
export function useMoves(choice: ChoiceOfPlan) {
  const plan = usePlan()
  const { perform } = useEdits()

  const isOnGroups = computed(() => choice.groups.value.length > 0)
  const isOnGround = computed(() => choice.ground.value.length > 0)
  const places = computed(() =>
    isOnGroups.value && plan.snapshot
      ? placesOfGroups(plan.snapshot, choice.groups.value, choice.level.value)
      : choice.picked.value,
  )
  /** Ground that is chosen and still there. */
  const faces = computed(() => choice.ground.value.filter((face) => plan.live?.coverage.faces.has(face)))
  /** It may be left out of any grid: nobody is said to live in its communities. */
  const mayStayOut = computed(() => {
    const { live } = plan
    return live !== null && communities.value.every((community) => !isInhabited(live, community))
  })
  const communities = computed(() => {
    if (isOnGround.value) return plan.live ? communitiesOfGround(plan.live, faces.value) : []
    const of = plan.ground?.input.buildings.community ?? []
    return [...new Set(places.value.map((place) => of[place]))]
  })
  const rule = computed<OfferRule>(() => {
    const level = isOnGroups.value ? choice.level.value : plan.leaf
    const keyAt = (place: BuildingPlace) => {
      const leaf = plan.draft?.assignment[place] ?? -1
      return (plan.snapshot && gridOfLeaf(plan.snapshot, leaf, level)) ?? -1
    }
    return { level, target: plan.targets[level - 1], ...(isOnGroups.value && { keyAt }) }
  })
  /** The grids that they could go to, the one that they are meant for first. */
  const offers = computed<Offer[]>(() => {
    if (isOnGround.value) return plan.live ? groundOffers(plan.live, faces.value) : []
    const { ground, draft, figures } = plan
    const moving = { places: places.value, target: choice.target.value }
    return ground && draft ? offersOf(ground, draft, figures, moving, rule.value) : []
  })
  /** The grids that they would leave. */
  const sources = computed<Offer[]>(() => {
    const { ground, draft, figures } = plan
    return ground && draft ? sourcesOf(ground, draft, figures, places.value, rule.value) : []
  })
  /** None of the buildings is in a grid. */
  const isOut = computed(() => {
    if (isOnGround.value) return faces.value.every((face) => (plan.live?.coverage.gridOf(face) ?? -1) < 0)
    return places.value.every((place) => (plan.draft?.assignment[place] ?? -1) < 0)
  })
  const isPinned = computed(() => places.value.every((place) => plan.draft?.pinned[place] === 1))

  function moveTo(key: GridKey): void {
    if (!plan.live) return
    const edit = isOnGround.value
      ? joinGround(plan.live, faces.value, key)
      : isOnGroups.value
        ? moveGroups(plan.live, choice.groups.value, key, choice.level.value)
        : assign(plan.live, places.value, key)
    if (perform(edit)) choice.moved(key)
  }

  /** Makes a grid of their own. */
  function makeGrid(): void {
    if (!plan.live) return
    if (isOnGround.value) {
      if (perform(gridOfGround(plan.live, faces.value))) choice.clear()
      return
    }
    const edit = isOnGroups.value
      ? newUpper(plan.live, choice.groups.value, choice.level.value)
      : newGrid(plan.live, places.value)
    if (perform(edit)) choice.moved(Number(edit.sentence.values.to))
  }

  function togglePin(): void {
    if (plan.live) perform(pin(plan.live, places.value))
  }

  function takeOut(): void {
    if (!plan.live) return
    if (isOnGround.value) perform(leaveOut(plan.live, faces.value))
    else perform(assign(plan.live, places.value, -1))
  }

  return {
    isOnGroups,
    isOnGround,
    mayStayOut,
    faces,
    places,
    communities,
    offers,
    sources,
    isOut,
    isPinned,
    moveTo,
    makeGrid,
    togglePin,
    takeOut,
  }
}
