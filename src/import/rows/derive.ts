import { Delaunay } from 'd3-delaunay'
import type { Geometry } from 'geojson'
import { inhabitedBoundaries, type LngLat } from '../../../geo/index'
import type { AcceptedRow, RefusalReason } from '../types'

/** What the district has before the import. */
export interface Target {
  code: string
  name: string
  streets: number
  communities: number
  /** Communities that have a boundary. */
  bounded: number
}

/** An area that no line of the file is, but that its rows name. */
export interface DerivedArea {
  part: 'street' | 'community'
  source: string
  name: string
  /** Name of its street; '' for streets and for communities whose rows name none. */
  parent: string
  geometry: GeoJSON.MultiPolygon | null
  /** Why it cannot be made. */
  refusal?: RefusalReason
}

/**
 * Tells whether no row can find a community: the district has no boundaries, and no row names one. Only a column that names
 * the community, or boundaries, would help.
 */
export function lacksCommunities(rows: LabelledRow[], target: Target): boolean {
  return target.bounded === 0 && rows.length > 0 && rows.every(({ label }) => label === '')
}

/** What a row says of where it belongs, and where it lies. */
export interface LabelledRow {
  /** As `labelOf`. */
  label: string
  position: LngLat
}

/** What lists call whatever has no place in them: no community of its own. */
const REMAINDER = /^(其[他它](社区|村|区域)?|others?)$/i

/** A community that names its street by a code needs none that is made for it. */
const NEEDS_NONE = '-'

/**
 * What a row says of the area above it, as one text: a community names its street; buildings and requests name street and community
 * ('' where they name none), since two streets may have communities of the same name.
 */
export function labelOf({ part, payload }: AcceptedRow): string {
  if (part === 'community') return payload.parentCode ? NEEDS_NONE : JSON.stringify(text(payload.parent))
  if (part !== 'row') return NEEDS_NONE
  const named = text(payload.community)
  const community = (REMAINDER.test(named) ? '' : named) || text(payload.communityCode)
  return community ? JSON.stringify([text(payload.street), community]) : ''
}

/** Streets that the communities of a file name as their parents and that have no code of their own. */
export function deriveStreets(labels: Iterable<string>, target: Target): DerivedArea[] {
  const named = [...new Set(labels)].filter((label) => label !== NEEDS_NONE)
  return streetsNamed(new Set(named.map((label) => JSON.parse(label) as string)), target)
}

/**
 * Streets and communities out of what buildings or requests say of themselves: a community is the ground nearer to its
 * rows than to those of another (see `communityBoundaries`); rows that name none go with their nearest neighbour.
 * Nothing where the district has community boundaries already, or where no row names a community.
 */
export function deriveCommunities(rows: LabelledRow[], target: Target): DerivedArea[] {
  if (target.bounded > 0) return []
  const labelled = rows.filter(({ label }) => label !== '')
  if (labelled.length === 0) return []
  const keys = [...new Set(labelled.map(({ label }) => label))].sort()
  const numberOf = new Map(keys.map((key, number) => [key, number]))
  const nearest = Delaunay.from(labelled.map(({ position }) => position))
  const members = rows.map(({ position, label }) => ({
    position,
    community: numberOf.get(label || labelled[nearest.find(...position)].label)!,
  }))
  const { boundaries, unplaced } = inhabitedBoundaries(
    members,
    bufferFor(labelled.map(({ position }) => position)),
  )
  const communities = boundaries.map(({ grid, polygons }) =>
    derivedCommunity(keys[grid], { type: 'MultiPolygon', coordinates: polygons }),
  )
  const left = unplaced.map((number): DerivedArea => ({
    ...derivedCommunity(keys[number], null),
    refusal: 'community-on-one-spot',
  }))
  return [...streetsNamed(new Set(communities.map(({ parent }) => parent)), target), ...communities, ...left]
}

function derivedCommunity(key: string, geometry: DerivedArea['geometry']): DerivedArea {
  const [parent, name] = JSON.parse(key) as [string, string]
  return { part: 'community', source: `${parent}/${name}`, name, parent, geometry }
}

/** Without a name of a street, and without one to take, everything goes into one that bears the district's name. */
function streetsNamed(names: Set<string>, target: Target): DerivedArea[] {
  const wanted = [...names].filter((name) => name !== '')
  if (names.has('') && wanted.length === 0 && target.streets === 0) wanted.push(target.name)
  return wanted.sort().map((name) => ({ part: 'street', source: name, name, parent: '', geometry: null }))
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The position of a point, the middle of the first ring of anything else. */
export function positionOf(geometry: Geometry): LngLat {
  let positions: unknown = geometry.type !== 'GeometryCollection' ? geometry.coordinates : []
  while (Array.isArray(positions) && Array.isArray(positions[0]) && Array.isArray(positions[0][0]))
    positions = positions[0]
  const list = (geometry.type === 'Point' ? [positions] : positions) as LngLat[]
  const sum = list.reduce(([x, y], [lng, lat]) => [x + lng, y + lat], [0, 0])
  return [sum[0] / list.length, sum[1] / list.length]
}

const METRES_PER_DEGREE = 111_320
const SMALLEST_BUFFER_METRES = 60
const LARGEST_BUFFER_METRES = 400

/** Where places are sparse, boundaries keep farther out: about the mean distance between places spread over their ground. */
function bufferFor(positions: LngLat[]): number {
  const lngs = positions.map(([lng]) => lng)
  const lats = positions.map(([, lat]) => lat)
  const width = extent(lngs) * METRES_PER_DEGREE * Math.cos((lats[0] * Math.PI) / 180)
  const spacing = Math.sqrt((width * extent(lats) * METRES_PER_DEGREE) / positions.length)
  return Math.min(LARGEST_BUFFER_METRES, Math.max(SMALLEST_BUFFER_METRES, spacing))
}

/** The width within which nearly all values lie: one that lies far away must not widen the ground of all others. */
function extent(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const strays = values.length < STRAYS_AMONG ? 0 : Math.ceil(values.length / STRAYS_AMONG)
  return sorted[sorted.length - 1 - strays] - sorted[strays]
}

/** One in so many may lie anywhere. */
const STRAYS_AMONG = 50
