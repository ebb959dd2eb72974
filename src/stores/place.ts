import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { type Area, listAreas, readTimeZones } from '../data/areas'
import { client } from '../data/client'
import { isWithin, partsSeen, smallestAround } from '../lib/area-tree'
import { type Action, allows } from '../lib/rights'
import { FIRST_ZONE, setTimeZone } from '../lib/time/zone'
import { usePreferences } from './preferences'
import { useSession } from './session'
import { nameIn } from '../lib/languages'

/** Which area the pages look at. The code is kept in the address (`?area=`), so a link leads to the same place. */
export const usePlace = defineStore('place', () => {
  const preferences = usePreferences()
  const session = useSession()
  const areas = shallowRef<Area[]>([])
  const zones = shallowRef<Awaited<ReturnType<typeof readTimeZones>>>(new Map())
  const code = ref('')
  const isLoaded = ref(false)
  const failure = shallowRef<unknown>(null)
  let reading = new AbortController()
  const byCode = computed(() => new Map(areas.value.map((area) => [area.code, area])))
  const byId = computed(() => new Map(areas.value.map((area) => [area.id, area])))
  /** Where the person's roles are held, by code. */
  const held = computed(() =>
    session.memberships
      .flatMap(({ areaId }) => byId.value.get(areaId) ?? [])
      .sort((one, other) => one.code.localeCompare(other.code)),
  )
  /** Where a page begins that says no area: the smallest one around all that the person may see. */
  const home = computed(() => smallestAround(held.value, byId.value) ?? areas.value[0] ?? null)
  const area = computed(() => (code.value ? (byCode.value.get(code.value) ?? null) : home.value))
  /** The address names an area that there is not, or that the person may not see. */
  const isUnknown = computed(() => isLoaded.value && code.value !== '' && !byCode.value.has(code.value))
  const district = computed(() => (area.value ? (byId.value.get(area.value.districtId) ?? null) : null))
  /** By which the district counts its days: `lib/time/zone` follows it before anything else does. */
  const timeZone = computed(
    () => zones.value.get(district.value?.id ?? null) ?? zones.value.get(null) ?? FIRST_ZONE,
  )
  watch(timeZone, setTimeZone, { flush: 'sync', immediate: true })
  /** What of the area the person sees the incidents of: the area itself, or those parts of it where a role is held. */
  const seen = computed(() => (area.value ? partsSeen(area.value, held.value, byId.value) : []))

  /** Loads the areas and time zones that the signed-in person may see; a failure is kept in `failure`. A call that is overtaken is ended. Areas that stayed as they were stay the same objects. */
  async function load(): Promise<void> {
    const { signal } = next()
    try {
      const [read, zonesRead] = await Promise.all([listAreas(client(signal)), readTimeZones(client(signal))])
      if (signal.aborted) return
      zones.value = zonesRead
      const before = new Map(areas.value.map((one) => [one.id, one]))
      const isSame = (one: Area) => JSON.stringify(one) === JSON.stringify(before.get(one.id))
      areas.value = read.map((one) => (isSame(one) ? (before.get(one.id) as Area) : one))
      failure.value = null
      isLoaded.value = true
    } catch (error) {
      if (!signal.aborted) failure.value = error
    }
  }

  /** Ends the call that is under way. */
  function next(): AbortController {
    reading.abort()
    return (reading = new AbortController())
  }

  /** Forgets everything, when somebody signs out. */
  function clear(): void {
    next()
    areas.value = []
    code.value = ''
    failure.value = null
    isLoaded.value = false
  }

  /** Whether the person may do something in an area: a role allows it there or above, as the database asks (`private.can`). */
  function may(action: Action, areaId: number): boolean {
    const asked = byId.value.get(areaId)
    return session.memberships.some((held) => {
      if (!allows(held.role, action)) return false
      const top = byId.value.get(held.areaId)
      return held.areaId === areaId || (!!asked && !!top && isWithin(asked, top, byId.value))
    })
  }

  /** Returns an area's name in the language of the interface. */
  function nameOf(one: Pick<Area, 'name' | 'nameEn'>): string {
    return nameIn(one, preferences.language)
  }

  /** Returns the areas right below one. */
  function childrenOf(parent: Area): Area[] {
    return areas.value.filter(({ parentId }) => parentId === parent.id)
  }

  return {
    areas,
    isLoaded,
    isUnknown,
    failure,
    code,
    area,
    district,
    timeZone,
    seen,
    byId,
    byCode,
    load,
    clear,
    may,
    nameOf,
    childrenOf,
  }
})
