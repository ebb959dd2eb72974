import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { lockedLines } from '../../../plan/model/locks/border-locks'
import { numberOf } from '../../../plan/model/draft'
import { gridId } from '../../../plan/model/ids'
import type { PlanFault } from '../../../plan/model/faults'
import type { Figures, GridFigure } from '../../../plan/model/figures'
import type { Ground } from '../../../plan/model/ground'
import type { PlanView } from '../../../plan/model/plan-view'
import { faultsPart, groupsPart, locksPart } from '../../../map/overlays'
import type { MapPart } from '../../../map/part'

/** One object for nothing, so that the map sees that nothing changed. */
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }

function collection(features: Feature[]): FeatureCollection {
  return features.length > 0 ? { type: 'FeatureCollection', features } : NOTHING
}

function feature(geometry: Geometry, properties: Record<string, unknown> = {}): Feature {
  return { type: 'Feature', properties, geometry }
}

function pointAt(lng: number, lat: number, properties: Record<string, unknown> = {}): Feature {
  return feature({ type: 'Point', coordinates: [lng, lat] }, properties)
}

const outlines = new WeakMap<GridFigure, Feature[]>()

/** The outline of a grid; made once for each figure. */
function outline(figure: GridFigure): Feature[] {
  const known = outlines.get(figure)
  if (known) return known
  const { polygon } = figure
  const made = polygon ? [feature({ type: 'MultiLineString', coordinates: polygon.polygons.flat() })] : []
  outlines.set(figure, made)
  return made
}

/** Returns what is locked on the map: borders, the outlines of locked grids, pinned buildings. */
export function locksOnMap(live: PlanView, figures: Figures): MapPart {
  const { draft, ground } = live
  const { lng, lat } = ground.input.buildings
  const grids = [...draft.grids.values()].flatMap((grid) => {
    const figure = grid.locked ? figures.get(gridId(grid)) : undefined
    return figure ? outline(figure) : []
  })
  const borders = lockedLines(live).map((coordinates) => feature({ type: 'LineString', coordinates }))
  const pinned: Feature[] = []
  draft.pinned.forEach((isPinned, place) => {
    if (isPinned) pinned.push(pointAt(lng[place], lat[place]))
  })
  return locksPart(collection([...grids, ...borders]), collection(pinned))
}

/** Returns the grids of a level as thin outlines, for a look at the level above. */
export function groupsOnMap(figures: Figures, at: number, codes: ReadonlyMap<string, string>): MapPart {
  const label = ({ key, level }: GridFigure) => numberOf({ code: codes.get(gridId({ level, key })), key })
  const groups = [...figures.values()].filter(({ level }) => level === at)
  const labels = groups.flatMap((figure) =>
    figure.polygon ? [pointAt(...figure.polygon.labelPoint, { label: label(figure) })] : [],
  )
  return groupsPart(collection(groups.flatMap(outline)), collection(labels))
}

/** Faults that the map shows by other means: the fill of a grid, the ring of a building without one. */
const SHOWN_OTHERWISE: readonly PlanFault['code'][] = ['grid-out-of-tolerance', 'building-unassigned']

/** Returns whether the map marks a broken rule as such. */
export function isMarked({ code }: PlanFault): boolean {
  return !SHOWN_OTHERWISE.includes(code)
}

/** Returns the broken rules of the level looked at, and those of single buildings. */
export function faultsOnMap(
  ground: Ground,
  figures: Figures,
  faults: readonly PlanFault[],
  at: number,
): MapPart {
  const { lng, lat } = ground.input.buildings
  const shown = faults.filter(isMarked)
  const grids = shown.flatMap(({ isHard, key, level }) => {
    const figure = isHard && key !== null && level === at ? figures.get(gridId({ level, key })) : undefined
    return figure ? outline(figure) : []
  })
  const buildings = shown.flatMap(({ isHard, building }) =>
    building === null ? [] : [pointAt(lng[building], lat[building], { isHard })],
  )
  return faultsPart(collection(grids), collection(buildings))
}
