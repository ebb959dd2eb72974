import type { Feature, MultiPolygon, Point } from 'geojson'
import { type DbfColumn, type DbfRow, writeDbf } from './dbf'
import { writePoints, writePolygons } from './shp'

export type { DbfColumn } from './dbf'

/** A layer: shapes of one kind with their attributes. */
export interface Layer {
  /** Name of its files, ASCII. */
  name: string
  columns: readonly DbfColumn[]
  features: readonly Feature<MultiPolygon | Point, DbfRow>[]
}

const WGS84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'

/**
 * Returns the five files of a layer by name (ESRI Shapefile Technical Description, 1998): WGS84, attributes in UTF-8 as
 * the .cpg says. All features of a layer are areas, or all are points.
 */
export function writeLayer({ name, columns, features }: Layer, day: Date): Record<string, Uint8Array> {
  const areas = features.flatMap(({ geometry }) => (geometry.type === 'MultiPolygon' ? [geometry] : []))
  const points = features.flatMap(({ geometry }) => (geometry.type === 'Point' ? [geometry] : []))
  const { shp, shx } = areas.length ? writePolygons(areas) : writePoints(points)
  const text = (words: string) => new TextEncoder().encode(words)
  return {
    [`${name}.shp`]: shp,
    [`${name}.shx`]: shx,
    [`${name}.dbf`]: writeDbf(
      columns,
      features.map(({ properties }) => properties),
      day,
    ),
    [`${name}.prj`]: text(WGS84),
    [`${name}.cpg`]: text('UTF-8'),
  }
}
