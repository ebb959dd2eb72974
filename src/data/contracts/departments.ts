import { contract } from './contract'
import {
  areaId,
  departmentId,
  id,
  incidentId,
  list,
  optional,
  orNull,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

const clientKey = optional(uuid)

/** Cases that go to a department: a class (two digits) or category, everywhere (null) or in an area. */
const departmentCategory = shape({ code: text, area: orNull(areaId) })

export const department = shape({
  id: departmentId,
  name: text,
  nameEn: text,
  telephone: text,
  retired: truth,
  /** Whether the signed-in person handles its cases. */
  isMine: truth,
  categories: list(departmentCategory),
  /** Null for those who do not see the staff. */
  people: orNull(whole),
  accounts: orNull(whole),
})

export const listDepartments = contract('list_departments', { district: areaId }, list(department))

const contentEntries = {
  name: text,
  nameEn: text,
  telephone: text,
  retired: truth,
  categories: list(departmentCategory),
}

/** What is said of a department; `was`: as it was read. */
export const departmentContent = shape({ ...contentEntries, was: optional(shape(contentEntries)) })

/** `moved`: open cases that went to another department by the new rule. */
export const saveDepartment = contract(
  'save_department',
  { district: areaId, department: orNull(departmentId), content: departmentContent, client_key: clientKey },
  shape({ id: departmentId, moved: whole }),
)

export const removeDepartment = contract(
  'remove_department',
  { department: departmentId, client_key: clientKey },
  shape({ id }),
)

export const assignDepartment = contract(
  'assign_department',
  { incident_id: incidentId, department: orNull(departmentId), note: optional(text), client_key: clientKey },
  shape({ id: incidentId, number: text }),
)
