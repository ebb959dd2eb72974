import * as v from 'valibot'
import type {
  AreaId,
  AssignmentId,
  BuildingId,
  CategoryId,
  CompoundId,
  DepartmentId,
  GridKey,
  GridRowId,
  ImportId,
  IncidentId,
  PersonId,
  PlanId,
  PostId,
  SchemeId,
  VolunteerId,
} from '../../lib/ids'
import { DEDICATED_KINDS } from '../../lib/grid-kinds'
import type { LineString, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson'

/**
 * In development and in tests every value of an answer is looked at, and one that no contract names is a mistake. A
 * build and the command line look at the first and last rows of each list and let a newer database say more than they
 * know: SQL makes all rows of a list by one expression, so a few tell whether it keeps to what was agreed, at a cost
 * that does not grow with the answer.
 */
const EXACTING: boolean = import.meta.env?.DEV ?? false

/** Of a list in a build, so many rows at its beginning and the last one are looked at. */
const FIRST_ROWS = 3

/** A schema of something that is the same before and after. */
export type Schema<T> = v.GenericSchema<T>

/** An object with these entries. */
export function shape<Entries extends v.ObjectEntries>(
  entries: Entries,
): Schema<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  return EXACTING ? v.strictObject(entries) : v.object(entries)
}

/** A list of any length. */
export function list<T>(item: Schema<T>): Schema<T[]> {
  return v.pipe(
    v.custom<T[]>(Array.isArray, 'a list was agreed'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return
      for (const place of looked(dataset.value.length)) {
        const value = dataset.value[place]
        for (const { message, path = [] } of v.safeParse(item, value, { abortEarly: true }).issues ?? [])
          addIssue({
            message,
            path: [{ type: 'array', origin: 'value', input: dataset.value, key: place, value }, ...path],
          })
      }
    }),
  )
}

function* looked(length: number): Iterable<number> {
  const first = EXACTING ? length : Math.min(length, FIRST_ROWS)
  for (let place = 0; place < first; place++) yield place
  if (length > first) yield length - 1
}

/** The value or null. */
export const orNull = v.nullable
/** A value that may be left out. */
export const optional = v.optional

export const text = v.string()
export const truth = v.boolean()
export const number = v.number()
/** What a dedicated grid is for; null: residential. */
export const gridKind = v.nullable(v.picklist(DEDICATED_KINDS))
const wholeNumber = () => v.pipe(v.number(), v.integer())
/** A whole number: a count, a key, a number within a list. */
export const whole = wholeNumber()
/** The id of a row of which nothing else speaks. */
export const id = wholeNumber()
export const areaId: Schema<AreaId> = wholeNumber()
export const planId: Schema<PlanId> = wholeNumber()
export const schemeId: Schema<SchemeId> = wholeNumber()
export const gridRowId: Schema<GridRowId> = wholeNumber()
export const gridKey: Schema<GridKey> = wholeNumber()
export const buildingId: Schema<BuildingId> = wholeNumber()
export const compoundId: Schema<CompoundId> = wholeNumber()
export const incidentId: Schema<IncidentId> = wholeNumber()
export const categoryId: Schema<CategoryId> = wholeNumber()
export const departmentId: Schema<DepartmentId> = wholeNumber()
export const personId: Schema<PersonId> = wholeNumber()
export const postId: Schema<PostId> = wholeNumber()
export const assignmentId: Schema<AssignmentId> = wholeNumber()
export const volunteerId: Schema<VolunteerId> = wholeNumber()
export const importId: Schema<ImportId> = wholeNumber()
export const uuid = v.pipe(v.string(), v.uuid())
/** Days as `YYYY-MM-DD`. */
export const day = v.pipe(v.string(), v.isoDate())
/** Moments as ISO strings. */
export const moment = v.pipe(
  v.string(),
  v.check((given) => !Number.isNaN(Date.parse(given)), 'a moment was agreed'),
)
/** What is handed on as it is. */
export const anything = v.unknown()
/** What a function that answers nothing answers. */
export const nothing = v.nullish(v.literal(''))

/** Numbers by name. */
export const numbersByName: Schema<Record<string, number>> = v.record(v.string(), number)

const position = v.custom<Position>(
  (given) => Array.isArray(given) && given.length >= 2 && given.every((part) => typeof part === 'number'),
  'a position was agreed',
)
/** A place in degrees. */
export const lngLat = v.tuple([number, number])

export const point = shape({ type: v.literal('Point'), coordinates: position })
const lineString: Schema<LineString> = shape({ type: v.literal('LineString'), coordinates: list(position) })
const multiLineString: Schema<MultiLineString> = shape({
  type: v.literal('MultiLineString'),
  coordinates: list(list(position)),
})
export const polygon: Schema<Polygon> = shape({
  type: v.literal('Polygon'),
  coordinates: list(list(position)),
})
export const multiPolygon: Schema<MultiPolygon> = shape({
  type: v.literal('MultiPolygon'),
  coordinates: list(list(list(position))),
})
export const line = v.union([multiLineString, lineString])
export const ground = v.union([multiPolygon, polygon])

/** A collection of features with these geometries and properties. */
export function features<G, P>(geometry: Schema<G>, properties: Schema<P>) {
  return shape({
    type: v.literal('FeatureCollection'),
    features: list(shape({ type: v.literal('Feature'), id: text, properties, geometry })),
  })
}
