import type { LngLat } from '../../../../geo/index'
import type { GridFigure } from '../../../plan/model/figures'
import type { PlanningInput } from '../../../plan/model/input'
import { householdsRadiusPixels } from '../../../map/parts/buildings'
import { chosenArea, type Mark, type MarkLine } from '../../../map/marks'
import type { BorderSketch } from './tools/useBorderTool'
import type { BuildingPlace } from '../../../plan/model/ids'

/** So far outside of a building's circle lies the ring of a picked one. */
const RING_PIXELS = 2
const SNAP_PIXELS = 7
const CORNER_PIXELS = 4

/** Returns marks around chosen grids. */
export function chosenGrids(figures: readonly GridFigure[]): Mark[] {
  return figures.flatMap(({ polygon }) => (polygon ? [chosenArea(polygon.polygons)] : []))
}

/** Returns the mark of picked buildings (places): rings around their circles, whose numbers stay to be read. */
export function pickedBuildings({ buildings }: PlanningInput, places: readonly BuildingPlace[]): Mark[] {
  if (places.length === 0) return []
  const circles = places.map((place) => ({
    at: [buildings.lng[place], buildings.lat[place]] as const,
    radiusPixels: (zoom: number) => householdsRadiusPixels(buildings.households[place], zoom) + RING_PIXELS,
  }))
  return [{ kind: 'circles', look: 'picked', circles }]
}

/**
 * Returns the line that follows the hand while a border is moved, a ring where it snaps or a corner is held, where the border
 * would lie, and in words what that would do.
 */
export function borderMarks(
  { line, snap, isGrabbed, effect }: BorderSketch,
  words: readonly MarkLine[],
): Mark[] {
  if (line.length < 2) return []
  const end = line[line.length - 1]
  const circles = [{ at: end, radiusPixels: () => SNAP_PIXELS }]
  return [
    { kind: 'lines', look: 'sketch', lines: [line] },
    ...(effect?.borders.length ? [{ kind: 'lines', look: 'border', lines: effect.borders } as const] : []),
    ...(snap || isGrabbed ? [{ kind: 'circles', look: 'snap', circles } as const] : []),
    ...(words.length ? [{ kind: 'words', at: end, words } as const] : []),
  ]
}

/** Returns a measured line with its words (lines) at the end, and the area where it is closed. */
export function measureMarks(line: readonly LngLat[], words: readonly string[]): Mark[] {
  if (line.length === 0) return []
  const end = line[line.length - 1]
  const isClosed = line.length > 3 && line[0][0] === end[0] && line[0][1] === end[1]
  const circles = line.map((at) => ({ at, radiusPixels: () => CORNER_PIXELS }))
  return [
    ...(isClosed ? [{ kind: 'area', look: 'measure', lines: [line] } as const] : []),
    { kind: 'lines', look: 'measure', lines: [line] },
    { kind: 'circles', look: 'corner', circles },
    ...(line.length > 1 ? [{ kind: 'words', at: end, words: words.map((text) => ({ text })) } as const] : []),
  ]
}
