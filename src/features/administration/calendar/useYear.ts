import { computed, type Ref, ref, watch } from 'vue'
import type { Calendar, SpecialDay } from '../../../data/district/calendars'
import type { Holiday } from '../../../import/holidays/read'

/** A day of the year that is shown. */
export interface YearDay {
  day: string
  date: number
  /** ISO weekday, 1 = Monday. */
  weekday: number
  /** Worked by the week alone. */
  isUsual: boolean
  special: SpecialDay | undefined
}

/** The special days of a year while they are edited. */
export function useYear(read: Ref<Calendar | null>) {
  const days = ref(new Map<string, SpecialDay>())
  const isKnown = ref(false)
  watch(read, () => reset(), { immediate: true })

  /** Back to what was read. */
  function reset(): void {
    days.value = new Map((read.value?.days ?? []).map((one) => [one.day, one]))
    isKnown.value = isKnownWhole(read.value)
  }

  const isChanged = computed(() => {
    if (!read.value) return false
    const before = JSON.stringify(listed(read.value.days))
    const wasKnown = isKnownWhole(read.value)
    return before !== JSON.stringify(listed([...days.value.values()])) || wasKnown !== isKnown.value
  })

  const months = computed(() => (read.value ? monthsOf(read.value, days.value) : []))

  /** Goes through the states of a day: as its weekday says, otherwise, with a name that is kept. */
  function turn({ day, isUsual, special }: YearDay): void {
    const next = new Map(days.value)
    if (special) next.delete(day)
    else next.set(day, { day, worked: !isUsual, name: '', provisional: false })
    days.value = next
  }

  function rename(day: string, name: string): void {
    const held = days.value.get(day)
    if (held) days.value = new Map(days.value).set(day, { ...held, name })
  }

  /** Takes a list in the place of what the year has, and returns how many days of it belong to the year. */
  function take(holidays: readonly Holiday[]): number {
    const ofYear = holidays.filter(({ day }) => day.startsWith(`${read.value?.year}-`))
    if (ofYear.length === 0) return 0
    days.value = new Map(ofYear.map((one) => [one.day, { ...one, provisional: false }]))
    isKnown.value = true
    return ofYear.length
  }

  /** What is saved. */
  function content() {
    const list = listed([...days.value.values()])
    return { days: list, isKnown: isKnown.value }
  }

  return { days, isKnown, isChanged, months, reset, turn, rename, take, content }
}

/** Whether the holidays of the year are announced to its end. */
function isKnownWhole(calendar: Calendar | null): boolean {
  return !!calendar?.knownUntil && calendar.knownUntil >= `${calendar.year}-12-31`
}

function listed(days: readonly SpecialDay[]) {
  return [...days]
    .sort((one, other) => one.day.localeCompare(other.day))
    .map(({ day, worked, name }) => ({ day, worked, name }))
}

function monthsOf({ year, weekdays }: Calendar, days: ReadonlyMap<string, SpecialDay>): YearDay[][] {
  return Array.from({ length: 12 }, (_, month) => {
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return Array.from({ length: last }, (__, at) => {
      const moment = new Date(Date.UTC(year, month, at + 1))
      const day = moment.toISOString().slice(0, 10)
      const weekday = moment.getUTCDay() || 7
      return { day, date: at + 1, weekday, isUsual: weekdays.includes(weekday), special: days.get(day) }
    })
  })
}
