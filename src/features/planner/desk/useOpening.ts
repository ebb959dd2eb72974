import { onScopeDispose, type Ref, ref, watch } from 'vue'
import type { Area } from '../../../data/areas'
import type { PlanDetail } from '../../../data/plans'
import type { Scheme } from '../../../data/schemes'
import type { Ground } from '../../../plan/model/ground'
import { usePlan } from '../../../stores/plan'

/** What a plan is opened on. */
interface Table {
  planId: Readonly<Ref<number | null>>
  area: Readonly<Ref<Area | null>>
  ground: Readonly<Ref<Ground | null>>
  schemeOf: (id: number) => Promise<Scheme | undefined>
  read: (id: number) => Promise<PlanDetail>
}

/**
 * Opens the plan of the address: it can be looked at as soon as it is read, and drawn on as soon as its ground is there;
 * leaving takes it off the table. `elsewhere` is told of a plan that belongs to another area, `opened` of one that was read.
 */
export function useOpening(
  { planId, area, ground, schemeOf, read: ask }: Table,
  events: { elsewhere: (areaCode: string, planId: number) => void; opened: () => void },
) {
  const plan = usePlan()
  const failure = ref<unknown>(null)
  let read: { detail: PlanDetail; scheme: Scheme } | null = null
  let isLaid = false

  /** Reads the plan, again where it is on the table already. */
  async function open(id: number): Promise<void> {
    failure.value = null
    try {
      const detail = await ask(id)
      const scheme = await schemeOf(detail.plan.schemeId)
      if (planId.value !== id || !area.value || !scheme) return
      if (detail.plan.areaId !== area.value.id) return events.elsewhere(detail.plan.areaCode, id)
      if (plan.head?.id !== id) plan.preview(scheme, detail)
      read = { detail, scheme }
      isLaid = false
      await lay()
      events.opened()
    } catch (error) {
      failure.value = error
    }
  }

  async function lay(): Promise<void> {
    if (!read || !ground.value) return
    isLaid = true
    await plan.open(ground.value, read.scheme, read.detail)
  }

  /** What was read is laid on its ground once; on another ground the plan is read again, for it may have been saved since. */
  async function follow(id: number): Promise<void> {
    if (isLaid) return open(id)
    try {
      await lay()
    } catch (error) {
      failure.value = error
    }
  }

  watch(
    [planId, () => area.value?.id],
    ([id, areaId]) => {
      read = null
      if (id === null) plan.close()
      else if (areaId !== undefined) void open(id)
    },
    { immediate: true },
  )
  watch(ground, (now) => {
    if (now && planId.value !== null) void follow(planId.value)
  })
  onScopeDispose(plan.close)

  return { open, failure }
}
