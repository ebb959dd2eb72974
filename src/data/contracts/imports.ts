import * as v from 'valibot'
import { contract } from './contract'
import { importKind, importState } from './enums'
import {
  anything,
  day,
  id,
  importId,
  list,
  moment,
  nothing,
  number,
  numbersByName,
  optional,
  orNull,
  planId,
  schemeId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

export const counts = shape({ new: whole, changed: whole, unchanged: whole })

/** What would be replaced of what is here: twenty samples at most of each kind. */
export const replaced = shape({
  count: whole,
  /** Things that would stand 30 m or more from where they are, the farthest first. */
  moved: shape({
    count: whole,
    mostMetres: orNull(number),
    samples: list(shape({ line: orNull(whole), source: text, name: text, metres: number })),
  }),
  renamed: shape({
    count: whole,
    samples: list(shape({ line: orNull(whole), source: text, was: text, is: text })),
  }),
  /** Buildings whose number of households changes, with the sums before and after. */
  households: shape({ count: whole, was: whole, is: whole }),
})

/** What a boundary that is imported anew does to plans in force and to what stands there. */
export const boundaryEffect = shape({
  code: text,
  name: text,
  /** It is not taken, since buildings would lie in no community. */
  refused: truth,
  /** Ground that would be in no grid of the plan, and grids that would lie outside. */
  plans: list(shape({ id, name: text, bareSquareMetres: number, beyondSquareMetres: number })),
  /** Buildings outside of the new boundary. */
  buildings: whole,
  households: whole,
  /** The first twenty. */
  buildingNames: list(text),
})

/** Grids that exist already, as they would be put in force. */
export const gridsBrought = shape({
  /** Of the lowest level. */
  grids: whole,
  /** How many of each level, the highest first. */
  levels: list(whole),
  communities: whole,
  /** How many of them have a code. */
  codes: whole,
  gapSquareMetres: number,
  overlapSquareMetres: number,
  outsideSquareMetres: number,
  /** Grids in which people live on both sides of a barrier that nothing crosses, and the first ten names. */
  across: whole,
  acrossNames: list(text),
  /** Names of communities that get none. */
  without: list(text),
})

/** The plan that imported grids become; what is left out is chosen when they are written. */
export const gridsPlan = shape({ scheme: optional(schemeId), name: optional(text), from: optional(day) })

/** What became of every line of a file: `accepted + refused = read`. */
export const importSummary = shape({
  read: whole,
  accepted: whole,
  refused: whole,
  /** Of the accepted rows; null where the kind has none. */
  households: orNull(whole),
  compounds: whole,
  rows: counts,
  streets: counts,
  communities: counts,
  districts: counts,
  /** Lines by reason. */
  reasons: numbersByName,
  /** Areas to be made from the rows that cannot be made, by reason, with the first ten names. */
  derivedRefused: list(shape({ reason: text, count: whole, names: list(text) })),
  /** Rows by doubt. */
  doubts: numbersByName,
  replaces: replaced,
  boundaries: list(boundaryEffect),
  /** Of an import of grids: what would be in force. */
  grids: optional(gridsBrought),
  /** Of grids that were written: their plan. */
  plan: optional(planId),
})

/** What a step of an import leaves to do; the summary when nothing is left. */
const stepAnswer = shape({ remaining: whole, summary: optional(importSummary) })

/** What the caller may import into, or null where there is no such district or it may not. */
export const importTarget = contract(
  'import_target',
  { district_code: text },
  orNull(
    shape({
      code: text,
      name: text,
      streets: whole,
      communities: whole,
      /** Communities that have a boundary. */
      bounded: whole,
    }),
  ),
)

export const importTargets = contract(
  'import_targets',
  {},
  list(shape({ code: text, name: text, nameEn: orNull(text) })),
)

export const createDistrict = contract(
  'create_district',
  { code: text, name: text, name_en: optional(text), members_of: optional(text) },
  id,
)

export const startImport = contract(
  'start_import',
  { district_code: text, kind: importKind, file_name: text, client_key: optional(uuid) },
  id,
)

/** A row as it is staged. Keys that are missing have their defaults there. */
const stagedRow = shape({
  /** Unique in the import. */
  number: whole,
  line: optional(whole),
  lines: optional(whole),
  part: optional(text),
  source: optional(text),
  payload: optional(anything),
  geometry: optional(anything),
  doubts: optional(anything),
  refusal: optional(text),
  detail: optional(text),
})

export const stageImportRows = contract(
  'stage_import_rows',
  { import: importId, rows: list(stagedRow) },
  nothing,
)
export const checkImport = contract(
  'check_import',
  { import: importId, at_most: optional(whole) },
  stepAnswer,
)
export const writeImport = contract(
  'write_import',
  { import: importId, at_most: optional(whole) },
  stepAnswer,
)
export const cancelImport = contract('cancel_import', { import: importId }, nothing)

/** A row that was refused, or taken with doubts; `reason` is null for one that was taken. */
export const importRefusals = contract(
  'import_refusals',
  {
    import: importId,
    after_number: optional(whole),
    at_most: optional(whole),
    code: optional(text),
    only_refused: optional(truth),
  },
  list(
    shape({
      number: whole,
      line: whole,
      lines: whole,
      source: text,
      reason: orNull(text),
      detail: text,
      doubts: list(shape({ code: text, detail: text })),
    }),
  ),
)

export const recentImport = shape({
  id,
  kind: importKind,
  fileName: text,
  state: importState,
  createdAt: moment,
  committedAt: orNull(moment),
  /** Empty until the file was checked. */
  summary: v.union([importSummary, v.record(v.string(), v.never())]),
})

export const recentImports = contract(
  'recent_imports',
  { district_code: text, at_most: optional(whole) },
  list(recentImport),
)

export const setImportPlan = contract('set_import_plan', { import: importId, plan: gridsPlan }, nothing)
