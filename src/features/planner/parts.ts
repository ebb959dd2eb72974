import type { Feature, FeatureCollection, Point } from 'geojson'
import { communityPolygons, type LngLat } from '../../../geo/index'
import type { Language } from '../../lib/format'
import { type Draft, gridId } from '../../lib/plan/draft'
import type { Figures, GridFigure } from '../../lib/plan/figures'
import type { Ground } from '../../lib/plan/ground'
import type { PlanningInput } from '../../lib/plan/input'
import { barriersPart, communitiesPart, compoundsPart } from '../../map/areas'
import { buildingsPart } from '../../map/buildings'
import { gridsPart } from '../../map/grids'
import type { MapPart } from '../../map/part'
import { sketchPart, unassignedPart, upperGridsPart } from '../../map/planner'

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

function point(lng: number, lat: number, properties: Record<string, unknown>): Feature<Point> {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } }
}

/** Returns buildings as points with their id, households and name. */
export function buildingFeatures({ buildings }: PlanningInput): FeatureCollection {
  return collection(
    buildings.id.map((id, place) =>
      point(buildings.lng[place], buildings.lat[place], {
        id,
        households: buildings.households[place],
        name: buildings.name[place],
      }),
    ),
  )
}

/** Returns the parts that stay while a plan is edited: communities, compounds, barriers. */
export function groundParts({ input, cells }: Ground, language: Language): MapPart[] {
  const { communities, compounds, barriers } = input
  const labels = communityPolygons(cells).map(({ grid, labelPoint }) =>
    point(labelPoint[0], labelPoint[1], { ...communities[grid], boundary: undefined }),
  )
  const areas = communities.flatMap(({ boundary, ...properties }): Feature[] =>
    boundary ? [{ type: 'Feature', properties, geometry: boundary }] : [],
  )
  const estates = compounds.flatMap(({ boundary, id, name }): Feature[] =>
    boundary ? [{ type: 'Feature', properties: { id, name }, geometry: boundary }] : [],
  )
  const lines = barriers.map(({ kind, line }): Feature => ({
    type: 'Feature',
    properties: { kind },
    geometry: line,
  }))
  return [
    communitiesPart(collection(areas), collection(labels), language),
    compoundsPart(collection(estates)),
    barriersPart(collection(lines)),
  ]
}

/** Returns the buildings, the chosen ones (by id) marked. */
export function buildingsOnMap(features: FeatureCollection, chosen: readonly number[]): MapPart {
  const states = new Map(chosen.map((id) => [id, { selected: true }]))
  return buildingsPart(features, { buildings: states })
}

function gridFeature({ key, deviation, households, polygon }: GridFigure): Feature[] {
  if (!polygon) return []
  const geometry = { type: 'MultiPolygon' as const, coordinates: polygon.polygons }
  return [{ type: 'Feature', properties: { id: key, deviation, households }, geometry }]
}

function gridLabel({ key, polygon }: GridFigure, label: string): Feature[] {
  return polygon ? [point(polygon.labelPoint[0], polygon.labelPoint[1], { id: key, label })] : []
}

/** What decides how grids are drawn. */
export interface GridsView {
  figures: Figures
  /** The level whose grids are filled and picked. */
  level: number
  leaf: number
  tolerance: number
  /** Keys of the chosen grids. */
  chosen: readonly number[]
  label: (figure: GridFigure) => string
}

/** Returns the grids of the level looked at, and of the upper level as an outline where there is one. */
export function gridsOnMap({ figures, level, leaf, tolerance, chosen, label }: GridsView): MapPart[] {
  const shown = [...figures.values()].filter((figure) => figure.level === level)
  const upper = [...figures.values()].filter((figure) => figure.level === 1)
  const states = new Map(chosen.map((key) => [key, { selected: true }]))
  const part = gridsPart(
    collection(shown.flatMap(gridFeature)),
    collection(shown.flatMap((figure) => gridLabel(figure, label(figure)))),
    tolerance,
    { grids: states },
  )
  return leaf > 1 && level > 1 ? [part, upperGridsPart(collection(upper.flatMap(gridFeature)))] : [part]
}

/** Returns rings around the buildings that have no grid yet. */
export function unassignedOnMap(ground: Ground, draft: Draft): MapPart {
  const { buildings } = ground.input
  const features = buildings.id.flatMap((id, place) =>
    draft.assignment[place] < 0
      ? [point(buildings.lng[place], buildings.lat[place], { id, households: buildings.households[place] })]
      : [],
  )
  return unassignedPart(collection(features))
}

/** Returns the line that follows the pointer while a border is dragged. */
export function sketchOnMap(line: LngLat[]): MapPart {
  const geometry = { type: 'LineString' as const, coordinates: line }
  return sketchPart(collection(line.length > 1 ? [{ type: 'Feature', properties: {}, geometry }] : []))
}

/** Returns the figure of a grid by level and key. */
export function figureOf(figures: Figures, level: number, key: number | null): GridFigure | null {
  return key === null ? null : (figures.get(gridId({ level, key })) ?? null)
}
