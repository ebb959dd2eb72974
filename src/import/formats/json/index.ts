import { DataError } from '../../../lib/errors'
import type { CsvRecord } from '../../csv/records'
import { detectEncoding, encodingOfHead } from '../../csv/encoding'
import type { Format, Layer, NamedBlob, RawFeature } from '../types'
import { cellText } from '../values'
import { stemOf } from '../names'
import { featuresIn, systemOf } from './features'
import { holdsThings, saysMore } from './incomplete'
import { repeatedIn } from './names'
import { overpassFeatures } from './overpass'
import { isObject, type AnyObject } from './objects'
import { parseJson } from './parse'

const FEATURES_AT_ONCE = 1000
/** A text of more has no place in memory as one. */
const MOST_BYTES = 512 * 1024 * 1024

/** JSON of any shape: GeoJSON (RFC 7946) and what is like it, TopoJSON, a list of objects. */
export const json: Format = {
  name: 'geojson',
  detect: (_name, head) => {
    const start = new TextDecoder(encodingOfHead(head)).decode(head)
    return /^[\s\uFEFF\u001E]*(\{|\[\s*([[{"\]\d-]|null\b))/.test(start) || isScript(start)
  },
  async open(file, context) {
    if (file.blob.size > MOST_BYTES) throw new DataError('file-too-large', file.name)
    const bytes = new Uint8Array(await file.blob.arrayBuffer())
    const encoding = context.encoding ?? (await detectEncoding(file.blob)).encoding
    const root = parseJson(new TextDecoder(encoding).decode(bytes))
    return layersOf(root, file, { encoding, around: [] })
  },
}

/** JavaScript that gives a document a name, as map exports write it. */
export function isScript(start: string): boolean {
  return /^\s*((\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*((export\s+)?(var|let|const)\s+[\w$]+\s*=|export\s+default|([\w$]+\.)*[\w$]+\s*[=(])\s*[[{]\s*["[{]/.test(
    start,
  )
}

async function layersOf(
  root: unknown,
  file: NamedBlob,
  { encoding, around }: { encoding: string; around: AnyObject[] },
): Promise<Layer[]> {
  const name = stemOf(file.name)
  const twice = repeatedIn(root)
  if (twice) throw new DataError('file-name-twice', twice)
  refuseError(root)
  const incompleteOf = (count: number) => {
    const incomplete = saysMore([...around, ...pagesOf(root)], count)
    return incomplete === undefined ? {} : { incomplete }
  }
  if (isObject(root) && root.type === 'Topology' && isObject(root.objects))
    return topologyLayers(root, encoding)
  const elements = overpassFeatures(root)
  if (elements) return [overpassLayer(root as AnyObject, elements, { name, encoding })]
  const inner = wrappedIn(root)
  if (inner.length > 0)
    return (
      await Promise.all(
        inner.map(({ path, value, outer }) =>
          layersOf(value, { ...file, name: path }, { encoding, around: [...around, ...outer] }),
        ),
      )
    ).flat()
  const found = featuresIn(root)
  if (found) {
    if (found.features.length === 0) throw new DataError('file-no-rows')
    const { crs, features } = found
    const facts = { name, format: 'geojson' as const, encoding, crs, ...incompleteOf(features.length) }
    return [{ ...facts, features: () => chunks(features) }]
  }
  const lists = listsIn(root)
  if (lists.length === 0) throw new DataError('file-not-geojson', shapeOf(root))
  return lists.map(({ key, list }) => ({
    name: lists.length === 1 ? name : `${name} ${key}`,
    format: 'geojson',
    encoding,
    ...incompleteOf(list.length),
    records: () => chunks(recordsOf(list)),
  }))
}

/** What Overpass could not finish it says in a remark, below what it had found until then. */
function overpassLayer(
  { remark }: AnyObject,
  features: RawFeature[],
  facts: { name: string; encoding: string },
): Layer {
  const incomplete = typeof remark === 'string' && remark !== '' ? { incomplete: remark.slice(0, 200) } : {}
  return { ...facts, format: 'geojson', crs: 'EPSG:4326', ...incomplete, features: () => chunks(features) }
}

async function topologyLayers(root: AnyObject, encoding: string): Promise<Layer[]> {
  const { feature } = await import('topojson-client')
  const layers = Object.entries(root.objects as AnyObject).flatMap(([name, object]): Layer[] => {
    const members =
      isObject(object) && Array.isArray(object.geometries) && object.type === 'GeometryCollection'
        ? (object.geometries as unknown[])
        : [object]
    const features = members.map((member): RawFeature => {
      try {
        const found = feature(root as never, member as never) as unknown as RawFeature
        return { id: found.id, properties: found.properties, geometry: found.geometry }
      } catch {
        return { properties: {}, geometry: null, broken: { reason: 'geometry-invalid', detail: name } }
      }
    })
    return features.length > 0
      ? [{ name, format: 'topojson', encoding, crs: systemOf(root), features: () => chunks(features) }]
      : []
  })
  if (layers.length === 0) throw new DataError('file-no-rows')
  return layers
}

const MOST_WRAPPERS = 4

/**
 * What services put around data: answers with a state and a message, and the list or the collection one or several names further in.
 * Each is a layer of its own; none where the document itself is one.
 */
function wrappedIn(
  root: unknown,
  path = '',
  depth = 0,
): { path: string; value: unknown; outer: AnyObject[] }[] {
  if (!isObject(root) || featuresIn(root) || listsIn(root).length > 0) return []
  return Object.entries(root).flatMap(([name, value]) => {
    const inner = path === '' ? name : `${path} ${name}`
    if (
      Array.isArray(value)
        ? featuresIn(value)
        : isObject(value) && (featuresIn(value) ?? listsIn(value).length > 0)
    )
      return [{ path: inner, value, outer: [root] }]
    const further = isObject(value) && depth < MOST_WRAPPERS ? wrappedIn(value, inner, depth + 1) : []
    return further.map((one) => ({ ...one, outer: [root, ...one.outer] }))
  })
}

/** What may say that there is more: the document, or the last of several that are its pages. */
function pagesOf(root: unknown): AnyObject[] {
  const last: unknown = Array.isArray(root) ? root.at(-1) : root
  return isObject(last) && holdsThings(last) ? [last] : []
}

/** A service that could not answer says why: nothing else is in such a document. */
function refuseError(root: unknown): void {
  if (!isObject(root) || !isObject(root.error)) return
  const { message, code } = root.error
  if (featuresIn(root) || listsIn(root).length > 0) return
  if (typeof message === 'string' || typeof code === 'number')
    throw new DataError('file-is-service-error', [code, message].filter(Boolean).join(' ').slice(0, 200))
}

/** The list of objects that a document is, or the lists that it holds under its names: names of columns may be one beside the rows. */
function listsIn(root: unknown): { key: string; list: unknown[] }[] {
  const lists: [string, unknown][] = isObject(root) ? Object.entries(root) : [['', root]]
  const isRow = (one: unknown) => isObject(one) && Object.keys(one).length > 1
  return lists.flatMap(([key, list]) => (Array.isArray(list) && list.some(isRow) ? [{ key, list }] : []))
}

function recordsOf(objects: unknown[]): CsvRecord[] {
  const columns = [...new Set(objects.flatMap((one) => (isObject(one) ? Object.keys(one) : [])))]
  const cellsOf = (one: unknown) =>
    isObject(one) ? columns.map((column) => cellText(one[column])) : [cellText(JSON.stringify(one))]
  return [{ line: 1, cells: columns }, ...objects.map((one, i) => ({ line: i + 2, cells: cellsOf(one) }))]
}

// eslint-disable-next-line @typescript-eslint/require-await -- rows of every format come the same way
async function* chunks<T>(all: T[]): AsyncGenerator<T[]> {
  for (let from = 0; from < all.length; from += FEATURES_AT_ONCE)
    yield all.slice(from, from + FEATURES_AT_ONCE)
}

function shapeOf(root: unknown): string {
  if (isObject(root)) return Object.keys(root).slice(0, 5).join(', ')
  return Array.isArray(root) ? '[ ]' : typeof root
}
