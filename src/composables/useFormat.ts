import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { serverNow } from '../lib/time/clock'
import * as format from '../lib/format'

/** What is counted in several places; words are `common.counts.<what>`. */
type Counted = 'buildings' | 'households' | 'grids' | 'people' | 'cases' | 'groups'

/** Returns the formats of lib/format bound to the language of the interface; they follow when it is switched. */
export function useFormat() {
  const { locale, t } = useI18n()
  const language = computed(() => locale.value)
  type DateStyle = Parameters<typeof format.formatDate>[2]
  const number = (value: number | null | undefined, digits = 0) =>
    format.formatNumber(value, language.value, digits)
  return {
    language,
    number,
    decimal: (value: number | null | undefined, digits?: number) =>
      format.formatDecimal(value, language.value, digits),
    /** A number with what is counted, in the singular or plural that the language asks for, e.g. `1 building`. */
    counted: (what: Counted, count: number) => t(`common.counts.${what}`, { count: number(count) }, count),
    /** Names one after the other. */
    list: (names: readonly string[]) => names.join(t('common.listComma')),
    share: (value: number | null | undefined, digits = 1) =>
      format.formatShare(value, language.value, digits),
    fraction: (numerator: number, denominator: number) =>
      format.formatFraction(numerator, denominator, language.value),
    /** As date and time with the year where it is not this one. */
    date: (instant: string | Date | number, style?: DateStyle) =>
      style === 'dateTime'
        ? format.formatMoment(instant, language.value, serverNow())
        : format.formatDate(instant, language.value, style),
    /** The last day of what goes on until an instant. */
    lastDay: (until: string) => format.formatLastDay(until, language.value),
    /** A day of the calendar, `YYYY-MM-DD`. */
    day: (day: string) => format.formatDate(`${day}T12:00:00Z`, language.value, 'date'),
    /** The same without its year, where that is said beside it. */
    dayOfYear: (day: string) => format.formatDate(`${day}T12:00:00Z`, language.value, 'monthDay'),
    duration: (milliseconds: number) => format.formatDuration(milliseconds, language.value),
    age: (instant: string | Date | number, nowMs: number) => format.formatAge(instant, nowMs, language.value),
    distance: (metres: number, decimals?: number) => format.formatDistance(metres, language.value, decimals),
    hectares: (areaSquareMetres: number | null | undefined) =>
      format.formatHectares(areaSquareMetres, language.value),
  }
}
