import { computed, shallowRef, watch } from 'vue'
import { client } from '../data/client'
import { serverDate } from '../lib/time/clock'
import { lastYear } from '../lib/time/days'
import type { AreaId } from '../lib/ids'
import type { Client } from '../lib/supabase'
import { usePlan } from './plan'

/**
 * Reads what the area of the open plan had in the last twelve months, once for each area that is taken up.
 * `known` is null until it is read; where it could not be had `failure` says why, until `reload` is asked for.
 */
export function usePlanYear<Year>(read: (client: Client, area: AreaId, since: Date) => Promise<Year>) {
  const plan = usePlan()
  const period = shallowRef(lastYear(serverDate()))
  const loaded = shallowRef<{ area: AreaId; year: Year } | null>(null)
  const failure = shallowRef<unknown>(null)

  async function load(area: AreaId): Promise<void> {
    period.value = lastYear(serverDate())
    failure.value = null
    const isMeant = () => plan.drawing?.area === area
    try {
      const year = await read(client(), area, period.value.from)
      if (isMeant()) loaded.value = { area, year }
    } catch (error) {
      if (isMeant()) failure.value = error
    }
  }

  watch(
    () => plan.drawing?.area,
    (area) => {
      if (area !== undefined && loaded.value?.area !== area) void load(area)
    },
    { immediate: true },
  )

  return {
    known: computed(() =>
      loaded.value && loaded.value.area === plan.drawing?.area ? loaded.value.year : null,
    ),
    failure,
    period,
    reload: async () => {
      if (plan.drawing) await load(plan.drawing.area)
    },
  }
}
