import { ANCHORS, eastwardAngle, type Block, type Use } from './blocks'
import { layOut, shopRow, type Footprint } from './buildings'
import type { Namer } from './names'
import { clip, centroid, dot, inset, left, scale, signedArea } from './plane'
import type { Parcel, Point } from './plane'
import type { Random } from '../random'
import { lakeIn } from './river'
import { CLEARANCE } from './roads'

/** An estate, courtyard, village or public lot with the buildings on it. */
export interface Compound {
  face: number
  use: Use
  name: string
  outline: Point[]
  buildings: Footprint[]
}

/** Ground of the base map that is neither road nor building. */
export interface Ground {
  kind: 'park' | 'lake' | 'pitch' | 'square'
  name: string
  outline: Point[]
}

const LIMITS: Partial<Record<Use, number>> = {
  village: 125,
  school: 3,
  commerce: 3,
  office: 4,
  hospital: 4,
  factory: 7,
  stadium: 1,
}

/** Builds up the blocks: what stands on each, and parks, lakes and pitches between. */
export function buildUp(
  blocks: readonly Block[],
  namer: Namer,
  random: Random,
): { compounds: Compound[]; grounds: Ground[] } {
  const compounds: Compound[] = []
  const grounds: Ground[] = []
  for (const block of blocks) {
    if (block.use === 'park') grounds.push(...park(block, namer, random))
    else if (block.use === 'courtyard') {
      for (const lot of courtyardLots(block.parcel, random))
        compounds.push(...compound(block, lot, namer, random))
    } else {
      const { lot, shops } = streetFront(block, random)
      const made = compound(block, lot, namer, random)
      compounds.push(...made)
      if (shops.length > 0)
        compounds.push({ face: block.face, use: 'commerce', name: '', outline: [], buildings: shops })
      if (made.length > 0) grounds.push(...openGround(block, lot, made[0]))
    }
  }
  return { compounds, grounds }
}

const SHOP_DEPTH_METRES = 20

/** Estates on a main road often close themselves off with a row of shops; the lot behind it is what is left. */
function streetFront({ parcel, use }: Block, random: Random): { lot: Point[]; shops: Footprint[] } {
  const whole = inset(parcel)
  if ((use !== 'slab' && use !== 'tower') || random.chance(0.35)) return { lot: whole, shops: [] }
  const isMain = (clearance: number) => clearance === CLEARANCE.arterial || clearance === CLEARANCE.ring
  const fronts = parcel.points
    .map((from, k): [Point, Point] => [from, parcel.points[(k + 1) % parcel.points.length]])
    .filter((_, k) => isMain(parcel.clearances[k]))
  const shops = shopRow(whole, fronts, CLEARANCE.arterial)
  if (shops.length === 0) return { lot: whole, shops }
  const clearances = parcel.clearances.map((metres) => metres + (isMain(metres) ? SHOP_DEPTH_METRES : 0))
  return { lot: inset({ points: parcel.points, clearances }), shops }
}

function compound(block: Block, lot: Point[], namer: Namer, random: Random): Compound[] {
  if (lot.length < 3 || signedArea(lot) < 500) return []
  const angle = eastwardAngle(lot)
  const buildings = layOut(
    buildable(block.use, lot, angle),
    block.use,
    angle,
    LIMITS[block.use] ?? Infinity,
    random,
  )
  if (buildings.length === 0) return []
  return [{ face: block.face, use: block.use, name: namer.block(block.use), outline: lot, buildings }]
}

/** Schools and stadiums build on one half of their lot and leave the other for the pitch. */
function buildable(use: Use, lot: Point[], angle: number): Point[] {
  if (use !== 'school' && use !== 'stadium') return lot
  const north: Point = [-Math.sin(angle), Math.cos(angle)]
  return clip({ points: lot, clearances: lot.map(() => 0) }, centroid(lot), north, 0).points
}

function openGround(block: Block, lot: Point[], { name, buildings }: Compound): Ground[] {
  const angle = eastwardAngle(lot)
  const north: Point = [-Math.sin(angle), Math.cos(angle)]
  if (block.use === 'school' || block.use === 'stadium') {
    const south = clip(
      { points: lot, clearances: lot.map(() => 0) },
      centroid(lot),
      scale(north, -1),
      0,
    ).points
    if (signedArea(south) < 4_200) return []
    const wide = block.use === 'school' ? 0.62 : 1.2
    return [
      { kind: 'pitch', name: `${name}操场`, outline: track(centroid(south), 92 * wide, 52 * wide, angle) },
    ]
  }
  return block.anchor >= 0 && ANCHORS[block.anchor].key === 'square' && buildings.length > 0
    ? [{ kind: 'square', name: '鼓钟广场', outline: lot }]
    : []
}

/** A running track: a rectangle with two half circles. */
function track(at: Point, length: number, depth: number, angle: number): Point[] {
  const straight = (length - depth) / 2
  return Array.from({ length: 24 }, (_, k) => {
    const around = -Math.PI / 2 + (2 * Math.PI * (k + 0.5)) / 24
    const x = (depth / 2) * Math.cos(around) + (Math.cos(around) > 0 ? straight : -straight)
    const y = (depth / 2) * Math.sin(around)
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
    return [at[0] + x * cosine - y * sine, at[1] + x * sine + y * cosine]
  })
}

function park(block: Block, namer: Namer, random: Random): Ground[] {
  const lot = inset(block.parcel)
  if (lot.length < 3) return []
  const name = namer.block('park')
  const green: Ground = { kind: 'park', name, outline: lot }
  const share = block.anchor >= 0 ? ANCHORS[block.anchor].lake : 0
  if (share === 0) return [green]
  return [
    green,
    {
      kind: 'lake',
      name: `${name.slice(0, 2)}湖`,
      outline: lakeIn(lot, centroid(lot), share, random.between(0, 6)),
    },
  ]
}

/** An old block falls into walled courtyards of a few thousand square metres, with alleys between. */
function courtyardLots(parcel: Parcel, random: Random): Point[][] {
  const area = signedArea(parcel.points)
  if (area < 6_400 * random.between(0.8, 1.3)) return [inset(parcel)]
  const angle = eastwardAngle(parcel.points)
  const east: Point = [Math.cos(angle), Math.sin(angle)]
  const span = (axis: Point) => {
    const values = parcel.points.map((point) => dot(point, axis))
    return { low: Math.min(...values), high: Math.max(...values) }
  }
  const [wide, high] = [span(east), span(left(east))]
  const axis = wide.high - wide.low > high.high - high.low ? east : left(east)
  const { low, high: top } = axis === east ? wide : high
  const origin = scale(axis, low + (top - low) * random.between(0.4, 0.6))
  return [axis, scale(axis, -1)].flatMap((normal) => courtyardLots(clip(parcel, origin, normal, 2.5), random))
}
