import { DataError } from '../../../lib/errors'
import { likelyEncoding } from '../encodings'
import type { FeatureLayer, Format, NamedBlob, RawFeature } from '../types'
import { extensionOf, isPart, stemOf } from '../names'
import { openDbf } from './dbf'
import { holdsSolids, isShp, readShape, recordsOf } from './shp'

const FEATURES_AT_ONCE = 1000
/** A Shapefile of which any part was chosen, with the other parts beside it. */
export const shapefile: Format = {
  name: 'shapefile',
  detect: (name, head) => isPart(name) && (extensionOf(name) !== 'shp' || isShp(head) || head.length < 100),
  async open(file, { parts, encoding }) {
    const layers = await openShapefiles([file, ...parts], encoding)
    if (layers.length === 0) throw new DataError('file-part-missing', `${stemOf(file.name)}.shp`)
    return layers
  },
}

/** Opens every Shapefile among some files. Throws DataError `file-part-missing` with the name of the part, `file-damaged`. */
export async function openShapefiles(files: NamedBlob[], encoding?: string): Promise<FeatureLayer[]> {
  const layers: FeatureLayer[] = []
  for (const { name } of files)
    if (extensionOf(name) === 'shp') layers.push(await openOne(name, files, encoding))
  return layers
}

async function openOne(name: string, files: NamedBlob[], chosen?: string): Promise<FeatureLayer> {
  const stem = stemOf(name)
  const folder = folderOf(name)
  const part = async (extension: string) => {
    const found = files.find(
      (one) =>
        extensionOf(one.name) === extension && stemOf(one.name) === stem && folderOf(one.name) === folder,
    )
    return found && new Uint8Array(await found.blob.arrayBuffer())
  }
  const [shp, shx, dbf, prj, cpg] = await Promise.all(['shp', 'shx', 'dbf', 'prj', 'cpg'].map(part))
  if (!shp || !isShp(shp)) throw new DataError('file-damaged', `${stem}.shp`)
  if (holdsSolids(shp)) throw new DataError('file-holds-solids', `${stem}.shp`)
  if (!dbf) throw new DataError('file-part-missing', `${stem}.dbf`)
  const table = openDbf(dbf, textOf(cpg), chosen)
  const records = recordsOf(shp, shx)
  return {
    name: stemWithCase(name),
    format: 'shapefile',
    encoding: table.encoding,
    crs: textOf(prj).trim(),
    features: () => featuresOf(Math.max(records.length, table.count)),
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- features of every format come the same way
  async function* featuresOf(count: number): AsyncGenerator<RawFeature[]> {
    for (let from = 0; from < count; from += FEATURES_AT_ONCE) {
      const length = Math.min(FEATURES_AT_ONCE, count - from)
      const chunk = Array.from({ length }, (_, i) => featureAt(from + i))
      yield chunk.filter((feature) => feature !== undefined)
    }
  }

  /** A shape without a row, and a row without a shape, are one broken feature each; a deleted row is none. */
  function featureAt(index: number): RawFeature | undefined {
    const record = records[index]
    const properties = index < table.count ? table.row(index) : {}
    if (!properties) return undefined
    const shape = record ? readShape(shp!, record) : { geometry: null }
    if (index < table.count) return { properties, ...shape }
    return { properties, geometry: null, broken: { reason: 'row-unreadable', detail: '.dbf' } }
  }
}

function folderOf(name: string): string {
  return name.replace(/[^/\\]*$/, '')
}

function stemWithCase(name: string): string {
  return name.replace(/\.[^.]*$/, '').replace(/^.*[/\\]/, '')
}

/** The text of a .prj or .cpg file. */
function textOf(bytes: Uint8Array | undefined): string {
  if (!bytes) return ''
  return new TextDecoder(likelyEncoding([bytes])).decode(bytes)
}
