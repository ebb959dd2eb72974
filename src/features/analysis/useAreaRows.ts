import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { MONTH_DAYS } from '../../../geo/index'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { readIndicatorTable } from '../../data/indicators'
import { isWithin } from '../../lib/area-tree'
import { serverNow } from '../../lib/time/clock'
import { dayAt } from '../../lib/time/days'
import { LEAST_HOUSEHOLDS } from '../../lib/density'
import { nameIn } from '../../lib/languages'
import { usePlace } from '../../stores/place'
import type { Unit } from './address'
import { type ComparedRow, compareRows, exposuresOf } from './compared/comparison'
import { DAY_HOURS, dayOfHour } from './time'
import type { Analysis } from './useAnalysis'

/** An area of the table. */
export interface AreaRow {
  id: number
  code: string
  name: string
  count: number
  /** Of the second window; null without one. */
  versus: number | null
  /** How both differ; null without a second window. */
  compared: ComparedRow | null
  /** What came in of the categories that are left out, out of rounded cells; null where nothing is. */
  rounded: number | null
  /** Cases for 1,000 households and 30 days (of what is open: for 1,000 households); null where hardly anybody lives. */
  perThousand: number | null
  /** Who lives there; null while it is not known. */
  households: number | null
  isChosen: boolean
}

const MONTH_HOURS = MONTH_DAYS * DAY_HOURS

/** Returns the counts of the selection by street, community or grid, most first. */
export function useAreaRows({ answer, choice, cases, grids, living, span }: Analysis) {
  const { locale } = useI18n()
  const place = usePlace()

  const leftOut = computed(() => {
    const known = cases.chunks.value
    if (!known?.leftOut.length || !known.leftOutOf.length || choice.value.question !== 'reported') return null
    const hidden = new Set(known.leftOut)
    const codes = (cases.ground.data.value?.categories ?? [])
      .filter(({ id, code }) => hidden.has(id) && code.length === 4)
      .map(({ code }) => code)
      .filter((code) => choice.value.categories?.some((one) => code.startsWith(one)) ?? true)
    // Rounded cells are those of communities: no border by hand cuts them.
    const isCut = choice.value.unit === 'grid' || choice.value.border !== null
    return codes.length && !isCut ? [...new Set(codes)] : null
  })
  const rounded = useRead(
    'analysis-rounded',
    () =>
      JSON.stringify([
        leftOut.value && place.district?.id,
        leftOut.value,
        choice.value.unit,
        dayOfHour(span.value.from),
        dayOfHour(span.value.until - 1),
      ]),
    async (asked, signal) => {
      const [district, codes, unit, firstDay, lastDay] = JSON.parse(asked) as [
        number | null,
        string[],
        'street' | 'community',
        string,
        string,
      ]
      if (!district) return null
      const period = { firstDay, lastDay }
      return readIndicatorTable(client(signal), district, ['cameIn'], unit, period, { categories: codes })
    },
  )
  const roundedOf = computed(
    () => new Map(rounded.data.value?.units.map(({ id, values }) => [Number(id), values.cameIn?.[0] ?? 0])),
  )

  /** Households of the units: the denominator that service reach is counted by. */
  const households = useRead(
    'analysis-households',
    () =>
      JSON.stringify([
        place.district?.id ?? null,
        choice.value.unit,
        choice.value.unit === 'grid' ? choice.value.gridsOn : null,
      ]),
    async (asked, signal) => {
      const [district, unit, gridsOn] = JSON.parse(asked) as [number | null, Unit, string | null]
      const day = dayAt(serverNow())
      const period = { firstDay: day, lastDay: day }
      const options = gridsOn ? { gridsOn } : {}
      return district
        ? readIndicatorTable(client(signal), district, ['serviceReach'], unit, period, options)
        : null
    },
    { topics: ['plans'] },
  )
  const householdsOf = computed(
    () =>
      new Map(
        households.data.value?.units.map(({ id, values }) => [Number(id), values.serviceReach?.[1] ?? 0]),
      ),
  )
  function perThousand({ households: own, count }: AreaRow): number | null {
    if (own === null || own < LEAST_HOUSEHOLDS) return null
    const months = choice.value.question === 'open' ? 1 : (span.value.until - span.value.from) / MONTH_HOURS
    return (count / own / months) * 1000
  }

  const rows = computed((): AreaRow[] => {
    const [now, ground] = [answer.value, cases.ground.data.value]
    const communities = cases.chunks.value?.communities
    if (!now || !ground || !communities) return []
    const list =
      choice.value.unit === 'grid' ? ofGrids() : sums(communities, now.byCommunity, now.versus?.byCommunity)
    for (const row of list) {
      if (!choice.value.border) row.households = householdsOf.value.get(row.id) ?? null
      row.perThousand = perThousand(row)
    }
    compare(list)
    // Inside a border by hand are the areas that something of lies in it.
    const shown = choice.value.border
      ? list.filter(({ count, versus, households: own }) => count || versus || own)
      : list
    return shown.sort((one, other) => other.count - one.count || one.code.localeCompare(other.code))
  })

  /** Tests what is listed, all of it at once: a share of what is marked may be chance. */
  function compare(list: readonly AreaRow[]): void {
    const { question, versus } = choice.value
    const tested = list.filter((row) => row.versus !== null)
    if (!versus || !tested.length) return
    const exposures = exposuresOf(question, span.value, versus.span)
    const rows = compareRows(
      tested.map((row) => [row.count, row.versus ?? 0]),
      exposures,
    )
    tested.forEach((row, at) => (row.compared = rows[at]))
  }

  /** Of the drawn border; nobody where no household is told, null while nothing is known. */
  const livingIn = (households: number | undefined) =>
    answer.value?.living && living.isKnown.value ? (households ?? 0) : null

  function isWithinChosen(communityId: number): boolean {
    const [own, area] = [place.byId.get(communityId), place.area]
    return !!own && !!area && isWithin(own, area, place.byId)
  }

  /** Numbers begin anew in each community, so it is named too. */
  function gridName({ community, code, name }: { community: number; code: string; name: string }): string {
    const own = place.byId.get(community)
    return [own && nameIn(own, locale.value), code.slice(-3), name].filter(Boolean).join(' ')
  }

  function ofGrids(): AreaRow[] {
    const now = answer.value!
    const { counted } = grids
    if (counted.value?.name !== now.gridsName) return []
    return counted.value.features.flatMap(({ properties }, at) =>
      isWithinChosen(properties.community)
        ? [
            {
              id: properties.id,
              code: properties.code,
              name: gridName(properties),
              count: now.byGrid[at] ?? 0,
              versus: now.versus ? (now.versus.byGrid[at] ?? 0) : null,
              compared: null,
              rounded: null,
              perThousand: null,
              households: livingIn(now.living?.byGrid.get(at)),
              isChosen: true,
            },
          ]
        : [],
    )
  }

  function sums(
    communities: readonly number[],
    counts: Int32Array,
    others: Int32Array | undefined,
  ): AreaRow[] {
    const rows = new Map<number, AreaRow>()
    // The worker counts in the order of the ground's communities that are seen.
    const seen = new Set(communities)
    const order = cases.ground.data.value!.communities.features.filter(({ properties }) =>
      seen.has(properties.id),
    )
    order.forEach(({ properties }, at) => {
      const community = place.byId.get(properties.id)
      const id = choice.value.unit === 'street' ? community?.parentId : properties.id
      const area = id ? place.byId.get(id) : undefined
      if (!area) return
      const row = rows.get(area.id) ?? {
        id: area.id,
        code: area.code,
        name: nameIn(area, locale.value),
        count: 0,
        versus: others ? 0 : null,
        compared: null,
        rounded: leftOut.value && rounded.data.value ? (roundedOf.value.get(area.id) ?? 0) : null,
        perThousand: null,
        households: null,
        isChosen: false,
      }
      row.count += counts[at] ?? 0
      const own = livingIn(answer.value!.living?.byCommunity.get(properties.id))
      if (own !== null) row.households = (row.households ?? 0) + own
      if (row.versus !== null) row.versus += others?.[at] ?? 0
      row.isChosen ||= isWithinChosen(properties.id)
      rows.set(area.id, row)
    })
    return [...rows.values()]
  }

  return { rows, hasRounded: computed(() => leftOut.value !== null) }
}
