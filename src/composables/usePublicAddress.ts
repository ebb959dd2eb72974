import { computed, type ComputedRef } from 'vue'
import type { Settings } from '../data/district/settings'
import { useDistrictSettings } from './useDistrictSettings'
import type { ReadState } from './useRead'

/** Returns where residents reach a district, empty where it does not say; and the reading, so that nothing is printed before it is known. */
export function usePublicAddress(district: () => number | null): {
  publicAddress: ComputedRef<string>
  settings: ReadState<Settings | null>
} {
  const settings = useDistrictSettings(district)
  return { publicAddress: computed(() => settings.data.value?.publicAddress ?? ''), settings }
}
