import type { Client } from '../../../src/lib/supabase'
import { expect, type Page } from '../support/browser'
import { saved } from './editing'
import { draw, type LngLat, METRES_PER_PIXEL, onScreen, ringAround, takeUp } from './hand'
import { gridsInTable, type StoredFacts } from './planner'
import { gridsById, householdsOf, idsOf, type Standing } from './figures/standing'

/** Households of a grid now, and then. */
export interface Change {
  before: number
  after: number
}

/** What the page says of what is picked. */
export interface Preview {
  buildings: number
  households: number
  /** By grid, in the order of their keys. */
  offers: Map<number, Change>
  sources: Map<number, Change>
}

const numbersIn = (text: string | null) =>
  [...(text ?? '').matchAll(/[\d,]+/g)].map(([found]) => toNumber(found))
const toNumber = (text: string) => Number(text.replace(/,/g, ''))

async function changes(page: Page, name: 'offer' | 'source'): Promise<Map<number, Change>> {
  const rows = await page
    .locator(`[data-${name}]`)
    .evaluateAll(
      (found, attribute) =>
        found.map((row) => [row.dataset[attribute] ?? '', row.querySelector('span')?.textContent ?? '']),
      name,
    )
  return new Map(
    rows.map(([key, words]) => {
      const [before, after] = numbersIn(words)
      return [Number(key), { before, after }]
    }),
  )
}

/** What the page promises for what is picked. */
export async function preview(page: Page): Promise<Preview> {
  await expect(page.locator('[data-test=picked]')).toBeVisible()
  const [buildings] = numbersIn(await page.locator('[data-test=picked] h2').textContent())
  const [households] = numbersIn(await page.locator('[data-test=picked-households]').textContent())
  return {
    buildings,
    households,
    offers: await changes(page, 'offer'),
    sources: await changes(page, 'source'),
  }
}

/** Accepts the offer of a grid by its key. */
export async function accept(page: Page, { offers }: Preview, grid: number): Promise<void> {
  const place = [...offers.keys()].indexOf(grid)
  if (place < 0) throw new Error(`Grid ${grid} is not offered.`)
  await page.keyboard.press(String(place + 1))
  await expect(page.locator('[data-test=picked]')).toBeHidden()
}

/** Expects the page to promise what follows from the database's numbers: what is picked, and households of every grid. */
export function expectPromise(shown: Preview, before: StoredFacts, taken: readonly Standing[]): void {
  expect(shown.buildings).toBe(taken.length)
  expect(shown.households).toBe(householdsOf(taken))
  expect(shown.offers.size).toBeGreaterThan(0)
  for (const [key, offer] of shown.offers) {
    expect(offer.before).toBe(before.households.get(key))
    expect(offer.after).toBe(offer.before + householdsOf(taken.filter(({ grid }) => grid !== key)))
  }
  for (const [key, source] of shown.sources) {
    expect(source.before).toBe(before.households.get(key))
    expect(source.after).toBe(source.before - householdsOf(taken.filter(({ grid }) => grid === key)))
  }
}

/** Accepts what is picked for a grid, and expects table and database to hold what was promised, and nothing else to move. */
export async function expectKept(
  page: Page,
  database: Client,
  { before, taken, to }: { before: StoredFacts; taken: readonly Standing[]; to: number },
): Promise<StoredFacts> {
  const shown = await preview(page)
  expectPromise(shown, before, taken)
  await accept(page, shown, to)
  const after = await saved(page, database)
  expect(await gridsInTable(page)).toEqual(after.households)
  const promised = [...shown.sources].filter(([key]) => key !== to)
  expect(after.households.get(to)).toBe(shown.offers.get(to)?.after)
  for (const [key, source] of promised) expect(after.households.get(key) ?? 0).toBe(source.after)
  const ids = idsOf(taken)
  for (const [id, grid] of gridsById(before)) expect(gridsById(after).get(id)).toBe(ids.has(id) ? to : grid)
  return after
}

/** Draws a lasso around a place of a map that is looked at closely. */
export async function lasso(page: Page, around: LngLat, metres: number): Promise<void> {
  await takeUp(page, 'lasso')
  const [middle] = await onScreen(page, [around])
  await draw(page, ringAround(middle, metres / METRES_PER_PIXEL))
}
