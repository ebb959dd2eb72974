import { DataError } from '../../../lib/errors'
import type { FeatureLayer, Format, RawFeature } from '../types'
import { stemOf } from '../names'
import { listedIn } from './description'
import { extendedOf, fieldTitles } from './extended'
import { childrenNamed, textOfChild, type XmlNode } from './xml'

const FEATURES_AT_ONCE = 1000
/** A document becomes about ten times as large in memory. */
const MOST_BYTES = 200 * 1024 * 1024

/** How things look is nothing to import. */
const style =
  /^(styleUrl|styleHash|styleMapHash|stroke|stroke-width|stroke-opacity|fill|fill-opacity|icon.*|label.*|visibility|tessellate|extrude|altitudeMode|drawOrder)$/

/** KML (OGC 12-007r2), whose positions are always WGS84. A KMZ is a zip file with one. */
export const kml: Format = {
  name: 'kml',
  detect: (name, head) =>
    /^[\uFEFF\s]*<[?!]?[\s\S]*<(\w+:)?kml[\s>]/.test(new TextDecoder().decode(head)) || /\.kml$/i.test(name),
  async open({ name, blob }) {
    if (blob.size > MOST_BYTES) throw new DataError('file-too-large', name)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const encoding = encodingOf(bytes)
    return [await readLayer(new TextDecoder(encoding).decode(bytes), stemOf(name), encoding)]
  },
}

/** The encoding that the first line states. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = String.fromCharCode(...bytes.subarray(0, 200))
  const stated = /encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(stated).encoding
  } catch {
    return 'utf-8'
  }
}

async function readLayer(text: string, name: string, encoding: string): Promise<FeatureLayer> {
  const [{ DOMParser }, { kmlGen }] = await Promise.all([import('@xmldom/xmldom'), import('@tmcw/togeojson')])
  const root = parse()

  function parse() {
    try {
      // What is no error to most readers, such as an attribute without quotes, is none here.
      return new DOMParser({ onError: () => undefined }).parseFromString(text, 'text/xml')
    } catch (cause) {
      throw new DataError(
        'file-damaged',
        cause instanceof Error ? cause.message.split('\n')[0] : 'KML',
        cause,
      )
    }
  }

  /** Each placemark is read alone, so that one that cannot be read costs only itself. */
  // eslint-disable-next-line @typescript-eslint/require-await -- features of every format come the same way
  async function* features(): AsyncGenerator<RawFeature[]> {
    let chunk: RawFeature[] = []
    for (const feature of readAll()) {
      chunk.push(feature)
      if (chunk.length < FEATURES_AT_ONCE) continue
      yield chunk
      chunk = []
    }
    if (chunk.length > 0) yield chunk
  }

  function* readAll(): Generator<RawFeature> {
    const placemarks = root.getElementsByTagNameNS('*', 'Placemark')
    for (let i = 0; i < placemarks.length; i++) {
      const placemark = placemarks[i]
      const document = root.implementation.createDocument(null, 'kml')
      try {
        const copy = document.documentElement!.appendChild(document.importNode(placemark, true))
        for (const extended of childrenNamed(copy, 'ExtendedData')) copy.removeChild(extended as never)
        const [found] = kmlGen(document as never, { skipNullGeometry: false })
        yield found
          ? {
              id: found.id,
              properties: propertiesOf(placemark, found.properties),
              geometry: found.geometry,
            }
          : { properties: folderOf(placemark), geometry: null }
      } catch {
        yield { properties: {}, geometry: null, broken: { reason: 'row-unreadable', detail: 'Placemark' } }
      }
    }
  }

  const titles = fieldTitles(root.getElementsByTagNameNS('*', 'Schema'))
  if (root.getElementsByTagNameNS('*', 'Placemark').length === 0) refuseWithout(root)

  /** What a placemark says of itself. Data of the same name as what every placemark has are another column. */
  function propertiesOf(placemark: XmlNode, given: Record<string, unknown> | null): Record<string, unknown> {
    const own = plain(given)
    const extended = Object.entries(extendedOf(placemark, titles)).map(([name, value]): [string, string] => [
      Object.hasOwn(own, name) && own[name] !== value ? `Data ${name}` : name,
      value,
    ])
    return { ...described(own), ...Object.fromEntries(extended), ...folderOf(placemark) }
  }

  const [link] = Array.from(root.getElementsByTagNameNS('*', 'NetworkLink'))
  const incomplete = link ? { incomplete: `NetworkLink ${targetOf(link)}`.trim() } : {}
  return { name, format: 'kml', encoding, crs: 'EPSG:4326', ...incomplete, features }
}

function plain(properties: Record<string, unknown> | null): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties ?? {}).flatMap(([name, value]) => {
      if (style.test(name)) return []
      const isHtml = typeof value === 'object' && value !== null && 'value' in value
      return [[name, isHtml ? value.value : value]]
    }),
  )
}

/** What the description lists is what it is there for. What stands in a column of its own already is left there. */
function described({ description, ...own }: Record<string, unknown>): Record<string, unknown> {
  const listed = typeof description === 'string' ? listedIn(description) : undefined
  if (!listed) return description === undefined ? own : { ...own, description }
  return { ...listed, ...own }
}

/** Throws DataError for a document without placemarks: what it shows instead lies elsewhere, or is a picture. */
function refuseWithout(root: {
  getElementsByTagNameNS(space: string, name: string): ArrayLike<XmlNode>
}): void {
  const [link] = Array.from(root.getElementsByTagNameNS('*', 'NetworkLink'))
  if (link) throw new DataError('kml-links-elsewhere', targetOf(link))
  const isPicture = ['GroundOverlay', 'PhotoOverlay', 'ScreenOverlay'].some(
    (name) => root.getElementsByTagNameNS('*', name).length > 0,
  )
  throw new DataError(isPicture ? 'file-is-picture' : 'file-no-rows')
}

/** Where a link leads. */
function targetOf(link: XmlNode): string {
  const [target] = [...childrenNamed(link, 'Link'), ...childrenNamed(link, 'Url')]
  return target ? textOfChild(target, 'href').slice(0, 200) : ''
}

/** Names of the folders around a placemark: what a layer is elsewhere. */
function folderOf(placemark: unknown): { folder?: string } {
  const names: string[] = []
  for (let node = (placemark as XmlNode).parentNode; node; node = node.parentNode) {
    if (node.localName !== 'Folder') continue
    const title = textOfChild(node, 'name')
    if (title) names.unshift(title)
  }
  return names.length > 0 ? { folder: names.join('/') } : {}
}
