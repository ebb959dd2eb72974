import { until } from '@vueuse/core'
import { computed, type Ref, shallowRef, watch } from 'vue'
import { useRead } from '../../../composables/useRead'
import { type Area } from '../../../data/areas'
import { client } from '../../../data/client'
import { readPlanningInput } from '../../../data/maps/places'
import { listSchemes, type Scheme } from '../../../data/plans/schemes'
import { DataError, toDataError } from '../../../lib/errors'
import { type Ground, groundOf } from '../../../plan/model/ground'
import { hasBoundaries, type PlanningInput, toCellsInput } from '../../../plan/model/input'
import { useTopics } from '../../../stores/topics'
import { buildCellsAway } from '../../../workers/cells'

/** What is loaded before a plan can be drawn, and how far that is. */
export interface Grounds {
  ground: Readonly<Ref<Ground | null>>
  schemes: Readonly<Ref<Scheme[]>>
  /** What is being done: reading, cells (drawn in a worker), or nothing more. */
  stage: Readonly<Ref<'reading' | 'cells' | 'ready' | 'failed'>>
  failure: Readonly<Ref<unknown>>
  /** Buildings, boundaries or barriers were changed since they were read: the open plan lies on the former ones. */
  isOutdated: Readonly<Ref<boolean>>
  reload: () => Promise<void>
  reloadSchemes: () => Promise<void>
  /** Returns a scheme by its id, once they are read. Rejects with `scheme-unknown`. */
  schemeOf: (id: number) => Promise<Scheme>
}

/**
 * Loads the places of an area, builds their cells, and follows when the area changes. Schemes that others change are read
 * anew by themselves; ground is not, since a plan lies on it: that it changed is said.
 */
export function useGround(area: Readonly<Ref<Area | null>>): Grounds {
  const ground = shallowRef<Ground | null>(null)
  const unbuilt = shallowRef<unknown>(null)
  const district = () => area.value?.districtId ?? null
  /** Which changes of the district were known when the ground was asked for; null before the first was heard of. */
  const heard = useTopics().versionsOf(['areas', 'ground'], district)
  const askedUnder = shallowRef<string | null>(null)
  watch(heard, (now) => (askedUnder.value ??= now || null))

  const input = useRead(
    'planning-input',
    () => area.value?.id ?? null,
    async (id, signal) => {
      askedUnder.value = heard.value || null
      return id ? readPlanningInput(client(signal), id) : null
    },
  )
  const schemes = useRead(
    'planner-schemes',
    district,
    async (id, signal) => (id ? listSchemes(client(signal), id) : []),
    { topics: ['settings'] },
  )

  async function build(read: PlanningInput, isOvertaken: () => boolean): Promise<void> {
    if (!hasBoundaries(read)) throw new DataError('no-boundaries')
    const cells = await buildCellsAway(toCellsInput(read))
    if (!isOvertaken()) ground.value = groundOf(read, cells, cells.labels)
  }

  watch(
    input.data,
    (read, _, onCleanup) => {
      let isOvertaken = false
      onCleanup(() => (isOvertaken = true))
      ground.value = unbuilt.value = null
      if (!read) return
      build(read, () => isOvertaken).catch((failure: unknown) => {
        if (!isOvertaken) unbuilt.value = failure
      })
    },
    { immediate: true },
  )

  const failure = computed(
    () =>
      (ground.value ? null : (unbuilt.value ?? input.failure.value)) ??
      (schemes.data.value ? null : schemes.failure.value),
  )
  const stage = computed(() => {
    if (failure.value !== null) return 'failed'
    if (!input.data.value) return 'reading'
    if (!ground.value) return 'cells'
    return schemes.data.value ? 'ready' : 'reading'
  })

  async function schemeOf(id: number): Promise<Scheme> {
    const known = () => schemes.data.value?.find((scheme) => scheme.id === id)
    await until(schemes.isLoading).toBe(false)
    if (!known()) await schemes.reload()
    const scheme = known()
    if (scheme) return scheme
    throw toDataError(schemes.failure.value ?? new DataError('scheme-unknown'))
  }

  async function reload(): Promise<void> {
    ground.value = unbuilt.value = null
    await Promise.all([input.reload(), schemes.reload()])
  }

  return {
    ground,
    schemes: computed(() => schemes.data.value ?? []),
    stage,
    failure,
    isOutdated: computed(
      () => ground.value !== null && askedUnder.value !== null && heard.value !== askedUnder.value,
    ),
    reload,
    reloadSchemes: schemes.reload,
    schemeOf,
  }
}
