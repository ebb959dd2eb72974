import { isEnded } from '../../../../src/lib/incidents/incident-state'
import { expect, type Locator, type Page } from '../../support/browser'
import type { RawRows } from './raw'

export type RawCase = Awaited<ReturnType<RawRows['casesSince']>>[number]
export type Pair = [above: number, below: number | null]

const PATIENCE_MS = 90_000
const NEVER_HAPPENED: ReadonlySet<string> = new Set(['rejected', 'duplicate', 'cancelled'])
const ms = (moment: string | null) => (moment === null ? NaN : Date.parse(moment))

/** A period of whole days of the district's clock, as an address says it and as moments. */
export interface Days {
  first: string
  last: string
  since: number
  until: number
}

/** Returns so many whole days that were over yesterday; nothing that happens today changes what is counted of them. */
export function daysBefore(now: number, count: number): Days {
  const dayAt = (moment: number) => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10)
  const until = Date.parse(`${dayAt(now)}T00:00:00+08:00`)
  const since = until - count * 86_400_000
  return { first: dayAt(since), last: dayAt(until - 1), since, until }
}

/** Counts cases by the words of docs/indicators.md. */
export function count(cases: readonly RawCase[], { since, until }: Days): Record<string, Pair> {
  const within = (moment: string | null) => ms(moment) >= since && ms(moment) < until
  const reported = cases.filter((one) => within(one.reported_at))
  const due = cases.filter(
    (one) => one.filed_at && [one.due_at, one.missed_due_at, one.closed_at].some(within),
  )
  const closed = due.filter((one) => ms(one.closed_at) < until)
  const inTime = closed.filter(
    (one) => one.missed_due_at === null && !(ms(one.resolved_at ?? one.closed_at) > ms(one.due_at)),
  )
  return {
    cameIn: [reported.length, null],
    happened: [reported.filter(({ state }) => !NEVER_HAPPENED.has(state)).length, null],
    filedCases: [cases.filter((one) => within(one.filed_at)).length, null],
    closingDue: [due.length, null],
    closedCases: [cases.filter((one) => within(one.closed_at)).length, null],
    closureRate: [closed.length, due.length],
    onTimeClosure: [inTime.length, due.length],
  }
}

/** What stands open at a moment. */
export function standingAt(cases: readonly RawCase[], now: number) {
  const open = cases.filter(({ state }) => !isEnded(state))
  return {
    open: open.length,
    overdue: open.filter((one) => ms(one.deadline_at) < now).length,
    urgent: open.filter(({ urgent }) => urgent).length,
  }
}

/** Cases by what `of` calls them; those that it calls nothing are left out. */
export function grouped(
  cases: readonly RawCase[],
  of: (one: RawCase) => string | null,
): Map<string, RawCase[]> {
  const groups = new Map<string, RawCase[]>()
  for (const one of cases) {
    const key = of(one)
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return groups
}

/** The numbers that stand in words: `1,234 / 2,000 件` has two. */
export const numbersIn = (words: string) =>
  (words.match(/[\d,]*\d/g) ?? []).map((one) => Number(one.replaceAll(',', '')))

/** The first number of an element, once there is one. */
export async function numberIn(locator: Locator): Promise<number> {
  await expect(locator).toHaveText(/\d/, { timeout: PATIENCE_MS })
  return numbersIn((await locator.textContent()) ?? '')[0]
}

/** What a share reads like. */
export const shareWords = ([above, below]: Pair) => (below ? `${((100 * above) / below).toFixed(1)} %` : '–')

/** Opens the leader's page over a period and returns its ranking: the two counts, or the one, of each unit by its code. */
export async function rankingOf(
  page: Page,
  { first, last }: Days,
  unit: string,
  indicator: string,
): Promise<Map<string, Pair>> {
  await page.goto(`/figures?first=${first}&last=${last}&unit=${unit}&by=${indicator}`)
  const ranking = page.getByTestId('ranking')
  await expect(ranking.locator('tbody tr').first()).toBeVisible({ timeout: PATIENCE_MS })
  const rows = await ranking.locator('tbody tr').evaluateAll((found) =>
    found.map((row) => ({
      code: row.querySelector('button')!.dataset.testid!.replace('why-', ''),
      value: row.querySelector('b')!.textContent ?? '',
      parts: row.querySelector('.wide-only')!.textContent ?? '',
    })),
  )
  return new Map(
    rows.map(({ code, value, parts }) => {
      const [above, below] = numbersIn(parts)
      return [code, below === undefined ? [numbersIn(value)[0] ?? 0, null] : [above, below]]
    }),
  )
}

/** The cells of a table of figures, a row by its code. */
export async function cellsOf(table: Locator): Promise<Map<string, string[]>> {
  const rows = await table.locator('tbody tr').evaluateAll((found) =>
    found.map(
      (row) => [(row as HTMLElement).dataset.code ?? '', [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').trim())] as const, // prettier-ignore
    ),
  )
  return new Map(rows.map(([code, cells]) => [code, cells]))
}
