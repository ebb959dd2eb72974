import type { Feature, MultiPolygon, Point } from 'geojson'
import type { DbfColumn } from '../../lib/shapefile'
import { type Layer, writeLayer } from '../../lib/shapefile'
import { buildingRows, type ExportWords, planGeoJson } from './export'
import type { LivePlan } from '../model/live'

const GRID_COLUMNS: readonly DbfColumn[] = [
  { name: 'code', kind: 'text', width: 20 },
  { name: 'name', kind: 'text', width: 90 },
  { name: 'parent', kind: 'text', width: 20 },
  { name: 'community', kind: 'text', width: 90 },
  { name: 'households', kind: 'number', width: 9 },
  { name: 'buildings', kind: 'number', width: 9 },
  { name: 'deviation', kind: 'number', width: 9, decimals: 4 },
  { name: 'area_m2', kind: 'number', width: 12 },
]
const BUILDING_COLUMNS: readonly DbfColumn[] = [
  { name: 'name', kind: 'text', width: 150 },
  { name: 'grid', kind: 'text', width: 20 },
  { name: 'upper', kind: 'text', width: 20 },
  { name: 'community', kind: 'text', width: 90 },
  { name: 'households', kind: 'number', width: 9 },
]

function gridLayers(live: LivePlan, words: ExportWords): Layer[] {
  const all = planGeoJson(live, words).features as Feature<MultiPolygon>[]
  return Array.from({ length: live.leaf }, (_, index) => {
    const features = all
      .filter(({ properties }) => properties?.level === index + 1)
      .map(({ geometry, properties }) => ({
        type: 'Feature' as const,
        geometry,
        properties: { ...properties, area_m2: Number(properties?.areaSquareMetres) },
      }))
    return { name: `grids_level_${index + 1}`, columns: GRID_COLUMNS, features }
  })
}

function buildingLayer(live: LivePlan, words: ExportWords): Layer {
  const features = buildingRows(live, words).map(
    ({ lng, lat, ...properties }): Feature<Point, typeof properties> => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: [lng, lat] },
    }),
  )
  return { name: 'buildings', columns: BUILDING_COLUMNS, features }
}

/** Returns the plan as shapefiles by name: the grids of each level, and the buildings with the codes of their grids. */
export function planShapefiles(live: LivePlan, words: ExportWords, day: Date): Record<string, Uint8Array> {
  const layers = [...gridLayers(live, words), buildingLayer(live, words)]
  return Object.assign({}, ...layers.map((layer) => writeLayer(layer, day))) as Record<string, Uint8Array>
}
