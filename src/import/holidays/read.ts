import { guessDelimiter } from '../csv/delimiter'
import { readCsv } from '../csv/records'
import { clean } from '../values/text'

/** A day as a list of holidays has it: free, or worked in exchange. */
export interface Holiday {
  day: string
  worked: boolean
  name: string
}

/** What a file of holidays says, or the first line that is not understood. */
export type HolidaysRead =
  | { status: 'read'; days: Holiday[] }
  | { status: 'refused'; code: 'holidays-no-days' | 'holidays-day-malformed' | 'holidays-twice'; at: string }

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const WORKED = /^(班|上班|补班|调休|调休上班|工作日|worked|work|workday|true|1|yes)$/i
const FREE = /^(休|放假|休息|节假日|假|holiday|free|off|false|0|no)$/i

/**
 * Reads public holidays and the weekends worked in exchange from what administrations and calendars hand out: a table of
 * text (day, name, 休 or 班, in any order, as import/csv reads them), an iCalendar file, or the JSON of
 * published lists (`{ days: [{ date, name, isOffDay }] }`). Days come back in order, each once.
 */
export async function readHolidays(text: string): Promise<HolidaysRead> {
  const plain = text.replace(/^\uFEFF/, '').trim()
  if (plain.startsWith('{') || plain.startsWith('[')) return fromJson(plain)
  return /^BEGIN:VCALENDAR/i.test(plain) ? fromCalendar(plain) : fromTable(plain)
}

/** What is written in a cell or a value; nothing where it is neither text nor a number. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''

/** The same for the cells of a workbook: a sheet for each year is as usual as one for all. What no sheet of days is, is passed over. */
export function readHolidaySheets(sheets: readonly (readonly (readonly unknown[])[])[]): HolidaysRead {
  const found: Holiday[] = []
  for (const rows of sheets) {
    const read = fromRows(
      rows.map((row) => row.map((cell) => (cell instanceof Date ? dayOfDate(cell) : textOf(cell)))),
    )
    if (read.status === 'read') found.push(...read.days)
    else if (read.code !== 'holidays-no-days' && (sheets.length === 1 || holdsDays(rows))) return read
  }
  return inOrder(found)
}

function holdsDays(rows: readonly (readonly unknown[])[]): boolean {
  return rows.some((row) => row.some((cell) => cell instanceof Date || dayOf(textOf(cell)) !== null))
}

async function fromTable(text: string): Promise<HolidaysRead> {
  const rows: string[][] = []
  for await (const records of readCsv(whole(text), guessDelimiter(text).delimiter))
    rows.push(...records.map(({ cells }) => cells.map((cell) => cell.trim())))
  return fromRows(rows)
}

// eslint-disable-next-line @typescript-eslint/require-await -- The reader takes text as it comes.
async function* whole(text: string) {
  yield text
}

function fromRows(rows: readonly string[][]): HolidaysRead {
  const found: Holiday[] = []
  for (const [place, cells] of rows.entries()) {
    if (cells.every((cell) => cell === '')) continue
    const day = cells.map(dayOf).find((one) => one !== null)
    // A heading has no day; after the first day every line has one.
    if (!day && found.length === 0 && place < 3 && !cells.some((cell) => /^\d{4}\D\d/.test(cell))) continue
    if (!day)
      return {
        status: 'refused',
        code: 'holidays-day-malformed',
        at: `${place + 1}: ${cells.join(' ')}`.slice(0, 60),
      }
    const rest = cells.filter((cell) => dayOf(cell) === null)
    found.push({
      day,
      worked: rest.some((cell) => WORKED.test(cell)),
      name:
        rest.find(
          (cell) => cell !== '' && !WORKED.test(cell) && !FREE.test(cell) && !/^(周|星期)/.test(cell),
        ) ?? '',
    })
  }
  return inOrder(found)
}

interface Published {
  date?: unknown
  day?: unknown
  name?: unknown
  isOffDay?: unknown
  worked?: unknown
}

function fromJson(text: string): HolidaysRead {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return { status: 'refused', code: 'holidays-no-days', at: 'JSON' }
  }
  const list: unknown = Array.isArray(given) ? given : (given as { days?: unknown }).days
  if (!Array.isArray(list)) return { status: 'refused', code: 'holidays-no-days', at: 'days' }
  const found: Holiday[] = []
  for (const one of list as (Published | null)[]) {
    const written = textOf(one?.date ?? one?.day)
    const day = dayOf(written)
    if (!day) return { status: 'refused', code: 'holidays-day-malformed', at: written.slice(0, 60) }
    found.push({
      day,
      worked: one?.worked === true || one?.isOffDay === false,
      name: textOf(one?.name),
    })
  }
  return inOrder(found)
}

/** Each event is as long as it says; its end is the day after the last, as RFC 5545 (3.6.1) has it for whole days. */
function fromCalendar(text: string): HolidaysRead {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const found: Holiday[] = []
  let [begins, ends, name]: (string | null)[] = [null, null, null]
  for (const line of lines) {
    const value = line.slice(line.indexOf(':') + 1)
    if (/^DTSTART/i.test(line)) begins = dayOf(value.slice(0, 8))
    else if (/^DTEND/i.test(line)) ends = dayOf(value.slice(0, 8))
    else if (/^SUMMARY/i.test(line)) name = value.trim()
    else if (/^END:VEVENT/i.test(line)) {
      if (!begins)
        return { status: 'refused', code: 'holidays-day-malformed', at: (name ?? line).slice(0, 60) }
      const said = name ?? ''
      for (const day of daysFrom(begins, ends))
        found.push({
          day,
          worked: /班|调休上班|workday/i.test(said),
          name: said.replace(/[（(]?(休|班)[）)]?$/, '').trim(),
        })
      ;[begins, ends, name] = [null, null, null]
    }
  }
  return inOrder(found)
}

function daysFrom(begins: string, ends: string | null): string[] {
  const days = [begins]
  for (let moment = Date.parse(begins) + 86_400_000; ends && days.length < 40; moment += 86_400_000) {
    const day = new Date(moment).toISOString().slice(0, 10)
    if (day >= ends) break
    days.push(day)
  }
  return days
}

function inOrder(found: Holiday[]): HolidaysRead {
  if (found.length === 0) return { status: 'refused', code: 'holidays-no-days', at: '' }
  const days = [...found].sort((one, other) => one.day.localeCompare(other.day))
  const twice = days.find(
    ({ day, worked }, place) => place > 0 && days[place - 1].day === day && days[place - 1].worked !== worked,
  )
  if (twice) return { status: 'refused', code: 'holidays-twice', at: twice.day }
  return { status: 'read', days: days.filter(({ day }, place) => place === 0 || days[place - 1].day !== day) }
}

/** Returns a day that there is as YYYY-MM-DD, or null. */
function dayOf(word: string): string | null {
  const [, year, month, day] = DAY.exec(clean(word)) ?? COMPACT.exec(clean(word)) ?? []
  if (!year) return null
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const moment = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(written) ? written : null
}

function dayOfDate(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
