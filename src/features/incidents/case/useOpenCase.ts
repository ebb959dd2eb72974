import { computed } from 'vue'
import { usePolling } from '../../../composables/usePolling'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { readIncident } from '../../../data/incidents/incident-case'

/** The clocks of the open case are the database's: working time is not counted here. */
const READ_EVERY_MS = 60_000

/** Reads the case with an id as long as it is open; `incident` is null while there is none, or none yet. */
export function useOpenCase(id: () => number | null) {
  const read = useRead('incident', id, (asked, signal) =>
    asked === null ? Promise.resolve(null) : readIncident(client(signal), asked),
  )
  const incident = computed(() => (read.data.value?.id === id() ? read.data.value : null))

  async function reload(): Promise<void> {
    if (id() !== null) await read.reload()
  }
  usePolling(async () => void (read.isLoading.value || (await reload())), { everyMs: READ_EVERY_MS })

  return { incident, failure: read.failure, reload }
}
