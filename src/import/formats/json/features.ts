import type { Problem } from '../../types'
import type { RawFeature } from '../types'
import { isBroken } from './parse'

export type AnyObject = Record<string, unknown>

/** Tells whether a value is an object with names. */
export function isObject(value: unknown): value is AnyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Collections lie in collections a few times at most; more is a loop or an attack. */
const MOST_DEPTH = 20

/**
 * Returns the features of a document: of a collection (also of collections in it), one feature, bare geometries, or what ArcGIS
 * writes (`attributes`, rings and paths). Undefined where it has none of these.
 */
export function featuresIn(root: unknown): { features: RawFeature[]; crs: string } | undefined {
  if (Array.isArray(root)) {
    if (!root.some(isFeatureLike)) return undefined
    return { features: root.flatMap((one) => flatten(one, 0)), crs: root.map(systemOf).find(Boolean) ?? '' }
  }
  if (!isObject(root) || !isFeatureLike(root)) return undefined
  return { features: flatten(root, 0), crs: systemOf(root) }
}

function isFeatureLike(value: unknown): boolean {
  if (!isObject(value)) return false
  if (Array.isArray(value.features) || isCollectionOfNone(value)) return true
  return (
    (typeof value.type === 'string' && /^(feature|featurecollection)$/i.test(value.type)) || isGeometry(value)
  )
}

/** What some programs write for a collection without features. */
function isCollectionOfNone({ type, features }: AnyObject): boolean {
  return typeof type === 'string' && /^featurecollection$/i.test(type) && !features
}

function isGeometry(value: AnyObject): boolean {
  return typeof value.type === 'string' && ('coordinates' in value || Array.isArray(value.geometries))
}

function flatten(value: unknown, depth: number): RawFeature[] {
  if (isBroken(value))
    return [broken('row-unreadable', `${value.broken.line}:${value.broken.column} ${value.broken.text}`)]
  if (value === null || value === undefined) return [broken('geometry-missing', 'null')]
  if (!isObject(value)) return [broken('row-unreadable', short(value))]
  if (Array.isArray(value.features)) {
    if (depth > MOST_DEPTH) return [broken('row-unreadable', 'FeatureCollection')]
    return value.features.flatMap((one) => flatten(one, depth + 1))
  }
  if (isCollectionOfNone(value)) return []
  if (isGeometry(value)) return [{ properties: {}, geometry: value }]
  if ('attributes' in value && !('properties' in value))
    return [{ properties: value.attributes, geometry: arcgisGeometry(value.geometry) }]
  if ('geometry' in value || 'properties' in value) {
    const properties = propertiesOf(value.properties)
    return [{ id: value.id, properties, geometry: value.geometry }]
  }
  return [broken('row-unreadable', short(value))]
}

/** Names under which programs put all attributes of a feature once more. */
const wrappers = ['tags', 'properties', 'attributes']

/** Attributes may be JSON in a text, or lie in one more object. */
function propertiesOf(given: unknown): AnyObject {
  const value = typeof given === 'string' && given.trim().startsWith('{') ? parsed(given) : given
  if (!isObject(value)) return {}
  const inner = wrappers.map((name) => value[name]).find(isObject)
  return inner ? { ...inner, ...value } : value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function broken(reason: Problem['reason'], detail: string): RawFeature {
  return { properties: {}, geometry: null, broken: { reason, detail } }
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? '').slice(0, 40)
}

/** Geometry as ArcGIS writes it. Rings are left to whoever groups them: outer ones run with the clock. */
function arcgisGeometry(value: unknown): unknown {
  if (!isObject(value)) return value ?? null
  if ('x' in value) return { type: 'Point', coordinates: [value.x, value.y] }
  if (Array.isArray(value.points)) return { type: 'MultiPoint', coordinates: value.points }
  if (Array.isArray(value.paths)) return { type: 'MultiLineString', coordinates: value.paths }
  if (Array.isArray(value.rings)) return { type: 'Rings', coordinates: value.rings }
  return value
}

/** The system that a document names: `crs` of GeoJSON (2008), `spatialReference` of ArcGIS; '' where it names none. */
function systemOf(root: unknown): string {
  if (!isObject(root)) return ''
  const { crs, spatialReference } = root
  if (typeof crs === 'string') return crs
  if (isObject(crs)) {
    const properties = isObject(crs.properties) ? crs.properties : crs
    const found = properties.name ?? properties.code
    return typeof found === 'number' ? `EPSG:${found}` : typeof found === 'string' ? found : ''
  }
  if (!isObject(spatialReference)) return ''
  const code = spatialReference.latestWkid ?? spatialReference.wkid
  return typeof code === 'number'
    ? `EPSG:${code}`
    : typeof spatialReference.wkt === 'string'
      ? spatialReference.wkt
      : ''
}
