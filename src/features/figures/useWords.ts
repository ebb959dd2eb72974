import { useI18n } from 'vue-i18n'
import { useFormat } from '../../composables/useFormat'
import type { Indicator, UnitKind } from '../../data/indicators'
import { formatChange } from '../../lib/format'
import { nameIn } from '../../lib/languages'
import { difference, type Value } from './values'

/** Returns how units, indicators and values of the page read in the language of the interface. */
export function useWords() {
  const i18n = useI18n()
  const { t, locale } = i18n
  const format = useFormat()

  /** A unit by its name; sources, weekdays and hours by the words of the interface. */
  function unitName(kind: UnitKind, unit: { code: string; name: string; nameEn: string | null }): string {
    if (kind === 'source')
      return i18n.te(`figures.sources.${unit.code}`) ? t(`figures.sources.${unit.code}`) : unit.code
    if (kind === 'weekday') return t(`figures.weekdays.d${unit.code}`)
    if (kind === 'hour') return t('figures.clockHour', { hour: unit.code })
    const name = nameIn(unit, locale.value) || unit.code
    return kind === 'grid' && unit.name !== unit.code ? `${name} ${unit.code.slice(-3)}` : name
  }

  /** A value with its unit: a share in percent, hours, or a number. */
  function valueWords({ kind }: Pick<Indicator, 'kind'>, { value }: Value): string {
    if (value === null) return '–'
    if (kind === 'share') return format.share(value)
    if (kind === 'count') return format.number(value)
    return kind === 'hours' || kind === 'percentile'
      ? t('figures.hours', { hours: format.decimal(value, 1) })
      : format.decimal(value, 1)
  }

  /** The two counts that a value is made of; nothing for a count. */
  function parts({ kind }: Pick<Indicator, 'kind'>, { above, below }: Value): string {
    if (below === null || kind === 'count') return ''
    return kind === 'percentile'
      ? t('figures.ofCases', { cases: format.number(below) })
      : format.fraction(above, below)
  }

  /** A difference with its sign: percentage points of a share, else per cent. */
  function change({ kind }: Pick<Indicator, 'kind'>, difference: number | null): string {
    if (difference === null) return '–'
    if (kind !== 'share') return formatChange(difference)
    const points = Math.round(difference * 1000) / 10
    const sign = points > 0 ? '+' : points < 0 ? '−' : '±'
    return t('figures.points', { points: `${sign}${format.decimal(Math.abs(points), 1)}` })
  }

  /** How a value stands to those of the last period and of last year; says where nothing is known of either. */
  function comparisons(
    indicator: Pick<Indicator, 'kind'>,
    { now, last, year }: { now: Value; last: Value | null; year: Value | null },
  ): { last: string; year: string } {
    const since = (then: Value) => change(indicator, difference(indicator.kind, now, then))
    return {
      last: last ? t('figures.sinceLast', { change: since(last) }) : t('figures.noLast'),
      year: year ? t('figures.sinceYear', { change: since(year) }) : t('figures.noYear'),
    }
  }

  const nameOf = (one: Pick<Indicator, 'name' | 'nameEn'>) => nameIn(one, locale.value)
  const formulaOf = (one: Indicator) => nameIn({ name: one.formula, nameEn: one.formulaEn }, locale.value)
  const periodWords = ({ firstDay, lastDay }: { firstDay: string; lastDay: string }) =>
    firstDay === lastDay ? format.day(firstDay) : `${format.day(firstDay)} – ${format.day(lastDay)}`

  return { unitName, valueWords, parts, change, comparisons, nameOf, formulaOf, periodWords, format, t }
}

export type Words = ReturnType<typeof useWords>
