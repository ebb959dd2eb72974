import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { type Area, listAreas } from '../data/areas'
import { client } from '../data/client'
import { usePreferences } from './preferences'

/** Which area the pages look at. The code is kept in the address (`?area=`), so a link leads to the same place. */
export const usePlace = defineStore('place', () => {
  const preferences = usePreferences()
  const areas = shallowRef<Area[]>([])
  const code = ref('')
  const isLoaded = ref(false)
  const failure = shallowRef<unknown>(null)
  const byCode = computed(() => new Map(areas.value.map((area) => [area.code, area])))
  const byId = computed(() => new Map(areas.value.map((area) => [area.id, area])))
  const area = computed(() => byCode.value.get(code.value) ?? areas.value[0] ?? null)
  const district = computed(() => (area.value ? (byId.value.get(area.value.districtId) ?? null) : null))

  /** Loads the areas that the signed-in person may see; a failure is kept in `failure`. */
  async function load(): Promise<void> {
    try {
      areas.value = await listAreas(client())
      failure.value = null
      isLoaded.value = true
    } catch (error) {
      failure.value = error
    }
  }

  /** Forgets everything, when somebody signs out. */
  function clear(): void {
    areas.value = []
    code.value = ''
    isLoaded.value = false
  }

  /** Returns an area's name in the language of the interface. */
  function nameOf(one: Pick<Area, 'name' | 'nameEn'>): string {
    return preferences.language === 'en' ? (one.nameEn ?? one.name) : one.name
  }

  /** Returns the areas right below one. */
  function childrenOf(parent: Area): Area[] {
    return areas.value.filter(({ parentId }) => parentId === parent.id)
  }

  return { areas, isLoaded, failure, code, area, district, byId, byCode, load, clear, nameOf, childrenOf }
})
