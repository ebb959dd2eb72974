/** What the tests use of a reader of shapefiles that has no types of its own. */
declare module 'shpjs' {
  import type { FeatureCollection, Geometry } from 'geojson'

  export function parseShp(shp: Buffer): Geometry[]
  export function parseDbf(dbf: Buffer, cpg: Buffer): Record<string, unknown>[]
  export function combine(parts: [Geometry[], Record<string, unknown>[]]): FeatureCollection
}
