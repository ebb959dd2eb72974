import type { Feature, FeatureCollection, Point } from 'geojson'
import type { Language } from '../lib/format'
import type { Draft } from '../plan/model/draft'
import { gridId } from '../plan/model/ids'
import type { Figures, GridFigure } from '../plan/model/figures'
import type { Ground } from '../plan/model/ground'
import type { PlanningInput } from '../plan/model/input'
import { barriersPart, communitiesPart, compoundsPart } from './parts/areas'
import { gridsPart, gridValuesPart } from './parts/grids'
import type { MapPart } from './part'
import { unassignedPart, upperGridsPart } from './parts/planner'
import type { GridKey } from '../lib/ids'

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
export function groundParts({ input, labels: places }: Ground, language: Language): MapPart[] {
  const { communities, compounds, barriers } = input
  const labels = places.map(({ community, at: [lng, lat] }) =>
    point(lng, lat, { ...communities[community], boundary: undefined }),
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

/** The words on a grid. The same function gives the same words for the same figure. */
export type GridWords = (figure: GridFigure) => string

/** A grid that an edit did not touch keeps its figure, and so its features: the map is told of the others only. */
const outlines = new WeakMap<GridFigure, Feature>()
const labels = new WeakMap<GridWords, WeakMap<GridFigure, Feature[]>>()

function gridFeature(figure: GridFigure): Feature[] {
  const { key, deviation, households, polygon } = figure
  if (!polygon) return []
  let feature = outlines.get(figure)
  if (!feature) {
    const geometry = { type: 'MultiPolygon' as const, coordinates: polygon.polygons }
    feature = { type: 'Feature', properties: { id: key, deviation, households }, geometry }
    outlines.set(figure, feature)
  }
  return [feature]
}

function gridLabels(figures: readonly GridFigure[], words: GridWords): Feature[] {
  const known = labels.get(words) ?? new WeakMap<GridFigure, Feature[]>()
  labels.set(words, known)
  return figures.flatMap((figure) => {
    const { key, polygon } = figure
    let made = known.get(figure)
    if (!made) {
      made = polygon ? [point(...polygon.labelPoint, { id: key, label: words(figure) })] : []
      known.set(figure, made)
    }
    return made
  })
}

/** What decides how grids are drawn. */
export interface GridsView {
  figures: Figures
  /** The level whose grids are filled and picked. */
  level: number
  leaf: number
  tolerance: number
  words: GridWords
}

/** Returns the upper grids as outlines, the higher the stronger: those of the level looked at and of the levels above. */
function upperParts({ figures, level, leaf }: Pick<GridsView, 'figures' | 'level' | 'leaf'>): MapPart[] {
  const levels = Array.from({ length: Math.min(level, leaf - 1) }, (_, at) => at + 1)
  return levels
    .reverse()
    .map((at) =>
      upperGridsPart(
        collection([...figures.values()].filter((figure) => figure.level === at).flatMap(gridFeature)),
        at,
      ),
    )
}

/** Returns the grids of the level looked at, and those of the levels above as outlines. */
export function gridsOnMap({ figures, level, leaf, tolerance, words }: GridsView): MapPart[] {
  const shown = [...figures.values()].filter((figure) => figure.level === level)
  const part = gridsPart(
    collection(shown.flatMap(gridFeature)),
    collection(gridLabels(shown, words)),
    tolerance,
  )
  return [part, ...upperParts({ figures, level, leaf })]
}

/** A grid keeps its feature as long as its figure and its value are the same. */
const valued = new WeakMap<GridFigure, { value: number | null; feature: Feature }>()

function valueFeature(figure: GridFigure, value: number | null): Feature[] {
  const known = valued.get(figure)
  if (known?.value === value) return [known.feature]
  return gridFeature(figure).map((outline) => {
    const feature: Feature = { ...outline, properties: { ...outline.properties, value: value ?? -1 } }
    valued.set(figure, { value, feature })
    return feature
  })
}

/** Returns the grids of the level looked at coloured by an amount, and those of the levels above as outlines. */
export function gridsByValue(
  { figures, level, leaf, words }: Omit<GridsView, 'tolerance'>,
  valueOf: (figure: GridFigure) => number | null,
  limits: readonly number[],
): MapPart[] {
  const shown = [...figures.values()].filter((figure) => figure.level === level)
  const features = shown.flatMap((figure) => valueFeature(figure, valueOf(figure)))
  const part = gridValuesPart(collection(features), collection(gridLabels(shown, words)), limits)
  return [part, ...upperParts({ figures, level, leaf })]
}

/**
 * Returns the lower limits of up to five classes with about as many values in each, ascending, the first 0; rounded to two digits,
 * so that they can be read.
 */
export function classLimits(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((one, other) => one - other)
  const limits = [0.2, 0.4, 0.6, 0.8].map((share) => {
    const value = sorted[Math.floor(share * sorted.length)] ?? 0
    return value > 0 ? Number(value.toPrecision(2)) : 0
  })
  return [...new Set([0, ...limits])].sort((one, other) => one - other)
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

/** Returns the figure of a grid by level and key. */
export function figureOf(figures: Figures, level: number, key: GridKey | null): GridFigure | null {
  return key === null ? null : (figures.get(gridId({ level, key })) ?? null)
}
