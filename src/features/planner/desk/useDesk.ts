import { computed, inject, type InjectionKey, provide, ref, watch } from 'vue'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { listPlans, type PlanListed } from '../../../data/plans/plans'
import { usePlan } from '../../../stores/plan'
import { type Colouring, HIDDEN_AT_FIRST, type LayerName } from './looking/layers'
import { useSituation } from './situation'
import type { PickRule, Tool } from './tools'
import { useArea } from './useArea'
import { useBaseMap } from './useBaseMap'
import { useChoice } from './useChoice'
import { useEarlyPlan } from './keeping/useEarlyPlan'
import { useEngineWish } from './useEngineWish'
import { useGridDeeds } from './useGridDeeds'
import { useGround } from './useGround'
import { useKeptWork } from './keeping/useKeptWork'
import { useLooking } from './looking/useLooking'
import { useMapView } from './looking/useMapView'
import { useMoves } from './useMoves'
import { useOpening } from './keeping/useOpening'
import { usePages } from './usePages'
import { usePlanActs } from './usePlanActs'
import { usePartition } from './usePartition'
import { usePlanSteps } from './keeping/usePlanSteps'
import { useStepsOfOthers } from './keeping/useStepsOfOthers'
import { usePresence } from './keeping/usePresence'
import { useSelection } from './useSelection'
import { useStanding } from './useStanding'

/** Parts of the page that are open or not. */
function useOpenParts() {
  return {
    table: ref(false),
    newPlan: ref(false),
    publishing: ref(false),
    sendingBack: ref(false),
    exporting: ref(false),
    palette: ref(false),
    help: ref(false),
  }
}

/**
 * Sits down at the desk: everything about planning that outlives a panel, for as long as the page lives. What is inside of the
 * page reaches it by `useDesk`; commands are done on it.
 */
export function openDesk() {
  const plan = usePlan()
  const selection = useSelection()
  /** Asked for first: a database that answers one by one is not to let the plan wait for its places. */
  const { read } = useEarlyPlan(selection.planId.value)
  const partition = usePartition()
  const { area, unknownCode, go } = useArea()
  const grounds = useGround(area)
  const plans = useRead(
    'plans',
    () => area.value?.districtId ?? null,
    async (district, signal) => (district ? listPlans(client(signal), district) : []),
    { topics: ['plans', 'drafts'] },
  )
  /** What was changed here is in the list at once; what others change comes with the topics. */
  watch(
    () => [selection.planId.value, plan.head?.version] as const,
    ([id]) => id === null && void plans.reload(),
  )
  const tool = ref<Tool>('select')
  const rule = ref<PickRule>({ wholeCompounds: false, onlyUnassigned: false })
  const parts = useOpenParts()
  const colouring = ref<Colouring>('deviation')
  /** Layers that are taken off the map. */
  const hidden = ref<ReadonlySet<LayerName>>(new Set(HIDDEN_AT_FIRST))
  const view = useMapView()
  const choice = useChoice(grounds.ground, selection)
  const moves = useMoves(choice)
  const deeds = useGridDeeds(choice, partition)

  /** A plan that is opened goes before its backdrop. */
  const isOpen = computed(
    () => grounds.ground.value !== null && (selection.planId.value === null || plan.snapshot !== null),
  )
  const backdrop = useBaseMap(area, isOpen)
  const kept = useKeptWork()
  const opening = useOpening(
    { planId: selection.planId, area, ground: grounds.ground, schemeOf: grounds.schemeOf, read, kept },
    { elsewhere: go, opened: () => void plans.reload() },
  )

  const looking = useLooking(grounds.ground, choice, view, () =>
    steps.newer.isOpen.value ? steps.newer.version.value?.figures : undefined,
  )
  const steps = usePlanSteps(opening.reopen, { go: selection.choosePlan, showFault: looking.showFault })
  const presence = usePresence(steps.reached)
  const isBehind = computed(() => presence.isBehind.value || steps.newer.isKnown.value)
  useStepsOfOthers(presence.stateThere, { isBusy: steps.isBusy, reopen: opening.reopen })
  const situation = useSituation(choice, moves, {
    isStepping: () => steps.isBusy.value,
    isBusy: () => partition.isRunning.value,
    isBehind: () => isBehind.value,
    isAsked: () => selection.planId.value !== null,
  })

  function choosePlan({ id, areaCode }: Pick<PlanListed, 'id' | 'areaCode'>): void {
    if (areaCode === area.value?.code) selection.choosePlan(id)
    else go(areaCode, id)
  }

  const acts = usePlanActs({
    choose: choosePlan,
    leave: () => selection.choosePlan(null),
    reopen: opening.reopen,
    listChanged: plans.reload,
  })

  const desk = {
    plan,
    area,
    unknownCode,
    grounds,
    backdrop,
    plans,
    planId: selection.planId,
    choosePlan,
    openPlan: selection.choosePlan,
    opening,
    kept,
    tool,
    rule,
    colouring,
    hidden,
    parts,
    view,
    choice,
    moves,
    deeds,
    partition,
    wish: useEngineWish(partition),
    looking,
    steps,
    presence,
    isBehind,
    pages: usePages(),
    acts,
    standing: useStanding(computed(() => plan.head)),
    situation,
  }
  provide(DESK, desk)
  return desk
}

export type Desk = ReturnType<typeof openDesk>
export const DESK: InjectionKey<Desk> = Symbol('desk')

/** Returns the desk of the page that one is inside of. */
export function useDesk(): Desk {
  const desk = inject(DESK)
  if (!desk) throw new Error('There is no desk: `openDesk` was not called above.')
  return desk
}
