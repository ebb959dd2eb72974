import { deviationBreaks } from '../lib/deviation'
import type { Palette } from '../lib/theme'
import { incidentsRadiusPixels, SERVICE_SIGN } from './parts/services'

/** The mark that stands for something on the map. */
export type Swatch = 'fill' | 'hatch' | 'veil' | 'line' | 'dashes' | 'ladder' | 'circle' | 'ring' | 'sign'

/** One line of a legend. Words are a locale key with its values, or plain text such as a range of numbers. */
export interface LegendItem {
  swatch: Swatch
  colour: string
  text?: string
  wordsKey?: string
  /** What stands on the map, of a sign. */
  sign?: string
  /** Diameter of a circle in pixels. */
  sizePixels?: number
  /** How wide a line is: pixels, on paper millimetres. */
  width?: number
}

/** What a layer means, with its unit. Does not change when the map is zoomed. */
export interface Legend {
  titleKey: string
  unitKey?: string
  items: LegendItem[]
}

function percent(share: number): string {
  const value = Math.round(Math.abs(share) * 100)
  return `${share < 0 ? '−' : '+'}${value} %`
}

/** Returns the legend of deviation from target; classes out of tolerance are hatched. */
export function deviationLegend(colours: Palette, toleranceShare: number): Legend {
  const [farUnder, under, over, farOver] = deviationBreaks(toleranceShare).map(percent)
  const texts = [
    `< ${farUnder}`,
    `${farUnder} … ${under}`,
    `${under} … ${over}`,
    `${over} … ${farOver}`,
    `> ${farOver}`,
  ]
  return {
    titleKey: 'map.deviation',
    items: texts.map((text, index) => ({
      swatch: index === 2 ? 'fill' : 'hatch',
      // As light on the map, whatever is below.
      colour: index === 2 ? `${colours.deviation[index]}66` : colours.deviation[index],
      text,
    })),
  }
}

/** Returns the legend of a density surface, lowest first; `unitKey` names the unit. Below the first limit: nothing. */
export function densityLegend(colours: Palette, breaks: readonly number[], unitKey: string): Legend {
  const texts = breaks.slice(1).map((limit, index) => `${breaks[index]} – ${limit}`)
  texts.push(`≥ ${breaks[breaks.length - 1]}`)
  return {
    titleKey: 'map.density',
    unitKey,
    items: texts.map((text, index) => ({ swatch: 'fill', colour: colours.density[index + 1], text })),
  }
}

/** Returns the legend of buildings: circles whose area goes with the households. */
export function buildingsLegend(colours: Palette): Legend {
  return {
    titleKey: 'map.buildings',
    unitKey: 'map.households',
    items: [30, 120, 480].map((households) => ({
      swatch: 'circle',
      colour: colours.text[1],
      sizePixels: 2 * 0.42 * Math.sqrt(households),
      text: String(households),
    })),
  }
}

/** Returns the legend of buildings that change their grid from one plan to another. */
export function movedLegend(colours: Palette): Legend {
  return {
    titleKey: 'map.buildings',
    items: [{ swatch: 'circle', colour: colours.accent, wordsKey: 'map.moved' }],
  }
}

/** What of a plan the map marks: buildings in no grid, broken rules that should or must be mended, locks, ground that another plan took over. */
export type PlanMark = 'unassigned' | 'note' | 'fault' | 'locked' | 'pinned' | 'replaced'

/** Returns the legend of the marks that there are. */
export function planMarksLegend(colours: Palette, marks: ReadonlySet<PlanMark>): Legend {
  const { attention, late } = colours.status
  const looks: [PlanMark, Swatch, string][] = [
    ['unassigned', 'circle', attention],
    ['note', 'ring', attention],
    ['fault', 'ring', late],
    ['locked', 'ladder', colours.text[0]],
    ['pinned', 'ring', colours.text[0]],
    ['replaced', 'hatch', colours.text[2]],
  ]
  const shown = looks.filter(([mark]) => marks.has(mark))
  return {
    titleKey: 'map.marks.title',
    items: shown.map(([mark, swatch, colour]) => ({ swatch, colour, wordsKey: `map.marks.${mark}` })),
  }
}

/** The border of a level of grids: its name and how wide it is drawn. */
export interface BorderLook {
  text: string
  width: number
}

/** Returns the legend of borders, the widest first; there is none where all are of one level. */
export function bordersLegend(colour: string, levels: readonly BorderLook[]): Legend[] {
  if (levels.length < 2) return []
  const items = levels.map((level) => ({ swatch: 'line' as const, colour, ...level }))
  return [{ titleKey: 'map.borders', items: items.sort((one, other) => other.width - one.width) }]
}

/** Returns the legend of grids coloured by an amount; `texts`: what each class begins with in words, lowest first; `titleKey` names it with its unit. */
export function valuesLegend(colours: Palette, titleKey: string, texts: readonly string[]): Legend {
  return {
    titleKey,
    items: texts.map((text, index) => ({
      swatch: 'fill',
      // As light on the map, whatever is below.
      colour: `${colours.density[index + 1]}80`,
      text: `≥ ${text}`,
    })),
  }
}

/** Returns the legend of places with incidents: rings whose area goes with their number. */
export function incidentPlacesLegend(colours: Palette): Legend {
  return {
    titleKey: 'map.incidents',
    unitKey: 'map.cases',
    items: [1, 5, 20].map((incidents) => ({
      swatch: 'ring',
      colour: colours.status.late,
      sizePixels: 2 * incidentsRadiusPixels(incidents),
      text: String(incidents),
    })),
  }
}

/** Returns the legend of service points. */
export function servicesLegend(colours: Palette): Legend {
  const item = {
    swatch: 'sign',
    sign: SERVICE_SIGN,
    colour: colours.accent,
    wordsKey: 'map.servicePoint',
  } as const
  return { titleKey: 'map.services', items: [item] }
}
