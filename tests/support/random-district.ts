/** Random districts as files: communities that share borders, more or less, and buildings in and beside them. */
import fc from 'fast-check'

type Ring = [lng: number, lat: number][]

export interface RandomDistrict {
  areas: string
  buildings: string
  barriers: string | null
}

/** What makes a district odd; all lengths in metres. */
interface Traits {
  lat: number
  columns: number
  rows: number
  sideMetres: number
  /** How far the same corner may be off in the two communities that share it. */
  wobbleMetres: number
  /** By how far one community reaches into its neighbours. */
  overlapMetres: number
  hasHole: boolean
  hasParts: boolean
  hasEnclave: boolean
  hasTwin: boolean
  farMetres: number
  buildings: number
  hasFootprints: boolean
  hasBarrier: boolean
  seed: number
}

const traits: fc.Arbitrary<Traits> = fc.record({
  lat: fc.constantFrom(-41, 1.3, 22.5, 35.2, 45.2, 64),
  columns: fc.integer({ min: 1, max: 3 }),
  rows: fc.integer({ min: 1, max: 2 }),
  sideMetres: fc.constantFrom(150, 400, 1200, 5000, 9000),
  wobbleMetres: fc.constantFrom(0, 0, 0.1, 0.45),
  overlapMetres: fc.constantFrom(0, 0, 0, 0.8, 25),
  hasHole: fc.boolean(),
  hasParts: fc.boolean(),
  hasEnclave: fc.boolean(),
  hasTwin: fc.constantFrom(false, false, false, true),
  farMetres: fc.constantFrom(0, 0, 0, 20_000),
  buildings: fc.integer({ min: 1, max: 70 }),
  hasFootprints: fc.boolean(),
  hasBarrier: fc.constantFrom(false, false, true),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
})

/** Districts of one to eight communities: empty, touching, overlapping, far, holed, in parts, with long straight borders. */
export const randomDistrict: fc.Arbitrary<RandomDistrict> = traits.map(draw)

/** The same, where nothing has to be settled between communities: each position of a border is the same on both sides. */
export const settledDistrict: fc.Arbitrary<RandomDistrict> = traits.map((of) =>
  draw({
    ...of,
    sideMetres: Math.min(of.sideMetres, 1200),
    wobbleMetres: 0,
    overlapMetres: 0,
    hasTwin: false,
    buildings: Math.min(of.buildings, 30),
  }),
)

function draw(of: Traits): RandomDistrict {
  const random = generator(of.seed)
  const metres = toDegrees(of.lat)
  const corner = (column: number, row: number): [number, number] => {
    const bend = generator(of.seed + 31 * column + 7 * row)
    const isInner = column > 0 && row > 0 && column < of.columns && row < of.rows
    const shift = isInner ? of.sideMetres / 5 : 0
    return [column * of.sideMetres + (bend() - 0.5) * shift, row * of.sideMetres + (bend() - 0.5) * shift]
  }
  const wobbled = ([x, y]: [number, number]): [number, number] => [
    x + (random() - 0.5) * of.wobbleMetres,
    y + (random() - 0.5) * of.wobbleMetres,
  ]
  const polygons: [number, number][][][] = []
  for (let row = 0; row < of.rows; row++)
    for (let column = 0; column < of.columns; column++) {
      const corners = [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
      ]
      const ring = corners.flatMap((from, at) => {
        const to = corners[(at + 1) % 4]
        return [
          wobbled(from),
          ...(of.wobbleMetres > 0 ? [wobbled([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2])] : []),
        ]
      })
      polygons.push([ring])
    }
  const [middleX, middleY] = [of.sideMetres / 2, of.sideMetres / 2]
  const box = (x: number, y: number, half: number): [number, number][] => [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ]
  if (of.hasHole || of.hasEnclave) polygons[0].push(box(middleX, middleY, of.sideMetres / 10).reverse())
  if (of.hasEnclave) polygons.push([box(middleX, middleY, of.sideMetres / 10)])
  if (of.overlapMetres > 0) {
    const half = of.sideMetres / 3 + of.overlapMetres
    polygons.push([box(of.columns * of.sideMetres + half - of.overlapMetres, middleY, half)])
  }
  const multi = polygons.map((rings) => [rings])
  if (of.hasParts) multi[multi.length - 1].push([box(-of.sideMetres, -of.sideMetres, of.sideMetres / 4)])
  if (of.farMetres > 0) multi.push([[box(of.farMetres, of.farMetres, of.sideMetres / 2)]])
  if (of.hasTwin) multi.push(multi[0])

  const extent = of.sideMetres * (of.columns + 1)
  const spots: [number, number][] = []
  for (let number = 0; number < of.buildings; number++) {
    const again = spots[Math.floor(random() * spots.length)]
    const anywhere: [number, number] = [random() * extent, random() * of.rows * of.sideMetres]
    spots.push(
      again && random() < 0.08
        ? again
        : number % 5 === 4
          ? anywhere
          : [random() * of.sideMetres, random() * of.sideMetres],
    )
  }
  return {
    areas: JSON.stringify({
      type: 'FeatureCollection',
      features: multi.map((parts, number) => ({
        type: 'Feature',
        properties: { 编码: `c${number}`, 名称: `${number}社区`, 街道: '南街道' },
        geometry: {
          type: 'MultiPolygon',
          coordinates: parts.map((rings) => rings.map((ring) => metres.ring(ring))),
        },
      })),
    }),
    buildings: of.hasFootprints
      ? footprints(spots, random, metres)
      : [
          '编号,户数,小区,经度,纬度',
          ...spots.map(
            ([x, y], number) =>
              `b${number},${households(random)},${Math.floor(number / 4)}小区,${metres.place(x, y).join(',')}`,
          ),
        ].join('\n'),
    barriers: of.hasBarrier ? barrier(of, metres) : null,
  }
}

type Metres = ReturnType<typeof toDegrees>

function footprints(spots: [number, number][], random: () => number, metres: Metres): string {
  const features = spots.map(([x, y], number) => {
    const [wide, deep] = [6 + random() * 20, 4 + random() * 8]
    const ring: [number, number][] = [
      [x, y],
      [x + wide, y + random() * 3],
      [x + wide, y + deep + 3],
      [x, y + deep],
    ]
    return {
      type: 'Feature',
      properties: { 编号: `b${number}`, 户数: households(random) },
      geometry: { type: 'Polygon', coordinates: [metres.ring(ring)] },
    }
  })
  return JSON.stringify({ type: 'FeatureCollection', features })
}

function barrier({ sideMetres, columns, rows }: Traits, metres: Metres): string {
  const line = [
    [-50, sideMetres * 0.3],
    [columns * sideMetres + 50, rows * sideMetres * 0.8],
  ].map(([x, y]) => metres.place(x, y))
  const feature = {
    type: 'Feature',
    properties: { 编号: 'w1', highway: 'trunk' },
    geometry: { type: 'LineString', coordinates: line },
  }
  return JSON.stringify({ type: 'FeatureCollection', features: [feature] })
}

function households(random: () => number): number {
  return random() < 0.1 ? 0 : Math.floor(10 + random() * 110)
}

function toDegrees(lat: number) {
  const [perLng, perLat] = [111_320 * Math.cos((lat * Math.PI) / 180), 110_900]
  const place = (x: number, y: number): [number, number] => [113 + x / perLng, lat + y / perLat]
  const ring = (points: [number, number][]): Ring => [...points, points[0]].map(([x, y]) => place(x, y))
  return { place, ring }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
