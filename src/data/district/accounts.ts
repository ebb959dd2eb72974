import { DataError } from '../../lib/errors'
import type { Client } from '../../lib/supabase'
import {
  type account,
  accountList,
  accountSessions,
  changeAccount as change,
  endAccount as end,
  endAccountSessions,
  grantPairing,
  type heldRole,
  inviteAccount,
  resetAccount as reset,
  withdrawInvitation as withdraw,
} from '../contracts/accounts'
import { type AnswerOf, ask, type Shape } from '../contracts/contract'
import type { AreaId, PersonId } from '../../lib/ids'
import { asRead } from '../as-read'

/** An account with a role in a district, or that had one. */
export type Account = Shape<typeof account>
/** A role in an area. */
export type HeldRole = Shape<typeof heldRole>
/** A code as it is issued, once. */
export type InvitationCode = AnswerOf<typeof inviteAccount>
/** A session of an account. */
export type AccountSession = AnswerOf<typeof accountSessions>[number]

/** Returns the accounts of a district and the codes that are open. Throws `not-allowed`. */
export async function listAccounts(client: Client, district: AreaId): Promise<AnswerOf<typeof accountList>> {
  return ask(client, accountList, { district })
}

/** What an invitation says of a person. */
export interface InvitedContent {
  name: string
  signIn: string
  roles: HeldRole[]
  personId?: PersonId | null
}

/** Invites a person and returns the code. Throws `sign-in-malformed`, `sign-in-taken`, `invitation-open`, `role-missing`, `person-has-account` … */
export async function invite(
  client: Client,
  district: AreaId,
  content: InvitedContent,
): Promise<InvitationCode> {
  return ask(client, inviteAccount, { district, content })
}

/** Invites one after the other, and returns of each the code or why there is none: one that is refused keeps nobody else out. */
export async function inviteEach(
  client: Client,
  district: AreaId,
  people: readonly InvitedContent[],
): Promise<({ issued: InvitationCode } | { failure: unknown })[]> {
  const answers: ({ issued: InvitationCode } | { failure: unknown })[] = []
  for (const content of people) {
    try {
      answers.push({ issued: await invite(client, district, content) })
    } catch (failure) {
      answers.push({ failure })
    }
  }
  return answers
}

/** Returns a code by which the person sets another password. Throws `account-unknown`, `account-ended`. */
export async function resetAccount(
  client: Client,
  district: AreaId,
  person: string,
): Promise<InvitationCode> {
  return ask(client, reset, { district, person })
}

/** Makes a code useless. Throws `invitation-unknown`. */
export async function withdrawInvitation(client: Client, district: AreaId, id: number): Promise<void> {
  await ask(client, withdraw, { district, invitation: id })
}

/** Changes name, roles or whose it is on the roster, of an account as it was read. Throws `changed-since`, `last-admin`, `account-ended`, `role-missing`, `person-has-account` … */
export async function changeAccount(
  client: Client,
  district: AreaId,
  read: Account,
  content: { name?: string; roles?: HeldRole[]; personId?: PersonId | null },
): Promise<void> {
  const was = { ...asRead(read, 'name', 'roles'), personId: read.person?.id ?? null }
  await ask(client, change, { district, person: read.userId, content: { ...content, was } })
}

/** Returns the sessions of an account, the newest first. */
export async function listSessions(
  client: Client,
  district: AreaId,
  person: string,
): Promise<AccountSession[]> {
  return ask(client, accountSessions, { district, person })
}

/** Signs an account out everywhere. */
export async function endSessions(client: Client, district: AreaId, person: string): Promise<void> {
  await ask(client, endAccountSessions, { district, person })
}

/** Ends an account. Throws `last-admin`. */
export async function endAccount(client: Client, district: AreaId, person: string): Promise<void> {
  await ask(client, end, { district, person })
}

/** Lets the wall that shows a code be a display of an area. Throws `code-unknown`, `name-missing`, `too-many-requests`. */
export async function pairDisplay(client: Client, area: AreaId, code: string, name: string): Promise<void> {
  if (!(await ask(client, grantPairing, { area, code, name }))) throw new DataError('code-unknown')
}
