import { contract } from './contract'
import { day, id, list, moment, shape, text, whole } from './shapes'
import * as v from 'valibot'

export const incidentColumnChunks = contract(
  'incident_column_chunks',
  { area: id },
  shape({
    now: moment,
    /** The time zone whose days and hours are counted. */
    zone: text,
    /** The communities whose cases the caller sees. */
    communities: list(id),
    /** Categories whose cases are in no column of the communities `leftOutOf`. */
    leftOut: list(id),
    leftOutOf: list(id),
    /** First days of months, ascending; a version is another whenever the month's columns may be. */
    chunks: list(shape({ month: day, version: text })),
  }),
)

/** A month of cases: bytes as base64, by docs/analysis.md. */
export const incidentColumns = contract(
  'incident_columns',
  { area: id, month: day },
  shape({
    month: day,
    version: text,
    cases: whole,
    firstDay: day,
    days: whole,
    /** Id, and units of the south-west corner of its cases. */
    communities: list(v.tuple([id, whole, whole])),
    categories: list(id),
    runs: text,
    columns: text,
  }),
)

/** How many households live in which cell: parallel arrays. */
export const householdCells = contract(
  'household_cells',
  { area: id },
  shape({
    /** The south-west corner of a cell is `x`, `y` over it, degrees. */
    cellsPerDegree: whole,
    community: list(id),
    x: list(whole),
    y: list(whole),
    households: list(whole),
  }),
)
