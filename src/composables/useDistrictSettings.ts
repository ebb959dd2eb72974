import { client } from '../data/client'
import { readSettings, type Settings } from '../data/district/settings'
import { type ReadState, useRead } from './useRead'

/** Returns what a district decides about itself, as it is read and kept up; null as long as no district is chosen. */
export function useDistrictSettings(district: () => number | null): ReadState<Settings | null> {
  return useRead(
    'district-settings',
    district,
    async (id, signal) => (id ? readSettings(client(signal), id) : null),
    { topics: ['settings'] },
  )
}
