import type { DemoBuilding } from './types'
import type { Draw } from './kinds'
import type { Random } from './random'

const DAY_MS = 86_400_000

/** A place where more happens than elsewhere; some for the whole year, some only lately. */
interface HotSpot {
  building: number
  draw: Draw
  radiusMetres: number
  factor: number
  lastDays: number
}

/** Chooses the building at which something happens, by its kind, its households and the hot spots around. */
export type Placer = (draw: Draw, at: number) => number

const DRAWS: Draw[] = ['homes', 'shops', 'villages', 'courtyards', 'towers', 'works']

/** What a building of each kind adds to its households as a place where something happens. */
const PULL: Record<Draw, Partial<Record<DemoBuilding['kind'], number>>> = {
  homes: { slab: 14, courtyard: 12, tower: 16, house: 3, villa: 2, school: 4 },
  shops: { shop: 130, office: 60, hall: 90, hospital: 80, slab: 9, courtyard: 9, school: 30 },
  villages: { house: 34, courtyard: 16, slab: 8, shop: 30, factory: 20 },
  courtyards: { courtyard: 36, slab: 12, house: 9 },
  towers: { tower: 90, slab: 10, office: 20 },
  works: { tower: 30, office: 60, factory: 90, villa: 8, slab: 6, courtyard: 5, shop: 40, house: 6 },
}

/** Makes the placer of a district; `now` ends the time in which late hot spots are hot. */
export function createPlacer(buildings: readonly DemoBuilding[], now: number, random: Random): Placer {
  const spots = drawHotSpots(buildings, random)
  const tables = new Map(
    DRAWS.flatMap((draw) =>
      [false, true].map((late) => [`${draw}/${late}`, cumulative(buildings, spots, draw, late)]),
    ),
  )
  return (draw, at) => {
    const late = now - at < 35 * DAY_MS
    const table = tables.get(`${draw}/${late}`)!
    return search(table, random.next() * table[table.length - 1])
  }
}

function drawHotSpots(buildings: readonly DemoBuilding[], random: Random): HotSpot[] {
  return Array.from({ length: 18 }, (_, index) => {
    const draw = DRAWS[index % DRAWS.length]
    const fitting = buildings.flatMap(({ kind }, k) => ((PULL[draw][kind] ?? 0) >= 30 ? [k] : []))
    return {
      building: random.pick(fitting.length > 0 ? fitting : [index]),
      draw,
      radiusMetres: random.between(70, 190),
      factor: random.between(5, 14),
      lastDays: index % 5 === 4 ? 35 : 366,
    }
  })
}

function cumulative(
  buildings: readonly DemoBuilding[],
  spots: readonly HotSpot[],
  draw: Draw,
  late: boolean,
): Float64Array {
  const active = spots.filter((spot) => late || spot.lastDays > 35)
  const table = new Float64Array(buildings.length)
  let sum = 0
  buildings.forEach((building, index) => {
    const heat = active.reduce((most, spot) => {
      const share = Math.exp(-((metresBetween(buildings[spot.building], building) / spot.radiusMetres) ** 2))
      return most + (spot.draw === draw ? spot.factor : spot.factor * 0.2) * share
    }, 1)
    sum += ((PULL[draw][building.kind] ?? 1) + 0.25 * building.households) * heat
    table[index] = sum
  })
  return table
}

function metresBetween(a: DemoBuilding, b: DemoBuilding): number {
  const [east, north] = [(a.position[0] - b.position[0]) * 91_000, (a.position[1] - b.position[1]) * 111_000]
  return Math.hypot(east, north)
}

function search(table: Float64Array, value: number): number {
  let [low, high] = [0, table.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (table[middle] > value) high = middle
    else low = middle + 1
  }
  return low
}
