import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRead } from '../../composables/useRead'
import { client } from '../../data/client'
import { readIndicatorTable } from '../../data/indicators'
import { isWithin } from '../../lib/area-tree'
import { nameIn } from '../../lib/languages'
import { usePlace } from '../../stores/place'
import { dayOfHour } from './time'
import type { Analysis } from './useAnalysis'

/** An area of the table. */
export interface AreaRow {
  id: number
  code: string
  name: string
  count: number
  /** Of the second window; null without one. */
  versus: number | null
  /** What came in of the categories that are left out, out of rounded cells; null where nothing is. */
  rounded: number | null
  isChosen: boolean
}

/** Returns the counts of the selection by street, community or grid, most first. */
export function useAreaRows({ answer, choice, cases, span }: Analysis) {
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
    return codes.length && choice.value.unit !== 'grid' ? [...new Set(codes)] : null
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

  const rows = computed((): AreaRow[] => {
    const [now, ground] = [answer.value, cases.ground.data.value]
    const communities = cases.chunks.value?.communities
    if (!now || !ground || !communities) return []
    const list =
      choice.value.unit === 'grid' ? ofGrids() : sums(communities, now.byCommunity, now.versus?.byCommunity)
    return list.sort((one, other) => other.count - one.count || one.code.localeCompare(other.code))
  })

  function isWithinChosen(communityId: number): boolean {
    const [own, area] = [place.byId.get(communityId), place.area]
    return !!own && !!area && isWithin(own, area, place.byId)
  }

  function ofGrids(): AreaRow[] {
    const now = answer.value!
    return cases.ground.data.value!.grids.features.flatMap(({ properties }, at) =>
      isWithinChosen(properties.community)
        ? [
            {
              id: properties.id,
              code: properties.code,
              name: `${properties.name} ${properties.code.slice(-3)}`,
              count: now.byGrid[at] ?? 0,
              versus: now.versus ? (now.versus.byGrid[at] ?? 0) : null,
              rounded: null,
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
        rounded: leftOut.value && rounded.data.value ? (roundedOf.value.get(area.id) ?? 0) : null,
        isChosen: false,
      }
      row.count += counts[at] ?? 0
      if (row.versus !== null) row.versus += others?.[at] ?? 0
      row.isChosen ||= isWithinChosen(properties.id)
      rows.set(area.id, row)
    })
    return [...rows.values()]
  }

  return { rows, hasRounded: computed(() => leftOut.value !== null) }
}
