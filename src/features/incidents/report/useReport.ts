import { computed, ref, shallowRef } from 'vue'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { toDataError } from '../../../lib/errors'
import { usePlace } from '../../../stores/place'
import { type IncidentReport, reportIncident } from '../../../data/incidents/incidents'
import { locate } from '../../../data/maps/locating'
import { newIntentKey } from '../../../lib/intent-key'
import { useDraft } from './useDraft'

type Kept = Omit<IncidentReport, 'clientKey' | 'contact' | 'lng' | 'lat' | 'categoryId'> & {
  position: { lng: number; lat: number } | null
  categoryId: number | null
  /** The key of the attempt that got no answer; null while nothing was sent. */
  sentAs: string | null
}

/** The incident that there is already under the key of this report, with other content. */
export interface ReportedOtherwise {
  id: number
  number: string
}

function empty(): Kept {
  return {
    position: null,
    categoryId: null,
    description: '',
    address: '',
    isUrgent: false,
    sentAs: null,
  }
}

/**
 * Keeps a report that is being written. It stays on this device until it is sent, except for the contact, which stays
 * in memory only. It gets a key when it is sent, and keeps it until an answer has come: what was sent twice is registered
 * once, while two windows write and send two reports.
 */
export function useReport() {
  const { draft, clear } = useDraft('report', empty)
  const contact = ref({ name: '', telephone: '', consent: false })
  const isBusy = ref(false)
  const failure = shallowRef<unknown>(null)
  const place = useRead(
    'place',
    () => draft.value.position,
    (position, signal) =>
      position ? locate(client(signal), position.lng, position.lat) : Promise.resolve(null),
    { topics: ['areas', 'plans', 'people'] },
  )
  const areas = usePlace()
  /** The place lies in a community in which this person does not report. */
  const isElsewhere = computed(() => {
    const community = place.data.value?.community.id
    return community !== undefined && !areas.may('report', community)
  })
  const reportedOtherwise = computed<ReportedOtherwise | null>(() => {
    const error = failure.value === null ? null : toDataError(failure.value)
    return error?.code === 'reported-otherwise' ? (error.detail as ReportedOtherwise) : null
  })
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
      !isElsewhere.value &&
      (!hasContact.value || isContactComplete.value),
  )

  function forget(): void {
    clear()
    contact.value = { name: '', telephone: '', consent: false }
    failure.value = null
  }

  /** Sends the report and returns its id and number, or null when that failed and everything typed is still there. */
  async function send(): Promise<{ id: number; number: string } | null> {
    const { position, categoryId, sentAs, ...rest } = draft.value
    if (!position || categoryId === null) return null
    const clientKey = sentAs ?? newIntentKey()
    draft.value = { ...draft.value, sentAs: clientKey }
    isBusy.value = true
    failure.value = null
    try {
      const whom = hasContact.value ? contact.value : null
      const report = { ...rest, ...position, clientKey, categoryId, contact: whom }
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

  /** Sends what stands here as another report than the one that was registered. */
  function sendAsNew(): Promise<{ id: number; number: string } | null> {
    draft.value = { ...draft.value, sentAs: null }
    return send()
  }

  return {
    draft,
    contact,
    place,
    isOutside,
    isElsewhere,
    isReady,
    isBusy,
    failure,
    reportedOtherwise,
    send,
    sendAsNew,
    forget,
  }
}

export type Report = ReturnType<typeof useReport>
