import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { DataError } from '../lib/errors'

type AnyFeature = Feature<Geometry | null>

/** Reads GeoJSON text (a collection, one feature, or a feature a line) into features. Throws DataError for anything else. */
export function readFeatures(text: string): { features: AnyFeature[]; crs: string } {
  const root = parse(text)
  if (Array.isArray(root)) return checked(root as AnyFeature[], '')
  if (isCollection(root)) return checked(root.features, nameOfCrs(root))
  if (isFeature(root)) return checked([root], '')
  throw new DataError('file-not-geojson')
}

function parse(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(plain)
  } catch (cause) {
    return parseLines(plain) ?? fail(cause)
  }
}

/** GeoJSON text sequences: one feature on each line, with or without a record separator (RFC 8142). */
function parseLines(text: string): unknown[] | undefined {
  const lines = text.split('\n').map((line) => line.replace(/^\u001E/, '').trim())
  try {
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown)
  } catch {
    return undefined
  }
}

function fail(cause: unknown): never {
  throw new DataError('file-not-geojson', cause instanceof Error ? cause.message : '')
}

function checked(features: AnyFeature[], crs: string) {
  if (features.length === 0) throw new DataError('file-no-rows')
  if (!features.every(isFeature)) throw new DataError('file-not-geojson')
  return { features, crs }
}

function isFeature(value: unknown): value is AnyFeature {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Feature'
}

function isCollection(value: unknown): value is FeatureCollection<Geometry | null> {
  return typeof value === 'object' && value !== null && 'features' in value && Array.isArray(value.features)
}

function nameOfCrs(root: object): string {
  const crs = (root as { crs?: { properties?: { name?: unknown } } }).crs?.properties?.name
  return typeof crs === 'string' ? crs : ''
}
