import type { GenericSchema } from 'valibot'
import * as shapes from '../../../src/data/contracts/shapes'

const { day, id, moment, number, text, truth, uuid, whole, gridKey } = shapes
const ROW_IDS = [
  shapes.areaId,
  shapes.planId,
  shapes.schemeId,
  shapes.gridRowId,
  shapes.buildingId,
  shapes.compoundId,
  shapes.incidentId,
  shapes.categoryId,
  shapes.departmentId,
  shapes.personId,
  shapes.postId,
  shapes.assignmentId,
  shapes.volunteerId,
  shapes.importId,
]

const TYPES = new Map<unknown, string>([
  [id, 'int8'],
  ...ROW_IDS.map((own) => [own, 'int8'] as const),
  [gridKey, 'int4'],
  [whole, 'int4'],
  [number, 'float8'],
  [text, 'text'],
  [truth, 'bool'],
  [uuid, 'uuid'],
  [day, 'date'],
  [moment, 'timestamptz'],
])

/** What PostgreSQL takes for an argument with this schema. An enum is compared by its labels, so its type is the one `taken`. */
export function kindOf(schema: unknown, taken: string): { type: string; optional: boolean } {
  const { type, wrapped } = schema as GenericSchema & { wrapped?: unknown }
  if (type === 'nullable') return kindOf(wrapped, taken)
  // What is in a list is checked when it is sent, whether it travels as json or as an array.
  if (type === 'custom' && taken.endsWith('[]')) return { type: taken, optional: false }
  if (type === 'optional') return { type: kindOf(wrapped, taken).type, optional: true }
  return { type: TYPES.get(schema) ?? (type === 'picklist' ? taken : 'jsonb'), optional: false }
}
