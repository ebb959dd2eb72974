import type { Feature, FeatureCollection } from 'geojson'
import { deviationFrom } from '../../lib/deviation'
import type { Palette } from '../../lib/theme'
import { numberOf } from '../../plan/model/draft'
import { gridsPart } from '../../map/parts/grids'
import { gridValuesPart } from '../../map/parts/grids'
import { deviationLegend, type Legend, valuesLegend } from '../../map/legend'
import { chosenArea, type Mark } from '../../map/marks'
import type { MapPart } from '../../map/part'
import { densityBreaks } from '../../map/parts/surface'
import type { SideGrid } from './sides'

/** What grids are coloured by. */
export const FIGURES = ['households', 'incidents', 'moved'] as const
export type Figure = (typeof FIGURES)[number]

/** The shares of households from which on a grid has the colours of more movement. */
const MOVED_LIMITS = [0.01, 0.25, 0.5, 0.75]

/** A figure over both sides: what each grid has of it (null: not known), and the lower limits of its classes. */
export interface ShownFigure {
  figure: Figure
  valueOf: (grid: SideGrid) => number | null
  limits: readonly number[]
  /** The second line of a grid's label. */
  words: (grid: SideGrid) => string
}

/** Returns the limits of classes that both sides share, so that a colour means the same on either map. */
export function limitsOf(figure: Figure, values: readonly (number | null)[]): number[] {
  if (figure === 'moved') return MOVED_LIMITS
  return densityBreaks(values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0))
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

/** Returns the grids of one level of a side, coloured and labelled by a figure. */
export function figurePart(grids: readonly SideGrid[], shown: ShownFigure): MapPart {
  const areas = grids.map((grid): Feature => {
    const { key, households, target, polygon } = grid
    const deviation = deviationFrom(households, target)
    return {
      type: 'Feature',
      properties: { id: key, households, deviation, value: shown.valueOf(grid) ?? -1 },
      geometry: polygon,
    }
  })
  const labels = grids.map((grid): Feature => {
    const number = numberOf({ code: grid.code, key: grid.number })
    const properties = { id: grid.key, label: `${number}\n${shown.words(grid)}` }
    return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: grid.label } }
  })
  const tolerance = grids.reduce((least, grid) => Math.min(least, grid.tolerance), 1)
  return shown.figure === 'households'
    ? gridsPart(collection(areas), collection(labels), tolerance)
    : gridValuesPart(collection(areas), collection(labels), shown.limits)
}

/** Returns what the colours of a figure mean; `texts`: its limits in words. */
export function figureLegend(
  colours: Palette,
  { figure }: ShownFigure,
  tolerance: number,
  texts: readonly string[],
): Legend {
  return figure === 'households'
    ? deviationLegend(colours, tolerance)
    : valuesLegend(colours, `compare.legend.${figure}`, texts)
}

/** Returns marks around grids of a level, by key. */
export function chosenGrids(grids: readonly SideGrid[], keys: readonly number[]): Mark[] {
  return grids.filter(({ key }) => keys.includes(key)).map(({ polygon }) => chosenArea(polygon.coordinates))
}
