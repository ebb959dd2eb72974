import type { Client } from '../../lib/supabase'
import { type auditEntry, type auditFilter, auditPage } from '../contracts/audit'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import type { AreaId } from '../../lib/ids'

/** A change or a reading that was logged. */
export type AuditEntry = Shape<typeof auditEntry>
/** What is looked for. */
export type AuditFilter = Shape<typeof auditFilter>
/** Up to 50 entries, the newest first. */
export type AuditPage = AnswerOf<typeof auditPage>

/** Returns a page of the audit log of a district, before an entry where one is given. Throws `not-allowed`. */
export async function readAudit(
  client: Client,
  district: AreaId,
  filter: AuditFilter,
  before: number | null = null,
): Promise<AuditPage> {
  return ask(client, auditPage, { district, filter, before })
}
