import type { Client } from '../../lib/supabase'
import { ask, type Shape } from '../contracts/contract'
import * as agreed from '../contracts/departments'
import type { AreaId, DepartmentId } from '../../lib/ids'
import { asRead } from '../as-read'

/** An office that handles categories of cases. */
export type Department = Shape<typeof agreed.department>

/** What is said of a department. */
type DepartmentContent = Omit<Shape<typeof agreed.departmentContent>, 'was'>

/** Returns the departments of a district, those in use first. Throws `not-allowed`. */
export async function listDepartments(client: Client, districtId: AreaId): Promise<Department[]> {
  return ask(client, agreed.listDepartments, { district: districtId })
}

/**
 * Makes a department (`read` null) or changes the one that was read, and returns its id and how many open cases went elsewhere by its rule. `key` is
 * that of the intent, here and below. Throws `department-name-taken`, `category-taken` { code, area, name }, `changed-since` …
 */
export async function saveDepartment(
  client: Client,
  districtId: AreaId,
  { read, content, key }: { read: Department | null; content: DepartmentContent; key?: string },
): Promise<{ id: number; moved: number }> {
  return ask(client, agreed.saveDepartment, {
    district: districtId,
    department: read?.id ?? null,
    content: read
      ? { ...content, was: asRead(read, 'name', 'nameEn', 'telephone', 'retired', 'categories') }
      : content,
    client_key: key,
  })
}

/** Removes a department that was never used. Throws `department-in-use` { people, accounts, cases }. */
export async function removeDepartment(client: Client, id: number, key?: string): Promise<void> {
  await ask(client, agreed.removeDepartment, { department: id, client_key: key })
}

/** Puts an open case to a department, or to none. Throws `incident-ended`, `department-unknown`, `not-allowed`. */
export async function assignDepartment(
  client: Client,
  incidentId: number,
  { departmentId, note, key }: { departmentId: DepartmentId | null; note: string; key?: string },
): Promise<void> {
  await ask(client, agreed.assignDepartment, {
    incident_id: incidentId,
    department: departmentId,
    note,
    client_key: key,
  })
}
