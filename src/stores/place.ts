import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type Area, listAreas } from '../data/areas'
import { client } from '../data/client'
import type { MemberRole } from '../data/session'
import { isWithin, partsSeen, smallestAround } from '../lib/area-tree'
import { usePreferences } from './preferences'
import { useSession } from './session'

/** Which area the pages look at. The code is kept in the address (`?area=`), so a link leads to the same place. */
export const usePlace = defineStore('place', () => {
  const preferences = usePreferences()
  const session = useSession()
  const areas = shallowRef<Area[]>([])
  const code = ref('')
  const isLoaded = ref(false)
  const failure = shallowRef<unknown>(null)
  let call = 0
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
  /** What of the area the person sees the incidents of: the area itself, or those parts of it where a role is held. */
  const seen = computed(() => (area.value ? partsSeen(area.value, held.value, byId.value) : []))

  /** Loads the areas that the signed-in person may see; a failure is kept in `failure`. Areas that stayed as they were stay the same objects. */
  async function load(): Promise<void> {
    const mine = ++call
    try {
      const read = await listAreas(client())
      if (mine !== call) return
      const before = new Map(areas.value.map((one) => [one.id, one]))
      const isSame = (one: Area) => JSON.stringify(one) === JSON.stringify(before.get(one.id))
      areas.value = read.map((one) => (isSame(one) ? (before.get(one.id) as Area) : one))
      failure.value = null
      isLoaded.value = true
    } catch (error) {
      if (mine === call) failure.value = error
    }
  }

  /** Forgets everything, when somebody signs out. */
  function clear(): void {
    call++
    areas.value = []
    code.value = ''
    failure.value = null
    isLoaded.value = false
  }

  /** Whether the person holds one of the roles in an area or above it, as the database asks (`private.can`). */
  function may(roles: readonly MemberRole[], areaId: number): boolean {
    return session.memberships.some((one) => {
      const top = byId.value.get(one.areaId)
      const asked = byId.value.get(areaId)
      return roles.includes(one.role) && top && asked && isWithin(asked, top, byId.value)
    })
  }

  /** Returns an area's name in the language of the interface. */
  function nameOf(one: Pick<Area, 'name' | 'nameEn'>): string {
    return preferences.language === 'en' ? (one.nameEn ?? one.name) : one.name
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
