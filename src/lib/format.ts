/** Numbers, dates and durations in words for people; every function takes the language it speaks. */
import { factsOf, type Language, LANGUAGE_TAGS } from './languages'
import { zoneFormat } from './time/zone'

export type { Language }

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Making a format takes a hundred times as long as using it, so each is made once; `key` tells them apart. */
function remembered<Key, Format>(made: Map<Key, Format>, key: Key, make: () => Format): Format {
  let format = made.get(key)
  if (!format) made.set(key, (format = make()))
  return format
}
const numberFormats = new Map<string, Intl.NumberFormat>()
const relativeFormats = new Map<Language, Intl.RelativeTimeFormat>()

/** A number with at most `digits` decimals, all of them where `isFixed`, as what the options say. */
function numberFormat(
  language: Language,
  digits: number,
  {
    kind = '',
    isFixed = false,
    ...options
  }: Intl.NumberFormatOptions & { kind?: string; isFixed?: boolean } = {},
): Intl.NumberFormat {
  const make = () =>
    new Intl.NumberFormat(language, {
      ...options,
      maximumFractionDigits: digits,
      ...(isFixed && { minimumFractionDigits: digits }),
    })
  return remembered(numberFormats, `${language} ${digits} ${kind}`, make)
}

/** Returns a number with separators and at most `digits` decimals; an en dash when there is none. */
export function formatNumber(value: number | null | undefined, language: Language, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  return numberFormat(language, digits).format(value)
}

const FIXED = { kind: 'fixed', isFixed: true } as const

/** Returns a number with exactly `digits` decimals, so that figures of one kind line up; an en dash when there is none. */
export function formatDecimal(value: number | null | undefined, language: Language, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  return numberFormat(language, digits, FIXED).format(value)
}

/** Returns a share from 0 to 1 as a percentage with `digits` decimals, always showing them so figures line up, e.g. `86.7 %`. */
export function formatShare(share: number | null | undefined, language: Language, digits = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–'
  return `${numberFormat(language, digits, FIXED).format(share * 100)} %`
}

/** Returns a change as a signed percentage with a real minus sign, e.g. `−6 %`, `+12 %`, `±0 %`. */
export function formatChange(share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–'
  const percent = (Math.abs(share) * 100).toFixed(digits)
  const sign = Number(percent) === 0 ? '±' : share > 0 ? '+' : '−'
  return `${sign}${percent} %`
}

/** Returns numerator over denominator as words for figures that state both, e.g. `412 / 518`. */
export function formatFraction(numerator: number, denominator: number, language: Language): string {
  return `${formatNumber(numerator, language)} / ${formatNumber(denominator, language)}`
}

type DateStyle = 'date' | 'time' | 'dateTime' | 'yearDateTime' | 'monthDay' | 'weekday'

const DATE_STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dateTime: { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  yearDateTime: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  monthDay: { month: 'numeric', day: 'numeric' },
  weekday: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
}

/** With the month as a word, since 6/11 is another day elsewhere. */
const MONTH_NAME_STYLES: Partial<typeof DATE_STYLES> = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  dateTime: { ...DATE_STYLES.dateTime, day: 'numeric', month: 'short' },
  yearDateTime: { ...DATE_STYLES.yearDateTime, day: 'numeric', month: 'short' },
  monthDay: { day: 'numeric', month: 'short' },
}

/** Returns an instant (ISO string, Date or milliseconds) as date or time of the district. */
export function formatDate(
  instant: string | Date | number,
  language: Language,
  style: DateStyle = 'date',
): string {
  const { dates = language, hasMonthNames } = factsOf(language)
  const options = (hasMonthNames && MONTH_NAME_STYLES[style]) || DATE_STYLES[style]
  return zoneFormat(dates, options).format(new Date(instant))
}

/**
 * Returns the last day of something that goes on until an instant: until midnight is until the end of the day before. An
 * instant within a day is said with its time.
 */
export function formatLastDay(until: string, language: Language): string {
  const isMidnight = formatDate(until, language, 'time') === '00:00'
  return isMidnight
    ? formatDate(Date.parse(until) - 1, language, 'date')
    : formatDate(until, language, 'yearDateTime')
}

/** Returns an instant as date and time, with the year where it is another than the present one (milliseconds). */
export function formatMoment(instant: string | Date | number, language: Language, nowMs: number): string {
  const year = (one: string | Date | number) =>
    zoneFormat(LANGUAGE_TAGS[0], { year: 'numeric' }).format(new Date(one))
  return formatDate(instant, language, year(instant) === year(nowMs) ? 'dateTime' : 'yearDateTime')
}

function unit(
  count: number,
  name: 'second' | 'minute' | 'hour' | 'day',
  language: Language,
  digits = 0,
): string {
  const options = { kind: name, style: 'unit', unit: name, unitDisplay: 'long' } as const
  return numberFormat(language, digits, options).format(count)
}

/** Returns a length of time in its fitting unit: seconds, minutes, hours (one decimal), days (one decimal). */
export function formatDuration(milliseconds: number, language: Language): string {
  const length = Math.abs(milliseconds)
  if (length < MINUTE_MS) return unit(Math.round(length / 1000), 'second', language)
  if (length < HOUR_MS) return unit(Math.round(length / MINUTE_MS), 'minute', language)
  if (length < 2 * DAY_MS) return unit(length / HOUR_MS, 'hour', language, 1)
  return unit(length / DAY_MS, 'day', language, 1)
}

/** Returns how long ago an instant was, in words, given the present in milliseconds. */
export function formatAge(instant: string | Date | number, nowMs: number, language: Language): string {
  const age = Math.max(0, nowMs - new Date(instant).getTime())
  const style = factsOf(language).ageStyle
  const make = () => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style })
  const relative = remembered(relativeFormats, language, make)
  if (age < MINUTE_MS) return relative.format(-Math.floor(age / 1000), 'second')
  if (age < HOUR_MS) return relative.format(-Math.floor(age / MINUTE_MS), 'minute')
  if (age < 2 * DAY_MS) return relative.format(-Math.floor(age / HOUR_MS), 'hour')
  return relative.format(-Math.floor(age / DAY_MS), 'day')
}

/** Returns a distance with its unit: metres below a kilometre, else kilometres with one decimal, or as many as given. */
export function formatDistance(metres: number, language: Language, decimals = 1): string {
  const isFar = metres >= 1000
  const unit = isFar ? 'kilometer' : 'meter'
  const format = numberFormat(language, isFar ? decimals : 0, { kind: unit, style: 'unit', unit })
  return format.format(isFar ? metres / 1000 : metres)
}

const HECTARE_SQUARE_METRES = 10_000

/** Returns the area of ground in hectares with two decimals and the unit, e.g. `5.59公顷`, `5.59 ha`; an en dash when there is none. */
export function formatHectares(areaSquareMetres: number | null | undefined, language: Language): string {
  if (areaSquareMetres === null || areaSquareMetres === undefined) return '–'
  const options = { kind: 'hectare', isFixed: true, style: 'unit', unit: 'hectare' } as const
  return numberFormat(language, 2, options).format(areaSquareMetres / HECTARE_SQUARE_METRES)
}
