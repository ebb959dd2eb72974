import { useFormat } from '../../composables/useFormat'
import { DAY_HOURS, dayOfHour, type Span } from './time'

/** Returns how hours and spans read in the language of the interface. */
export function useTimeWords() {
  const format = useFormat()
  const clock = (hour: number) => `${String(hour % DAY_HOURS).padStart(2, '0')}:00`
  /** A day; with the hour where it is not the first of its day. */
  const hourWords = (hour: number) =>
    format.day(dayOfHour(hour)) + (hour % DAY_HOURS === 0 ? '' : ` ${clock(hour)}`)

  /** From the first to the last, both included: days where the span is of whole ones. */
  function spanWords({ from, until }: Span): string {
    if (from % DAY_HOURS === 0 && until % DAY_HOURS === 0) {
      const [first, last] = [dayOfHour(from), dayOfHour(until - 1)].map(format.day)
      return first === last ? first : `${first} – ${last}`
    }
    return `${format.day(dayOfHour(from))} ${clock(from)} – ${format.day(dayOfHour(until))} ${clock(until)}`
  }

  /** The moment at which a span ends. */
  const endWords = ({ until }: Span) =>
    until % DAY_HOURS === 0 ? `${format.day(dayOfHour(until - 1))} 24:00` : hourWords(until)

  return { hourWords, spanWords, endWords }
}
