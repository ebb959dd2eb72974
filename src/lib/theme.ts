/**
 * The one place for colours, type sizes and spacing. CSS variables, Element Plus, charts and map styles are all made
 * from what stands here; nothing else in the application names a colour.
 */
export type ThemeName = 'dark' | 'light'
export type Status = 'good' | 'attention' | 'late' | 'information' | 'neutral'

/** Colours of one theme as `#RRGGBB`. */
export interface Palette {
  name: ThemeName
  page: string
  panel: string
  raised: string
  line: string
  /** Reading text, secondary text, and captions; all at least 4.6 : 1 on page, panel and raised. */
  text: readonly [string, string, string]
  accent: string
  /** Text on a surface filled with the accent. */
  onAccent: string
  status: Readonly<Record<Status, string>>
  /** Low to high density; luminance changes evenly and the first step fades into the map. */
  density: readonly string[]
  /** Deviation from target from far under to far over; the middle is inside the tolerance. */
  deviation: readonly [string, string, string, string, string]
  /** Seven categories and, last, everything else. */
  categories: readonly string[]
  map: Readonly<MapColours>
}

/** What the base map is painted with: close to the page, so that data stands out. */
export interface MapColours {
  land: string
  water: string
  green: string
  building: string
  buildingOutline: string
  roads: { trunk: string; main: string; minor: string; path: string; casing: string }
  rail: string
  border: string
  label: string
  halo: string
}

const dark: Palette = {
  name: 'dark',
  page: '#0B1118',
  panel: '#111A24',
  raised: '#182432',
  line: '#26384A',
  text: ['#E6EDF3', '#A8B6C4', '#8496A8'],
  accent: '#4FB3D9',
  onAccent: '#07141C',
  status: {
    good: '#3FB68B',
    attention: '#E8B33F',
    late: '#F0705A',
    information: '#7BA7F0',
    neutral: '#8496A8',
  },
  density: ['#13233B', '#1B4A6B', '#23748A', '#3D9D8A', '#7CC06A', '#C6DB4E', '#F8EC6A'],
  deviation: ['#2C6FB0', '#86AFD6', '#D5DBE0', '#E9AE6B', '#C8641B'],
  categories: ['#E69F00', '#56B4E9', '#2BB58A', '#EDE05A', '#7D95F0', '#EB7A45', '#D58BB8', '#8496A8'],
  map: {
    land: '#0D141C',
    water: '#12283A',
    green: '#10211F',
    building: '#172330',
    buildingOutline: '#202F3F',
    roads: { trunk: '#33475A', main: '#2A3B4C', minor: '#1E2C39', path: '#1A2632', casing: '#0B1118' },
    rail: '#2F3E4D',
    border: '#5F7890',
    label: '#A8B6C4',
    halo: '#0B1118',
  },
}

const light: Palette = {
  name: 'light',
  page: '#F6F7F9',
  panel: '#FFFFFF',
  raised: '#FFFFFF',
  line: '#DDE3EA',
  text: ['#16212C', '#45545F', '#5F6E7A'],
  accent: '#0F6C9C',
  onAccent: '#FFFFFF',
  status: {
    good: '#17794F',
    attention: '#8A5A00',
    late: '#B83A24',
    information: '#2F5FB8',
    neutral: '#5F6E7A',
  },
  density: ['#EEF3E4', '#D3E6A8', '#A0D086', '#5FB38C', '#2F8D94', '#1F6283', '#183A63'],
  deviation: ['#2C6FB0', '#86AFD6', '#D5DBE0', '#E9AE6B', '#C8641B'],
  categories: ['#B87400', '#2A86BF', '#008763', '#8F8000', '#3F55C4', '#C0480A', '#A8548A', '#64737F'],
  map: {
    land: '#F3F4F4',
    water: '#CFE0EC',
    green: '#DDEADB',
    building: '#E4E6E9',
    buildingOutline: '#D3D7DC',
    roads: { trunk: '#FBE9C6', main: '#FFFFFF', minor: '#FFFFFF', path: '#ECEEF0', casing: '#CBD2D9' },
    rail: '#B9C1C9',
    border: '#6C7D8D',
    label: '#45545F',
    halo: '#FFFFFF',
  },
}

/** Returns the colours of a theme. */
export function palette(name: ThemeName): Palette {
  return name === 'dark' ? dark : light
}

/** The classes of incident that own a colour; all other classes share the last one. */
const CATEGORY_CLASSES = ['01', '02', '03', '04', '05', '06', '07']

/** Returns the colour of an incident category by the first two digits of its code, the same on every page. */
export function categoryColour(colours: Palette, categoryCode: string): string {
  const index = CATEGORY_CLASSES.indexOf(categoryCode.slice(0, 2))
  return colours.categories[index < 0 ? colours.categories.length - 1 : index]
}

export const FONT_FAMILY =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, -apple-system, "Segoe UI", sans-serif'

/** Sizes from caption to headline figure. */
export type TypeStep = 'caption' | 'body' | 'title' | 'figure' | 'headline'

/** Type at the desk in CSS pixels. */
export const DESK_TYPE: Readonly<Record<TypeStep, number>> = {
  caption: 12,
  body: 14,
  title: 16,
  figure: 20,
  headline: 28,
}

/** Type on a wall of 1080 lines in CSS pixels; grows with the height of the wall. */
export const WALL_TYPE: Readonly<Record<TypeStep, number>> = {
  caption: 18,
  body: 22,
  title: 28,
  figure: 44,
  headline: 72,
}

const WALL_LINES = 1080
const WALL_LEAST_COLUMNS = 1600

/** A wall that is looked at on a desk's screen may shrink until its captions are the desk's. */
const LEAST_FACTOR = DESK_TYPE.caption / WALL_TYPE.caption

/**
 * Returns how much larger than on a wall of 1920 × 1080 everything is on one of the given size in CSS pixels. Grows
 * with the height; on a screen that is narrow for its height, with the width.
 */
export function wallFactor(widthPixels: number, heightPixels: number): number {
  return Math.max(LEAST_FACTOR, Math.min(heightPixels / WALL_LINES, widthPixels / WALL_LEAST_COLUMNS))
}

/** Returns the type sizes in CSS pixels at a factor of `wallFactor`. */
export function wallType(factor: number): Record<TypeStep, number> {
  const entries = Object.entries(WALL_TYPE).map(([step, size]) => [step, Math.round(size * factor)])
  return Object.fromEntries(entries) as Record<TypeStep, number>
}

/** The grid that spacing sits on, in CSS pixels. */
export const SPACE = 4
