import { expect, type Page } from '../support/browser'
import type { LngLat } from './hand'
import type { StoredFacts } from './planner'

/** A building of a plan as the database has it. */
export interface Standing {
  id: number
  at: LngLat
  grid: number
  community: number
  compound: number | null
  households: number
}

/** The buildings of a stored plan. */
export function standing({ detail, buildings }: StoredFacts): Standing[] {
  const gridOf = new Map(detail.assignment.building.map((id, at) => [id, detail.assignment.grid[at]]))
  return buildings.id.map((id, at) => ({
    id,
    at: [buildings.lng[at], buildings.lat[at]],
    grid: gridOf.get(id) ?? -1,
    community: buildings.community[at],
    compound: buildings.compound[at],
    households: buildings.households[at],
  }))
}

/** Metres east and north of a place; good for a few streets. */
export function metresFrom([lng, lat]: LngLat, at: LngLat): [number, number] {
  const metresPerDegree = 111_320
  return [(at[0] - lng) * Math.cos((lat * Math.PI) / 180) * metresPerDegree, (at[1] - lat) * metresPerDegree]
}

/** Pairs of buildings on both sides of a border between grids of one community, the nearest first. */
export function pairsAcross(all: readonly Standing[]): [Standing, Standing][] {
  const pairs = all.flatMap((one) =>
    all.flatMap((other) => {
      if (one.community !== other.community || one.grid === other.grid || one.grid < 0 || other.grid < 0)
        return []
      return [{ pair: [one, other] as [Standing, Standing], metres: metresBetween(one, other) }]
    }),
  )
  return pairs.sort((a, b) => a.metres - b.metres).map(({ pair }) => pair)
}

export function metresBetween(one: Standing, other: Standing): number {
  return Math.hypot(...metresFrom(one.at, other.at))
}

/** How far a building is from the straight way between two others, metres. */
function metresBeside(one: Standing, from: Standing, to: Standing): number {
  const [[x, y], [wayX, wayY]] = [metresFrom(from.at, one.at), metresFrom(from.at, to.at)]
  const squared = wayX * wayX + wayY * wayY
  const share = squared > 0 ? Math.min(1, Math.max(0, (x * wayX + y * wayY) / squared)) : 0
  return Math.hypot(x - share * wayX, y - share * wayY)
}

/** How far a building is outside of a box around two others, metres; less than 0 inside. */
function metresOutside(one: Standing, from: Standing, to: Standing): number {
  const [[x, y], [wayX, wayY]] = [metresFrom(from.at, one.at), metresFrom(from.at, to.at)]
  const beyond = (value: number, end: number) => Math.max(Math.min(0, end) - value, value - Math.max(0, end))
  return Math.max(beyond(x, wayX), beyond(y, wayY))
}

/** What the hand is aimed at: buildings, and those that it must take, without any of which it could be doubted. */
export interface Aim {
  from: Standing
  to: Standing
  taken: Standing[]
}

/** How far from what the hand does a building is taken, metres, and how near to that limit none may stand. */
interface Reach {
  metres: number
  doubt: number
}

/** Buildings that a reach takes; null where one of them could be doubted. */
function takenBy(
  all: readonly Standing[],
  distance: (one: Standing) => number,
  { metres, doubt }: Reach,
): Standing[] | null {
  const distances = all.map((one) => ({ one, away: distance(one) }))
  if (distances.some(({ away }) => Math.abs(away - metres) < doubt)) return null
  return distances.filter(({ away }) => away < metres).map(({ one }) => one)
}

const gridsOf = (all: readonly Standing[]) => new Set(all.map(({ grid }) => grid))
const communitiesOf = (all: readonly Standing[]) => new Set(all.map(({ community }) => community))

function isPlain(taken: Standing[] | null, grids: number): taken is Standing[] {
  return (
    taken !== null && taken.length > 1 && gridsOf(taken).size === grids && communitiesOf(taken).size === 1
  )
}

/** A stroke over buildings of one grid beside another. */
export function aimStroke(all: readonly Standing[], reach: Reach): Aim {
  for (const [from] of pairsAcross(all)) {
    const mates = all.filter(({ id, grid }) => grid === from.grid && id !== from.id)
    const [to] = mates.sort((a, b) => metresBetween(from, a) - metresBetween(from, b))
    const taken = to && takenBy(all, (one) => metresBeside(one, from, to), reach)
    if (isPlain(taken ?? null, 1)) return { from, to, taken: taken ?? [] }
  }
  throw new Error('No stroke takes buildings of one grid only.')
}

/** A box around buildings of two grids. */
export function aimBox(all: readonly Standing[], reach: Reach): Aim {
  for (const [from, to] of pairsAcross(all)) {
    const taken = takenBy(all, (one) => metresOutside(one, from, to), reach)
    if (isPlain(taken, 2)) return { from, to, taken }
  }
  throw new Error('No box takes buildings of two grids only.')
}

/** A ring around some buildings of one grid beside another, of a community or any; `from` and `to` are its middle. */
export function aimRing(all: readonly Standing[], reach: Reach, community?: number): Aim {
  for (const [from] of pairsAcross(all)) {
    if (community !== undefined && from.community !== community) continue
    const taken = takenBy(all, (one) => metresBetween(from, one), reach)
    if (isPlain(taken, 1)) return { from, to: from, taken }
  }
  throw new Error('No ring takes buildings of one grid only.')
}

/** The buildings of an estate of a few, all in one community. */
export function smallEstate(all: readonly Standing[]): Standing[] {
  const compounds = [...new Set(all.map(({ compound }) => compound))].filter((compound) => compound !== null)
  const estates = compounds.map((compound) => all.filter((one) => one.compound === compound))
  const found = estates.find((one) => one.length > 2 && one.length < 9 && communitiesOf(one).size === 1)
  if (!found) throw new Error('There is no estate of a few buildings.')
  return found
}

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
