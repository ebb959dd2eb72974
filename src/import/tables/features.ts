import { DataError } from '../../lib/errors'
import type { FeatureLayer, RawFeature } from '../formats/types'
import { cellText } from '../formats/values'
import { withoutEntities } from '../values/text'
import { readShape } from './shape'
import type { SourceTable } from './source-table'
import type { SourceRow } from '../types'

const sampleSize = 200

/** Returns the table of a layer of features, counted once. Features are numbered from 1. Throws DataError `file-no-rows`. */
export async function tableOfFeatures(
  layer: FeatureLayer,
): Promise<Omit<SourceTable, 'fileName' | 'layer' | 'layers' | 'isLayerChosen'>> {
  const columns = new Set<string>()
  const geometryTypes: Record<string, number> = {}
  const sample: SourceRow[] = []
  let total = 0
  for await (const features of layer.features()) {
    for (const feature of features) {
      total++
      if (isNamed(feature.properties)) for (const name of Object.keys(feature.properties)) columns.add(name)
      const row = toFeatureRow(feature, total)
      if (sample.length < sampleSize) sample.push(row)
      const type = row.geometry?.type ?? 'null'
      geometryTypes[type] = (geometryTypes[type] ?? 0) + 1
    }
  }
  if (total === 0) throw new DataError('file-no-rows')
  async function* rows() {
    let read = 0
    for await (const features of layer.features()) {
      const chunk = features.map((feature, i) => toFeatureRow(feature, read + i + 1))
      read += features.length
      yield { rows: chunk, share: read / total }
    }
  }
  return {
    format: layer.format,
    hasGeometry: Object.keys(geometryTypes).some((type) => type !== 'null'),
    encoding: layer.encoding,
    delimiter: '',
    columns: [...columns],
    sample,
    geometryTypes,
    crs: layer.crs,
    rows,
  }
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a feature as a row. One that cannot be read, or whose geometry is none, says so and costs only itself. */
function toFeatureRow({ id, properties, geometry, broken }: RawFeature, line: number): SourceRow {
  const cells = Object.create(null) as Record<string, string>
  if (id !== undefined && id !== null) cells['@id'] = cellText(id)
  if (isNamed(properties))
    for (const [name, value] of Object.entries(properties))
      cells[name] = withoutEntities(cellText(value)).trim()
  if (broken) return { line, cells, geometry: null, broken }
  const shape = readShape(geometry)
  if ('problem' in shape) return { line, cells, geometry: null, broken: shape.problem }
  return { line, cells, geometry: shape.geometry, ...(shape.mended && { mended: true as const }) }
}
