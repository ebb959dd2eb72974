import { defineStore } from 'pinia'
import { computed, type ComputedRef, shallowRef } from 'vue'
import type { Topic, TopicVersions } from '../data/changes'

/**
 * How often each topic of each district was changed, as the session last heard (`changes`). What is read once and kept
 * watches this and reads anew: nothing is shown for months because it was read in spring.
 */
export const useTopics = defineStore('topics', () => {
  const byDistrict = shallowRef<Record<string, TopicVersions>>({})

  function learn(topics: Record<string, TopicVersions>): void {
    byDistrict.value = topics
  }

  /** Returns the versions of topics in a district as one value to watch; before a district is known, of all. */
  function versionsOf(topics: readonly Topic[], districtId: () => number | null): ComputedRef<string> {
    return computed(() => {
      const district = districtId()
      const chosen = Object.entries(byDistrict.value).filter(([id]) => !district || id === String(district))
      return chosen
        .map(([id, versions]) => [id, ...topics.map((topic) => versions[topic] ?? 0)].join(' '))
        .join()
    })
  }

  return { byDistrict, learn, versionsOf }
})
