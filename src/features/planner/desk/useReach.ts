import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  communityReach,
  type CommunityReach,
  type CountReach,
  countsFor,
  type Instance,
} from '../../../../geo/index'
import { useFormat } from '../../../composables/useFormat'
import { isWithin } from '../../../lib/deviation'
import { formatChange } from '../../../lib/format'
import type { Edit } from '../../../plan/edits/edits'
import { partOf } from '../../../plan/edits/new-grids'
import { dedicatedVertices } from '../../../plan/engine/wish'
import { effectsOn } from '../../../plan/foresight/effect'
import type { PlanView } from '../../../plan/model/plan-view'
import { usePlan } from '../../../stores/plan'
import type { Wish } from './engine-work'
import type { AreaId } from '../../../lib/ids'

const known = new WeakMap<Instance, Map<string, ReadonlyMap<number, CommunityReach>>>()

/** How even the grids of each community can be, by its place in the input; worked out once for a rule. */
function reachIn(instance: Instance, target: number, tolerance: number): ReadonlyMap<number, CommunityReach> {
  const ofRule = known.get(instance) ?? new Map<string, ReadonlyMap<number, CommunityReach>>()
  known.set(instance, ofRule)
  const name = `${target} ${tolerance}`
  const made =
    ofRule.get(name) ??
    new Map(communityReach(instance, target, tolerance).map((one) => [one.community, one]))
  ofRule.set(name, made)
  return made
}

/** How even grids can be, whoever draws them, and why no better, in words. */
export function useReach() {
  const { t } = useI18n()
  const format = useFormat()
  const plan = usePlan()

  /** Vertices of dedicated grids, as a text: what is drawn elsewhere changes nothing about them. */
  const apart = computed(() => {
    const { ground, draft, leaf } = plan
    return ground && draft ? [...dedicatedVertices({ ground, draft, leaf })].join(' ') : ''
  })
  const divided = computed<Instance | null>(() => {
    const { ground } = plan
    if (!ground || !apart.value) return ground?.instance ?? null
    const left = new Set(apart.value.split(' ').map(Number))
    return partOf(
      ground.instance,
      [...ground.cells.inputIndex.keys()].filter((vertex) => !left.has(vertex)),
    )
  })
  const ofLeaf = computed<ReadonlyMap<number, CommunityReach>>(() => {
    const { targets, leaf, tolerance } = plan
    return divided.value && leaf ? reachIn(divided.value, targets[leaf - 1], tolerance) : new Map()
  })

  /** The reach of a community by its id; undefined where nobody lives or the places are not there yet. */
  function reachOf(community: AreaId): CommunityReach | undefined {
    const number = plan.ground?.communityOf.get(community)
    return number === undefined ? undefined : ofLeaf.value.get(number)
  }

  function countWords(counts: readonly CountReach[], households: number): string {
    const words = ({ grids, mean, deviation }: CountReach) =>
      t('planner.reach.count', {
        grids: format.number(grids),
        mean: format.number(Math.round(mean)),
        change: formatChange(deviation, 1),
      })
    const [below, above] = counts.map(words)
    return t('planner.reach.not-divisible', { households: format.number(households), below, above })
  }

  /** Returns why the grids of a community cannot all be within the tolerance; empty where they can. */
  function reasonWords({ reason, counts, divided, reachableDeviation }: CommunityReach): string {
    if (reason === null) return ''
    if (reason === 'not-divisible') return countWords(counts, divided)
    const values = { households: format.number(divided), change: formatChange(reachableDeviation, 1) }
    return t(`planner.reach.${reason}`, values, divided)
  }

  /** Why some leaf grids cannot all be within the tolerance, whoever draws them: a reason for each community where there is one. */
  function reasonsIn({ ground, draft, rule }: PlanView, keys: ReadonlySet<number>, target: number): string[] {
    const vertices = [...ground.cells.inputIndex].flatMap((place, vertex) =>
      keys.has(draft.assignment[place]) ? [vertex] : [],
    )
    return communityReach(partOf(ground.instance, vertices), target, rule.tolerance).flatMap(
      (reach) => reasonWords(reach) || [],
    )
  }

  /** Returns what the engine made of some grids: their greatest deviation before and after, and why it is no less. */
  function answerWords(
    live: PlanView,
    edit: Edit,
    { only = [], level = live.leaf, targetHouseholds }: Wish,
  ): string {
    const target = targetHouseholds ?? live.rule.targets[level - 1]
    // What a dedicated grid comes to is nothing to be even about.
    const effects = effectsOn(live, edit, level, only).filter(({ deviation }) => deviation !== null)
    const after = effects.filter((one) => one.after > 0)
    const off = (households: number) => Math.abs(households / target - 1)
    const greatest = (all: number[]) => all.reduce((most, one) => Math.max(most, one), 0)
    const asked = effects.filter(({ key }) => only.includes(key))
    const values = {
      before: format.share(greatest(asked.map(({ before }) => off(before))), 1),
      after: format.share(greatest(after.map((one) => off(one.after))), 1),
    }
    const households = asked.reduce((sum, { before }) => sum + before, 0)
    const said = t('planner.reach.answer', values)
    if (level === live.leaf) return [said, ...reasonsIn(live, new Set(only), target)].join(' ')
    const counts = countsFor(households, target)
    const isDivisible = counts.some(({ deviation }) => isWithin(deviation, live.rule.tolerance))
    return isDivisible ? said : `${said} ${countWords(counts, households)}`
  }

  return { reachOf, reasonWords, answerWords }
}
