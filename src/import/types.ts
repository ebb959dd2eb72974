import type { Geometry } from 'geojson'
import type { FormulaState } from './formats/xlsx/formulas'
import type { ColumnForms } from './guesses/column-forms'
import type { EstimateRule } from './kinds/estimate'

/** What a file can hold. */
export const importKinds = [
  'areas',
  'buildings',
  'barriers',
  'crossings',
  'base-map',
  'service-points',
  'incidents',
  'grids',
] as const
export type ImportKind = (typeof importKinds)[number]

/** One record of a file, before anything is understood of it. Cells are trimmed text; a missing cell is ''. */
export interface SourceRow {
  /** First line of the record in a CSV file; number of the feature (from 1) in a GeoJSON file. */
  line: number
  cells: Record<string, string>
  geometry: Geometry | null
  /** More cells than the header has columns, or stray quotes that leave it open which cell is which. */
  unreadable?: true
  /** What is doubtful already about the text of the row. */
  doubts?: AcceptedRow['doubts']
  /** A feature that cannot be read, or whose geometry is none. */
  broken?: Problem
  /** Brackets of its geometry were missing or too many. */
  mended?: true
  /** Columns whose cell a formula should have filled and did not, or filled with a nought. */
  formulas?: Record<string, FormulaState>
  /** Columns whose cell was merged with those of other rows: the value is that of all of them together. */
  shared?: string[]
}

/** Why something cannot be read, and the value that is wrong. */
export interface Problem {
  reason: RefusalReason
  detail: string
}

/** Why a row cannot be taken. Permanent; the words come from `import.reason.<code>` of the locale files. */
export const refusalReasons = [
  'row-unreadable',
  'row-is-total',
  'row-is-note',
  'row-is-header',
  'below-other-header',
  'count-shared',
  'count-is-range',
  'number-unclear',
  'day-unclear',
  'formula-uncalculated',
  'name-is-code',
  'row-withdrawn',
  'no-name',
  'no-households',
  'no-code',
  'no-position',
  'no-time',
  'not-a-number',
  'not-a-time',
  'position-impossible',
  'position-coarse',
  'geometry-missing',
  'geometry-kind',
  'geometry-invalid',
  'far-from-others',
  'outline-of-area',
  'duplicate-id',
  'code-malformed',
  'other-district',
  'unknown-parent',
  'community-ambiguous',
  'outside-every-community',
  'community-on-one-spot',
  'boundaries-overlap',
  'leaves-buildings-outside',
  'not-a-barrier',
  'class-unknown',
  'category-unknown',
  'category-retired',
  'closed-before-reported',
  'code-damaged',
  'time-implausible',
  'code-digits-differ',
  'grid-in-several-communities',
  'grids-leave-gap',
  'grids-overlap',
  'building-unknown',
  'level-unknown',
  'grid-levels-too-many',
  'grid-level-differs',
  'grid-in-several-grids',
  'grid-parent-unknown',
  'grid-without-parent',
  'grid-without-grids',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** Why an accepted row deserves a look. Permanent; words from `import.doubt.<code>`. */
export const doubts = [
  'geocode-doubtful',
  'community-differs',
  'moved-inside',
  'geometry-mended',
  'far-from-others',
  'border-settled',
  'boundaries-overlap',
  'boundaries-gap',
  'value-left-out',
  'identity-number-masked',
  'telephone-masked',
  'text-damaged',
  'quotes-mended',
  'storeys-unclear',
  'time-unclear',
  'clock-changed',
  'closing-time-unknown',
  'state-differs',
  'code-damaged',
  'units-added',
  'households-estimated',
  'count-kept',
  'estimate-replaced',
  'grid-mended',
  'position-shared',
  'spelled-otherwise',
  'count-approximate',
  'formula-zero',
  'formula-uncalculated',
  'state-unclear',
  'several-in-one',
  'row-hidden',
  'row-struck',
  'parent-from-above',
] as const
export type Doubt = (typeof doubts)[number]

export interface Refusal {
  line: number
  reason: RefusalReason
  /** The value or field that is wrong, as the file has it. */
  detail: string
}

/** What a staged row becomes: an area of some level, or one row of the file's kind. */
export type RowPart = 'district' | 'street' | 'community' | 'row'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Payload = Record<string, Json>

/** A row that was understood, ready to be staged. */
export interface AcceptedRow {
  line: number
  /** How many lines of the file it stands for: pieces of one thing are one row. */
  lines: number
  part: RowPart
  /** Id in the source: importing it again changes this row and adds none. */
  source: string
  payload: Payload
  /** WGS84; positions of points too. */
  geometry: Geometry | null
  doubts: { code: Doubt; detail: string }[]
}

export type RowResult = { row: AcceptedRow } | { refusal: Refusal }

/** Systems with a name of their own. */
export const coordinateSystems = ['wgs84', 'gcj02', 'bd09', 'web-mercator'] as const
/**
 * One of `coordinateSystems`, `EPSG:` with a number that `coordinates/systems.ts` knows, or WKT, each with
 * `yx:` before it where the latitude or the northing comes first; '' while nobody knows.
 */
export type CoordinateSystem = string

/** Column of the file for each field of the kind; fields that the file has no column for are left out. */
export type Mapping = Partial<Record<string, string>>

/** How far a request had come, as far as a list of another system tells. */
export const importedStates = ['reported', 'dispatched', 'in_progress', 'closed', 'rejected'] as const
export type ImportedState = (typeof importedStates)[number]

/** What the person decides before the rows are read. */
export interface ImportSettings {
  kind: ImportKind
  /** Six digits. */
  districtCode: string
  mapping: Mapping
  coordinates: CoordinateSystem
  /** Level of areas whose code does not tell it. */
  level: 'district' | 'street' | 'community'
  /** Road classes that no grid crosses. */
  barrierClasses: string[]
  /** Layer of base-map features that come without any class, such as footprints. */
  layer: 'road' | 'rail' | 'water' | 'green' | 'land' | 'building'
  /** Zone of times that state none: `+08:00`, `America/New_York`. */
  utcOffset: string
  /** Category code for each category word of the file. */
  categories: Record<string, string>
  /** Category code for every word that has none of its own; '' for none: such rows are refused. */
  otherCategory: string
  /** State for each word of state that is not known by itself. */
  states: Record<string, ImportedState>
  /** Rows of the same building are parts of it: their households are added up. */
  addsUnits: boolean
  /** How households are estimated where nobody has counted them; undefined: such buildings are refused. */
  estimate?: EstimateRule
  /** When the file is read, as ISO text: what lies after it has not happened. */
  readAt: string
  /** Make streets and communities from the rows' columns. */
  deriveAreas: boolean
  /** What was answered to questions about the file, by the question's key (see `questions/answers`). */
  answers: Record<string, string>
  /** How the columns write numbers and dates; found when the file is read. */
  forms?: ColumnForms
}
