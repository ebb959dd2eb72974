import { computed, type MaybeRefOrGetter, type Ref, shallowRef, toValue, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRead } from '../../composables/useRead'
import { listCategories } from '../../data/categories'
import { client } from '../../data/client'
import {
  type FigurePart,
  type Indicator,
  type IndicatorRows,
  readIndicatorRows,
  type UnitKind,
} from '../../data/indicators'
import { nameIn } from '../../lib/languages'
import { usePlace } from '../../stores/place'
import type { Figures } from './useFigures'
import { valueOf } from './values'

/** Returns the cases behind a figure, a page after the other, and the figure in the three periods. */
export function useRows(
  figures: Figures,
  unit: Ref<UnitKind>,
  unitId: () => string,
  indicator: MaybeRefOrGetter<Indicator>,
  part: Ref<FigurePart>,
) {
  const place = usePlace()
  const { locale } = useI18n()
  const isLoad = computed(() => unit.value === 'department' && toValue(indicator).basis === 'standing')
  const asked = computed(() => ({
    areaId: place.area?.id ?? 0,
    // The people of a department are no cases: behind its workload are those that are open.
    indicator: isLoad.value ? 'openCases' : toValue(indicator).code,
    unit: unit.value,
    unitId: unitId(),
    firstDay: figures.period.value.firstDay,
    lastDay: figures.period.value.lastDay,
    ...(figures.lessDeferred.value && { options: { lessDeferred: true, lessUnreasonable: true } }),
  }))
  const hasCases = computed(() => toValue(indicator).basis !== 'standing' || isLoad.value)
  const first = useRead(
    'figure-rows',
    () => JSON.stringify([asked.value, part.value, hasCases.value]),
    (_, signal) =>
      hasCases.value
        ? readIndicatorRows(client(signal), asked.value, isLoad.value ? 'numerator' : part.value)
        : Promise.resolve(null),
  )
  const later = shallowRef<IndicatorRows[]>([])
  const isMore = shallowRef(false)
  const moreFailure = shallowRef<unknown>(null)
  watch(first.data, () => (later.value = []))

  const pages = computed(() => (first.data.value ? [first.data.value, ...later.value] : []))
  const next = computed(() => pages.value.at(-1)?.next ?? null)

  async function more(): Promise<void> {
    if (!next.value || isMore.value) return
    isMore.value = true
    moreFailure.value = null
    const of = first.data.value
    try {
      const page = await readIndicatorRows(
        client(),
        asked.value,
        isLoad.value ? 'numerator' : part.value,
        next.value,
      )
      if (of === first.data.value) later.value = [...later.value, page]
    } catch (failure) {
      moreFailure.value = failure
    } finally {
      isMore.value = false
    }
  }

  const categories = useRead(
    'categories',
    () => place.area?.districtId ?? 0,
    (district, signal) => (district ? listCategories(client(signal), district) : Promise.resolve([])),
    { topics: ['categories'] },
  )
  function categoryName(id: number): string {
    const found = categories.data.value?.find((one) => one.id === id)
    return found ? nameIn(found, locale.value) : ''
  }

  /** The three tables that have the unit: of the ranking, or of the whole area. */
  const tables = computed(() =>
    unit.value === 'district' ? figures.totals.data.value : figures.figures.data.value,
  )
  const unitFigures = computed(() => tables.value?.now.units.find(({ id }) => id === unitId()) ?? null)
  const three = computed(() => {
    const read = tables.value
    if (!read) return null
    const keys =
      toValue(indicator).basis === 'cases' ? (['now', 'last', 'year'] as const) : (['now'] as const)
    return keys.map((key) => {
      const table = read[key]
      // A period that the data do not hold whole has no figure.
      const own = table?.units.find(({ id }) => id === unitId())
      return { key, period: table, value: table && valueOf(toValue(indicator), own) }
    })
  })

  return {
    hasCases,
    unitFigures,
    three,
    incidents: computed(() => pages.value.flatMap(({ incidents }) => incidents)),
    categoryName,
    failure: computed(() => first.failure.value ?? moreFailure.value),
    isLoading: computed(() => first.isLoading.value || isMore.value),
    next,
    more,
    reload: first.reload,
  }
}
