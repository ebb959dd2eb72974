import { computed, type ComputedRef } from 'vue'
import { client } from '../data/client'
import { readSettings, type Settings } from '../data/district/settings'
import { type ReadState, useRead } from './useRead'

/** Returns where residents reach a district, empty where it does not say; and the reading, so that nothing is printed before it is known. */
export function usePublicAddress(district: () => number | null): {
  publicAddress: ComputedRef<string>
  settings: ReadState<Settings | null>
} {
  const settings = useRead(
    'district-settings',
    district,
    async (id, signal) => (id ? readSettings(client(signal), id) : null),
    { topics: ['settings'] },
  )
  return { publicAddress: computed(() => settings.data.value?.publicAddress ?? ''), settings }
}
