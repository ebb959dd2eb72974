import type { Problem } from '../../types'
import type { RawFeature } from '../types'
import { arcgisReader, type ArcgisReader } from './arcgis'
import { repeatedIn } from './names'
import { isObject, type AnyObject } from './objects'
import { isBroken } from './parse'

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

function flatten(value: unknown, depth: number, readArcgis: ArcgisReader = arcgisReader({})): RawFeature[] {
  if (isBroken(value))
    return [broken('row-unreadable', `${value.broken.line}:${value.broken.column} ${value.broken.text}`)]
  if (value === null || value === undefined) return [broken('geometry-missing', 'null')]
  if (!isObject(value)) return [broken('row-unreadable', short(value))]
  if (Array.isArray(value.features)) {
    if (depth > MOST_DEPTH) return [broken('row-unreadable', 'FeatureCollection')]
    const reader = arcgisReader(value)
    return value.features.flatMap((one) => flatten(one, depth + 1, reader))
  }
  if (isCollectionOfNone(value)) return []
  const twice = repeatedIn(value) ?? repeatedIn(value.geometry)
  if (twice) return [broken('row-unreadable', `${twice} × 2`)]
  if (isGeometry(value)) return [{ properties: {}, geometry: value }]
  if ('attributes' in value && !('properties' in value)) return [readArcgis(value)]
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

/** The system that a document names: `crs` of GeoJSON (2008), `spatialReference` of ArcGIS; '' where it names none. */
export function systemOf(root: unknown): string {
  if (!isObject(root)) return ''
  const { crs, spatialReference } = root
  if (typeof crs === 'string') return crs
  if (isObject(crs)) {
    const properties = isObject(crs.properties) ? crs.properties : crs
    const found = properties.name ?? properties.code
    return typeof found === 'number' ? `EPSG:${found}` : typeof found === 'string' ? found : ''
  }
  if (!isObject(spatialReference)) return systemOfFirst(root)
  const code = spatialReference.latestWkid ?? spatialReference.wkid
  return typeof code === 'number'
    ? `EPSG:${code}`
    : typeof spatialReference.wkt === 'string'
      ? spatialReference.wkt
      : ''
}

/** Without a system of their own, answers of ArcGIS may state one with each geometry. */
function systemOfFirst({ features }: AnyObject): string {
  const [first] = Array.isArray(features) ? features.filter(isObject) : []
  const geometry = first && 'attributes' in first ? first.geometry : undefined
  return isObject(geometry) && isObject(geometry.spatialReference)
    ? systemOf({ spatialReference: geometry.spatialReference })
    : ''
}
