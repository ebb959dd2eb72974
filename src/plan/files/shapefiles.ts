import type { Feature, MultiPolygon, Point } from 'geojson'
import type { DbfColumn } from '../../lib/shapefile'
import { type Layer, writeLayer } from '../../lib/shapefile'
import { type Column, columnsOf, type FieldNames, type FileContents, gridColumns } from './columns'

type Values = Record<string, string | number>

function dbfColumns<Row>(columns: readonly Column<Row>[], names: FieldNames): DbfColumn[] {
  return columns.map(({ kind, bytes, decimals, ...column }) => ({
    name: column[names],
    kind,
    width: bytes,
    decimals,
  }))
}

/** The values of a row under the names that an attribute table can hold. */
function valuesOf<Row>(columns: readonly Column<Row>[], names: FieldNames, row: Row): Values {
  return Object.fromEntries(columns.map((column) => [column[names], row[column.key] as string | number]))
}

function gridLayers({ grids }: FileContents, names: FieldNames): Layer[] {
  const levels = [...new Set(grids.map(({ row }) => row.level))].sort((one, other) => one - other)
  return levels.map((level) => ({
    name: `grids_level_${level}`,
    columns: dbfColumns(gridColumns, names),
    features: grids
      .filter(({ row }) => row.level === level)
      .map(({ row, geometry }): Feature<MultiPolygon, Values> => ({
        type: 'Feature',
        geometry,
        properties: valuesOf(gridColumns, names, row),
      })),
  }))
}

function buildingLayer({ buildings }: FileContents, names: FieldNames): Layer {
  const columns = columnsOf(buildings)
  const features = buildings.map((row): Feature<Point, Values> => ({
    type: 'Feature',
    properties: valuesOf(columns, names, row),
    geometry: { type: 'Point', coordinates: [row.lng, row.lat] },
  }))
  return { name: 'buildings', columns: dbfColumns(columns, names), features }
}

/** What the names in the attribute tables mean, as a table that a spreadsheet opens. */
function fieldsTable({ buildings }: FileContents, titleOf: (key: string) => string): Uint8Array {
  const all = [...gridColumns, ...columnsOf(buildings)]
  const lines = new Set(
    all.map(({ short, chinese, key }) =>
      [short, chinese, titleOf(key)].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
    ),
  )
  return new TextEncoder().encode(`\uFEFF${[...lines].join('\r\n')}\r\n`)
}

/**
 * Returns shapefiles by name: the grids of each level, and the buildings with the codes of their grids. With Chinese names each
 * layer comes a second time, as `…_short`, with names of ASCII, for programs that read no others; `fields.csv` says what both mean.
 */
export function shapefilesOf(
  contents: FileContents,
  { names, titleOf, day }: { names: FieldNames; titleOf: (key: string) => string; day: Date },
): Record<string, Uint8Array> {
  const layersOf = (of: FieldNames) => [...gridLayers(contents, of), buildingLayer(contents, of)]
  const layers = [
    ...layersOf(names),
    ...(names === 'chinese'
      ? layersOf('short').map((layer) => ({ ...layer, name: `${layer.name}_short` }))
      : []),
  ]
  const files = Object.assign({}, ...layers.map((layer) => writeLayer(layer, day))) as Record<
    string,
    Uint8Array
  >
  return { ...files, 'fields.csv': fieldsTable(contents, titleOf) }
}
