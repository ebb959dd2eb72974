import { computed, ref, shallowRef } from 'vue'
import { useAsync } from '../../composables/useAsync'
import { client } from '../../data/client'
import { type IncidentReport, reportIncident } from '../../data/incidents'
import { locate } from '../../data/locating'
import { useDraft } from './useDraft'

type Kept = Omit<IncidentReport, 'contact' | 'lng' | 'lat' | 'categoryId'> & {
  position: { lng: number; lat: number } | null
  categoryId: number | null
}

function empty(): Kept {
  return {
    clientKey: crypto.randomUUID(),
    position: null,
    categoryId: null,
    description: '',
    address: '',
    isUrgent: false,
  }
}

/**
 * Keeps a report that is being written. It stays on this device until it is sent, except for the contact, which stays
 * in memory only; its key stays too, so a report that was sent twice is registered once.
 */
export function useReport() {
  const { draft, clear } = useDraft('report', empty)
  const contact = ref({ name: '', telephone: '', consent: false })
  const isBusy = ref(false)
  const failure = shallowRef<unknown>(null)
  const place = useAsync(
    () => draft.value.position,
    (position) => (position ? locate(client(), position.lng, position.lat) : Promise.resolve(null)),
  )
  const hasContact = computed(() => contact.value.name.trim() !== '' || contact.value.telephone.trim() !== '')
  const isContactComplete = computed(
    () => contact.value.name.trim() !== '' && contact.value.telephone.trim() !== '' && contact.value.consent,
  )
  const isOutside = computed(
    () =>
      draft.value.position !== null && !place.isLoading.value && !place.failure.value && !place.data.value,
  )
  const isReady = computed(
    () =>
      draft.value.position !== null &&
      draft.value.categoryId !== null &&
      !isOutside.value &&
      (!hasContact.value || isContactComplete.value),
  )

  function forget(): void {
    clear()
    contact.value = { name: '', telephone: '', consent: false }
    failure.value = null
  }

  /** Sends the report and returns its id and number, or null when that failed and everything typed is still there. */
  async function send(): Promise<{ id: number; number: string } | null> {
    const { position, categoryId, ...rest } = draft.value
    if (!position || categoryId === null) return null
    isBusy.value = true
    failure.value = null
    try {
      const report = { ...rest, ...position, categoryId, contact: hasContact.value ? contact.value : null }
      const made = await reportIncident(client(), report)
      forget()
      return made
    } catch (error) {
      failure.value = error
      return null
    } finally {
      isBusy.value = false
    }
  }

  return { draft, contact, place, isOutside, isReady, isBusy, failure, send, forget }
}

export type Report = ReturnType<typeof useReport>
