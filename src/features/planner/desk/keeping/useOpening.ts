import { computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { Area } from '../../../../data/areas'
import type { PlanDetail } from '../../../../data/plans/plans'
import type { Scheme } from '../../../../data/plans/schemes'
import { toDataError } from '../../../../lib/errors'
import type { Ground } from '../../../../plan/model/ground'
import { usePlan } from '../../../../stores/plan'
import { next, NOTHING_OPEN, type Opening, type OpeningEvent, type Step } from './opening'
import type { useKeptWork } from './useKeptWork'
import type { PlanId } from '../../../../lib/ids'

/** What a plan is opened on. */
interface Place {
  planId: Readonly<Ref<number | null>>
  area: Readonly<Ref<Area | null>>
  ground: Readonly<Ref<Ground | null>>
  schemeOf: (id: number) => Promise<Scheme>
  read: (id: number) => Promise<PlanDetail>
  kept: Pick<ReturnType<typeof useKeptWork>, 'takeUp' | 'leave'>
}

/**
 * Opens the plan of the address: it can be looked at as soon as it is read, and drawn on as soon as its ground is there;
 * leaving closes it. What follows what stands in `opening.ts`; here is what is done at each step. `elsewhere` is told of a plan
 * that belongs to another area, `opened` of one that was made ready.
 */
export function useOpening(
  { planId, area, ground, schemeOf, read, kept }: Place,
  events: { elsewhere: (areaCode: string, planId: PlanId) => void; opened: () => void },
) {
  const plan = usePlan()
  const state = shallowRef(NOTHING_OPEN)
  let underWay = new AbortController()

  function send(event: OpeningEvent): void {
    const before = state.value.step
    state.value = next(state.value, event)
    const { step } = state.value
    if (step === before) return
    underWay.abort()
    underWay = new AbortController()
    void enter(step, underWay.signal)
  }

  function close(): void {
    kept.leave()
    plan.close()
  }

  async function readPlan(opening: Opening): Promise<void> {
    const detail = await read(opening.planId)
    send({ type: 'read', opening, read: { detail, scheme: await schemeOf(detail.plan.schemeId) } })
  }

  /** Does what a step asks for; what comes of it is an event. */
  async function work(step: Step, signal: AbortSignal): Promise<void> {
    switch (step.at) {
      case 'reading':
        return readPlan(step.opening)
      case 'shown':
      case 'building': {
        const { scheme, detail } = step.read
        if (plan.head?.id !== detail.plan.id) plan.preview(scheme, detail)
        if (step.at === 'shown') return
        kept.leave()
        await plan.open(step.ground, scheme, detail, signal)
        return send({ type: 'built', opening: step.opening })
      }
      case 'resuming':
        events.opened()
        await kept.takeUp()
        return send({ type: 'resumed', opening: step.opening })
      case 'elsewhere':
        return events.elsewhere(step.areaCode, step.opening.planId)
      case 'failed':
        // What is on the page is another plan, or none: nobody is to take it for this one.
        if (plan.head?.id !== step.opening.planId) close()
        return
      case 'closed':
      case 'unknown':
      case 'gone':
        return close()
      case 'waiting':
      case 'ready':
        return
    }
  }

  async function enter(step: Step, signal: AbortSignal): Promise<void> {
    try {
      await work(step, signal)
    } catch (failure) {
      if (step.at === 'closed') throw failure
      const isMissing = toDataError(failure).code === 'plan-unknown'
      send({ type: isMissing ? 'missing' : 'failed', opening: step.opening, failure })
    }
  }

  watch(
    () => area.value?.id ?? null,
    (now) => send({ type: 'area', area: now }),
    { immediate: true },
  )
  watch(ground, (now) => send({ type: 'ground', ground: now }), { immediate: true })
  watch(planId, (now) => send({ type: 'choose', planId: now }), { immediate: true })
  onScopeDispose(() => send({ type: 'choose', planId: null }))

  /** Waits until opening has come to an end: the plan is ready, or there is none. */
  function settled(): Promise<void> {
    const isSettled = (at: Step['at']) => !['waiting', 'reading', 'building', 'resuming'].includes(at)
    return new Promise((resolve) => {
      const stop = watch(
        () => state.value.step.at,
        (at) => {
          if (!isSettled(at)) return
          resolve()
          queueMicrotask(() => stop())
        },
        { immediate: true },
      )
    })
  }

  return {
    step: computed(() => state.value.step),
    failure: computed(() => (state.value.step.at === 'failed' ? state.value.step.failure : null)),
    /** Reads the plan again. */
    reopen: (): Promise<void> => {
      send({ type: 'again' })
      return settled()
    },
  }
}
