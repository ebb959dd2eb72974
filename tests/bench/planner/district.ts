import type { DemoLine, District, Position, Ring } from '../../../supabase/local/demo/types'

const [COLUMNS, ROWS] = [10, 6]
/** Side of a community, metres. */
const SIDE = 1000
/** Compounds of a community, and buildings of a compound, from west to east and from south to north. */
const COMPOUNDS = { across: 4, up: 3 }
const BUILDINGS = { across: 2, up: 7 }
const ORIGIN = { lng: 113.2, lat: 35.2 }
const METRES_PER_DEGREE_LAT = 110_940
const METRES_PER_DEGREE_LNG = 111_320 * Math.cos((ORIGIN.lat * Math.PI) / 180)
const CODE = '999902'

/** Numbers from 0 to below 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const at = (x: number, y: number): Position => [
  ORIGIN.lng + x / METRES_PER_DEGREE_LNG,
  ORIGIN.lat + y / METRES_PER_DEGREE_LAT,
]
const box = (west: number, south: number, east: number, north: number): Ring =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([x, y]) => at(x, y))
const pad = (number: number, digits: number) => String(number).padStart(digits, '0')

/** A road from south to north that winds about `x`, metres. */
function windingRoad(x: number, number: number): DemoLine {
  const points = Array.from({ length: 121 }, (_, step) => {
    const y = (step * ROWS * SIDE) / 120
    return at(x + 30 * Math.sin(step / 3), y)
  })
  return { sourceId: `R${pad(number, 3)}`, name: `${number}路`, class: 'arterial', line: points }
}

/**
 * Returns a made-up district of 60 communities, 10,080 buildings in 720 compounds and about 286,000 households, which
 * is 716 grids of 400. Every community has a main road through it that grids do not cross.
 */
export function benchDistrict(): District {
  const random = generator(7)
  const district: District = {
    code: CODE,
    name: '量测区',
    nameEn: 'Bench district',
    ring: box(0, 0, COLUMNS * SIDE, ROWS * SIDE),
    streets: Array.from({ length: ROWS }, (_, row) => ({
      code: `${CODE}${pad(row + 1, 3)}`,
      name: `第${row + 1}街道`,
      ring: box(0, row * SIDE, COLUMNS * SIDE, (row + 1) * SIDE),
    })),
    communities: [],
    compounds: [],
    buildings: [],
    roads: [],
    grounds: [],
    barriers: Array.from({ length: COLUMNS }, (_, column) => windingRoad((column + 0.5) * SIDE, column + 1)),
    crossings: [],
    services: [],
  }
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) addCommunity(district, { row, column }, random)
  return { ...district, roads: district.barriers }
}

function addCommunity(
  district: District,
  { row, column }: { row: number; column: number },
  random: () => number,
): void {
  const community = district.communities.length
  const [west, south] = [column * SIDE, row * SIDE]
  district.communities.push({
    code: `${CODE}${pad(row + 1, 3)}${pad(column + 1, 3)}`,
    name: `第${community + 1}社区`,
    street: row,
    ring: box(west, south, west + SIDE, south + SIDE),
  })
  const [width, height] = [SIDE / COMPOUNDS.across, SIDE / COMPOUNDS.up]
  for (let at = 0; at < COMPOUNDS.across * COMPOUNDS.up; at++) {
    const x = west + (at % COMPOUNDS.across) * width
    const y = south + Math.floor(at / COMPOUNDS.across) * height
    addCompound(district, community, [x + 35, y + 12, x + width - 35, y + height - 12], random)
  }
}

function addCompound(
  { compounds, buildings }: District,
  community: number,
  [west, south, east, north]: [number, number, number, number],
  random: () => number,
): void {
  const compound = compounds.length
  const name = `${compound + 1}号小区`
  compounds.push({
    sourceId: `C${pad(compound + 1, 4)}`,
    name,
    use: 'slab',
    community,
    ring: box(west, south, east, north),
  })
  const [width, height] = [(east - west) / BUILDINGS.across, (north - south) / BUILDINGS.up]
  for (let number = 0; number < BUILDINGS.across * BUILDINGS.up; number++) {
    const x = west + ((number % BUILDINGS.across) + 0.3 + 0.4 * random()) * width
    const y = south + (Math.floor(number / BUILDINGS.across) + 0.35 + 0.3 * random()) * height
    buildings.push({
      sourceId: `B${pad(buildings.length + 1, 5)}`,
      name: `${name}${number + 1}号楼`,
      address: name,
      kind: 'slab',
      storeys: 6,
      households: 12 + Math.floor(random() * 34),
      community,
      compound,
      position: at(x, y),
      ring: box(x - 18, y - 6, x + 18, y + 6),
    })
  }
}
