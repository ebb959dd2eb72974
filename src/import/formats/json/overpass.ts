import { DataError } from '../../../lib/errors'
import type { RawFeature } from '../types'
import { isObject, type AnyObject } from './objects'

/**
 * Returns the things of an answer of Overpass (`out geom`, `out center`, or with the nodes beside their ways) as features; undefined
 * for any other document. What only gives its nodes a place, and says nothing of itself, is left out. Throws DataError
 * `file-without-geometry` where nothing has a place.
 */
export function overpassFeatures(root: unknown): RawFeature[] | undefined {
  if (!isObject(root) || !Array.isArray(root.elements)) return undefined
  const elements = root.elements.filter(isElement)
  if (elements.length === 0 || elements.length < root.elements.length) return undefined
  const nodes = new Map<unknown, unknown>()
  const ways = new Map<unknown, AnyObject>()
  for (const one of elements)
    if (one.type === 'node') nodes.set(one.id, positionOf(one))
    else if (one.type === 'way') ways.set(one.id, one)
  const used = new Set(elements.flatMap((one) => memberIds(one)))
  const things = elements.filter((one) => isObject(one.tags) || !used.has(keyOf(one)))
  const features = things.map((one): RawFeature => {
    const properties = { '@id': keyOf(one), ...(isObject(one.tags) ? one.tags : {}) }
    return { properties, geometry: geometryOf(one, nodes, ways) }
  })
  if (!features.some(({ geometry }) => geometry !== null))
    throw new DataError('file-without-geometry', 'Overpass')
  return features
}

const kinds = new Set<unknown>(['node', 'way', 'relation'])

function isElement(value: unknown): value is AnyObject {
  return isObject(value) && kinds.has(value.type) && 'id' in value
}

function keyOf({ type, id }: AnyObject): string {
  return `${String(type)}/${String(id)}`
}

function memberIds(one: AnyObject): string[] {
  if (one.type === 'way' && Array.isArray(one.nodes)) return one.nodes.map((id) => `node/${id}`)
  if (one.type !== 'relation' || !isObject(one.tags)) return []
  return membersOf(one).map(({ type, ref }) => `${String(type)}/${String(ref)}`)
}

function membersOf({ members }: AnyObject): AnyObject[] {
  return Array.isArray(members) ? members.filter(isObject) : []
}

function positionOf(value: unknown): unknown[] | undefined {
  return isObject(value) && 'lat' in value && 'lon' in value ? [value.lon, value.lat] : undefined
}

function geometryOf(one: AnyObject, nodes: Map<unknown, unknown>, ways: Map<unknown, AnyObject>): unknown {
  if (one.type === 'node') return pointOf(one)
  const found = one.type === 'way' ? ofWay(one, nodes) : ofRelation(one, nodes, ways)
  // A middle alone is a point, as whoever asked for `out center` wants it.
  return found ?? pointOf(one.center) ?? null
}

function pointOf(value: unknown): unknown {
  const position = positionOf(value)
  return position ? { type: 'Point', coordinates: position } : null
}

/** Every position of a way, in its order; undefined where one is missing: a way with a part left out is another one. */
function lineOf(one: AnyObject, nodes: Map<unknown, unknown>): unknown[] | undefined {
  const given = Array.isArray(one.geometry)
    ? one.geometry.map(positionOf)
    : Array.isArray(one.nodes)
      ? one.nodes.map((id) => nodes.get(id))
      : []
  return given.length > 1 && given.every((position) => position !== undefined) ? given : undefined
}

function isClosed(line: unknown[]): boolean {
  return line.length > 3 && samePlace(line[0], line.at(-1))
}

function samePlace(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Closed ways that are lines all the same (OpenStreetMap: Key:area). */
const linear = ['highway', 'railway', 'barrier', 'waterway']

function ofWay(one: AnyObject, nodes: Map<unknown, unknown>): unknown {
  const line = lineOf(one, nodes)
  if (!line) return undefined
  const tags = isObject(one.tags) ? one.tags : {}
  const isArea = isClosed(line) && (tags.area === 'yes' || !linear.some((name) => name in tags))
  return isArea ? { type: 'Rings', coordinates: [line] } : { type: 'LineString', coordinates: line }
}

function ofRelation(one: AnyObject, nodes: Map<unknown, unknown>, ways: Map<unknown, AnyObject>): unknown {
  const members = membersOf(one).filter(({ type }) => type === 'way')
  const lines = members.map((member) =>
    lineOf(Array.isArray(member.geometry) ? member : (ways.get(member.ref) ?? {}), nodes),
  )
  if (lines.length === 0 || lines.includes(undefined)) return undefined
  const tags = isObject(one.tags) ? one.tags : {}
  const whole = lines as unknown[][]
  if (tags.type !== 'multipolygon' && tags.type !== 'boundary')
    return { type: 'MultiLineString', coordinates: whole }
  const isInner = ({ role }: AnyObject) => role === 'inner'
  const ringsOf = (inner: boolean) => joined(whole.filter((_, i) => isInner(members[i]) === inner))
  const [outer, inner] = [ringsOf(false), ringsOf(true)]
  if (!outer || !inner) return undefined
  return { type: 'Rings', coordinates: [...outer, ...inner] }
}

/** Rings put together from lines that begin where others end; undefined where one stays open. */
function joined(lines: unknown[][]): unknown[][] | undefined {
  const rest = lines.map((line) => [...line])
  const rings: unknown[][] = []
  for (let ring = rest.pop(); ring; ring = rest.pop()) {
    while (!isClosed(ring)) {
      const end = ring.at(-1)
      const at = rest.findIndex((line) => samePlace(line[0], end) || samePlace(line.at(-1), end))
      if (at < 0) return undefined
      const [next] = rest.splice(at, 1)
      ring.push(...(samePlace(next[0], end) ? next : next.reverse()).slice(1))
    }
    rings.push(ring)
  }
  return rings
}
