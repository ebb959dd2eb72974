import { contract } from './contract'
import { areaId, categoryId, day, list, moment, shape, text, whole } from './shapes'
import * as v from 'valibot'

export const incidentColumnChunks = contract(
  'incident_column_chunks',
  { area: areaId },
  shape({
    now: moment,
    /** The time zone whose days and hours are counted. */
    zone: text,
    /** The communities whose cases the caller sees. */
    communities: list(areaId),
    /** Categories whose cases are in no column of the communities `leftOutOf`. */
    leftOut: list(categoryId),
    leftOutOf: list(areaId),
    /** First days of months, ascending; a version is another whenever the month's columns may be. */
    chunks: list(shape({ month: day, version: text })),
  }),
)

/** A month of cases: bytes as base64, by docs/analysis.md. */
export const incidentColumns = contract(
  'incident_columns',
  { area: areaId, month: day },
  shape({
    month: day,
    version: text,
    cases: whole,
    firstDay: day,
    days: whole,
    /** Id, and units of the south-west corner of its cases. */
    communities: list(v.tuple([areaId, whole, whole])),
    categories: list(categoryId),
    runs: text,
    columns: text,
  }),
)

/** How many households live in which cell: parallel arrays. */
export const householdCells = contract(
  'household_cells',
  { area: areaId },
  shape({
    /** The south-west corner of a cell is `x`, `y` over it, degrees. */
    cellsPerDegree: whole,
    community: list(areaId),
    x: list(whole),
    y: list(whole),
    households: list(whole),
  }),
)
