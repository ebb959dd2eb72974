import { useIntervalFn } from '@vueuse/core'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useNow } from '../../composables/useNow'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import {
  type Indicator,
  type IndicatorTable,
  isCountedBy,
  listIndicators,
  type Period,
  readComparablePeriods,
  readIndicatorTable,
  type UnitKind,
} from '../../data/indicators'
import { readInForce } from '../../data/plans/in-force'
import { dayAt } from '../../lib/time/days'
import { usePlace } from '../../stores/place'
import { readDay, readPeriod, type Span } from './period'
import { ranked, valueOf } from './values'

/** By what the page ranks. */
export const UNITS = [
  'street',
  'community',
  'grid',
  'compound',
  'class',
  'category',
  'department',
  'source',
  'weekday',
  'hour',
] as const
/** What stands in figures over the ranking, for the whole area. */
export const HEADLINES = ['cameIn', 'closedCases', 'onTimeClosure', 'overdueOpen'] as const
/** What stands beside an indicator in the ranking. */
const BESIDE: Readonly<Record<string, string>> = { handlingHours: 'handlingHoursP90' }
const MINUTE_MS = 60_000
/** Cases go on while a page is open; nobody says which of its figures they change. */
const READ_ANEW_MS = 5 * MINUTE_MS

/** The three periods of a page: what is looked at, the last one and the same a year ago; null where the data do not hold all of it. */
async function readThree(
  signal: AbortSignal,
  asked: {
    area: number
    codes: string[]
    unit: UnitKind
    first: string
    last: string
    less: boolean
    gridsOn?: string
  },
) {
  const line = client(signal)
  const { area, codes, unit } = asked
  const options = {
    ...(asked.less && { lessDeferred: true, lessUnreasonable: true }),
    ...(asked.gridsOn && { gridsOn: asked.gridsOn }),
  }
  const periods = await readComparablePeriods(line, area, { firstDay: asked.first, lastDay: asked.last })
  const read = (period: Period) => readIndicatorTable(line, area, codes, unit, period, options)
  const none = Promise.resolve(null)
  const [now, last, year] = await Promise.all([
    read(periods),
    periods.last ? read(periods.last) : none,
    periods.year ? read(periods.year) : none,
  ])
  return { periods, now, last, year }
}

/** What the leader's page looks at, as the address keeps it, and the figures of it. */
export function useFigures() {
  const route = useRoute()
  const router = useRouter()
  const place = usePlace()
  const nowMs = useNow(MINUTE_MS)

  const today = computed(() => dayAt(nowMs.value))
  const period = computed(() => readPeriod(route.query, today.value))
  const lessDeferred = computed(() => route.query.less === '1')
  const registry = useRead(
    'indicators',
    () => 'all',
    (_, signal) => listIndicators(client(signal)),
  )
  const indicators = computed(() => registry.data.value ?? [])
  const unit = computed<UnitKind>(() => {
    const asked = UNITS.find((one) => one === route.query.unit)
    return (
      asked ??
      (place.area?.kind === 'district' ? 'street' : place.area?.kind === 'street' ? 'community' : 'grid')
    )
  })
  /** The day whose grids are counted by; null: today's. */
  const gridsOn = computed(() => (unit.value === 'grid' ? readDay(route.query.grids) : null))
  const isOffered = (one: Indicator) => isCountedBy(one, unit.value, place.area?.kind ?? 'district')
  const offered = computed(() => indicators.value.filter(isOffered))
  const indicator = computed<Indicator | null>(() => {
    const find = (code: unknown) => offered.value.find((one) => one.code === code)
    return find(route.query.by) ?? find('onTimeClosure') ?? null
  })
  const beside = computed(
    () => indicators.value.find(({ code }) => code === BESIDE[indicator.value?.code ?? '']) ?? null,
  )

  const asked = computed(() => ({
    area: place.area?.id ?? 0,
    first: period.value.firstDay,
    last: period.value.lastDay,
    less: lessDeferred.value,
  }))
  const figures = useRead(
    'figures-by-unit',
    () =>
      JSON.stringify({
        ...asked.value,
        unit: unit.value,
        gridsOn: gridsOn.value ?? undefined,
        codes: [indicator.value, beside.value].flatMap((one) => (one ? [one.code] : [])),
      }),
    (of, signal) => readFor(of, signal),
  )
  const totals = useRead(
    'figures-of-area',
    () => JSON.stringify({ ...asked.value, unit: 'district', codes: [...HEADLINES] }),
    (of, signal) => readFor(of, signal),
  )

  /** Whether grids lie under grids here: figures by grid are those of the lowest level. */
  const inForce = useRead(
    'figures-levels',
    () => (unit.value === 'grid' ? (place.area?.id ?? 0) : 0),
    async (area, signal) => (area ? readInForce(client(signal), area) : null),
    { topics: ['plans'] },
  )
  const hasLevels = computed(() => (inForce.data.value?.levels.length ?? 0) > 1)

  useIntervalFn(() => {
    void figures.reload()
    void totals.reload()
  }, READ_ANEW_MS)

  async function readFor(of: string, signal: AbortSignal) {
    const request = JSON.parse(of) as Parameters<typeof readThree>[1]
    return request.area && request.codes.length ? readThree(signal, request) : null
  }

  const rows = computed(() => {
    const read = figures.data.value
    if (!read || !indicator.value) return []
    return ranked(indicator.value, read.now.units, read.last?.units, read.year?.units)
  })

  /** What stands beside the indicator, by the id of a unit. */
  const besides = computed(() => {
    const own = beside.value
    const units = figures.data.value?.now.units ?? []
    return new Map(own ? units.map((unit) => [unit.id, valueOf(own, unit)]) : [])
  })

  /** The headline figures with their comparison, in order. */
  const headlines = computed(() => {
    const read = totals.data.value
    return HEADLINES.flatMap((code) => {
      const own = indicators.value.find((one) => one.code === code)
      if (!own || !read) return []
      const of = (table: IndicatorTable | null) => (table ? valueOf(own, table.units[0]) : null)
      return [
        { indicator: own, now: valueOf(own, read.now.units[0]), last: of(read.last), year: of(read.year) },
      ]
    })
  })

  function go(query: Record<string, string | undefined>): void {
    void router.push({ query: { ...route.query, ...query } })
  }

  return {
    today,
    period,
    unit,
    indicator,
    indicators,
    beside,
    besides,
    offered,
    isOffered,
    gridsOn,
    lessDeferred,
    figures,
    totals,
    rows,
    headlines,
    registry,
    hasLevels,
    setUnit: (next: UnitKind) => go({ unit: next, open: undefined }),
    setIndicator: (code: string) => go({ by: code, open: undefined }),
    setSpan: (span: Span) => go({ span, first: undefined, last: undefined, open: undefined }),
    setDays: (first: string, last: string) => go({ first, last, span: undefined, open: undefined }),
    setGridsOn: (day: string) => go({ grids: day || undefined, open: undefined }),
    setLess: (isLess: boolean) => go({ less: isLess ? '1' : undefined }),
    /** Opens what is behind a figure: `unit:id:indicator`; nothing closes it. */
    open: (what: string | undefined) => go({ open: what }),
  }
}

export type Figures = ReturnType<typeof useFigures>
