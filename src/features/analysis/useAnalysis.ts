import { useDebounceFn } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Area } from '../../data/areas'
import { currentCategories } from '../../data/categories'
import { serverNow } from '../../lib/time/clock'
import { dayAt } from '../../lib/time/days'
import { isWithin } from '../../lib/area-tree'
import { usePlace } from '../../stores/place'
import type { Answer, CaseFilter, Selection } from '../../workers/analysis'
import { type Choice, readChoice, usualSpan, writeChoice } from './address'
import { hourOfDay, type Span } from './time'
import { useCases } from './useCases'
import { useCompounds } from './useCompounds'
import { useGrids } from './useGrids'
import { useHouseholds } from './useHouseholds'

const WRITTEN_AFTER_MS = 400

/**
 * The one selection that map, slider, charts and table follow and change. It is what the address says; while the window of
 * time is being moved the page goes ahead and the address follows.
 */
export function useAnalysis() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const cases = useCases()
  const answer = shallowRef<Answer | null>(null)
  /** Grows with each answer: what the worker paints is another picture. */
  const answers = shallowRef(0)
  const failure = shallowRef<unknown>(null)
  const choice = shallowRef<Choice>(readChoice(route.query))
  const today = computed(() => hourOfDay(dayAt(serverNow())))
  const span = computed((): Span => choice.value.span ?? usualSpan(today.value))

  watch(
    () => route.query,
    (query) => {
      if (route.name !== 'analysis') return
      const said = readChoice(query)
      if (JSON.stringify(writeChoice(said)) !== JSON.stringify(writeChoice(choice.value))) choice.value = said
    },
  )
  const write = useDebounceFn(() => {
    if (route.name === 'analysis')
      void router.replace({ query: { ...route.query, ...writeChoice(choice.value) } })
  }, WRITTEN_AFTER_MS)

  /** Changes the selection; the address follows. */
  function choose(part: Partial<Choice>): void {
    choice.value = { ...choice.value, ...part }
    void write()
  }

  /** Goes to an area, with another selection there; in one address, so that what was just chosen is not lost on the way. */
  function goTo(area: string | undefined, part: Partial<Choice> = {}): void {
    choice.value = { ...choice.value, ...part, view: null }
    void router.push({ query: { ...route.query, ...writeChoice(choice.value), ...(area && { area }) } })
  }

  const categories = computed(() => currentCategories(cases.ground.data.value?.categories ?? []))
  /** Ids of categories with one of the codes; of a code that was replaced all that have it. */
  function categoriesOf(codes: string[] | null) {
    const known = cases.ground.data.value?.categories ?? []
    return codes && known.filter(({ code }) => codes.some((one) => code.startsWith(one))).map(({ id }) => id)
  }
  /** Communities of an area; null where it is the whole district. */
  function communitiesOf(area: Area | null | undefined) {
    if (!area || area.kind === 'district') return null
    return place.areas
      .filter((one) => one.kind === 'community' && isWithin(one, area, place.byId))
      .map(({ id }) => id)
  }
  const filter = computed((): CaseFilter => ({
    categories: categoriesOf(choice.value.categories),
    communities: communitiesOf(place.area),
    hours: choice.value.hours,
    inside: choice.value.border,
  }))
  /** The area that the chosen one is compared with; null: itself. */
  const versusArea = computed(() => {
    const code = choice.value.versus?.area
    return (code && place.areas.find((one) => one.code === code)) || null
  })
  const versusFilter = computed((): CaseFilter => {
    const codes = choice.value.versus?.categories ?? null
    return {
      categories: codes === 'same' ? filter.value.categories : categoriesOf(codes),
      communities: communitiesOf(versusArea.value ?? place.area),
      hours: choice.value.hours,
      // Another area is one of its own: the border is compared with it.
      inside: versusArea.value ? null : choice.value.border,
    }
  })
  /** The map is that of the whole district: it shows a difference where days or categories differ, not where areas do. */
  const isDifference = computed(() => {
    const { versus } = choice.value
    return (
      versus !== null &&
      (versus.span.from !== span.value.from ||
        versus.span.until !== span.value.until ||
        JSON.stringify(versusFilter.value.categories) !== JSON.stringify(filter.value.categories))
    )
  })
  const living = useHouseholds(
    cases.worker,
    () => choice.value.per === 'households' || choice.value.border !== null,
  )
  const compounds = useCompounds(
    cases.worker,
    () => choice.value.hasSpots && choice.value.spotsBy === 'compound',
  )
  const grids = useGrids(cases.worker, () => (choice.value.unit === 'grid' ? choice.value.gridsOn : null))
  /** What the map is to be told by: an address that says households is told by area to who may not see where people live. */
  const wantedPer = computed(() => (living.isOffered.value ? choice.value.per : 'area'))
  /** What the map is told by: until it is known where people live, by area; what is asked for while there is no map. */
  const per = computed(() => answer.value?.per ?? wantedPer.value)
  const selection = computed((): Selection => {
    const { question, versus, bandwidth } = choice.value
    return {
      window: { question, ...span.value },
      filter: filter.value,
      versus: versus && { window: { question, ...versus.span }, filter: versusFilter.value },
      isDifference: isDifference.value,
      bandwidth,
      per: living.isKnown.value ? choice.value.per : 'area',
    }
  })

  /** One question at a time; of those that come meanwhile the last one is asked next. */
  let isAsking = false
  let isAwaited = false
  async function ask(): Promise<void> {
    isAwaited = true
    if (isAsking || cases.loaded.value === 0) return
    isAsking = true
    try {
      while (isAwaited) {
        isAwaited = false
        answer.value = await cases.worker.lookAway(selection.value)
        answers.value++
        failure.value = null
      }
    } catch (error) {
      failure.value = error
    } finally {
      isAsking = false
    }
  }
  watch([selection, cases.loaded, living.isKnown, grids.counted], () => void ask(), { immediate: true })
  watch(cases.chunks, (chunks) => {
    if (!chunks) answer.value = null
  })

  return {
    cases,
    choice,
    choose,
    goTo,
    span,
    today,
    answer,
    answers,
    failure,
    filter,
    selection,
    categories,
    versusArea,
    isDifference,
    living,
    grids,
    compounds,
    per,
    wantedPer,
  }
}

export type Analysis = ReturnType<typeof useAnalysis>
