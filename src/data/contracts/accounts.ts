import * as v from 'valibot'
import { contract } from './contract'
import { memberRole } from './enums'
import {
  areaId,
  departmentId,
  id,
  list,
  moment,
  nothing,
  optional,
  orNull,
  personId,
  shape,
  text,
  truth,
  uuid,
  whole,
} from './shapes'

/** A role in an area, a handler's for a department. */
export const heldRole = shape({ role: memberRole, areaId: areaId, departmentId: orNull(departmentId) })

/** An account with a role in a district, or that had one. */
export const account = shape({
  userId: uuid,
  name: text,
  /** Work number, telephone or e-mail address. */
  signIn: text,
  kind: v.picklist(['person', 'display']),
  /** Not managed: made on the command line, and changed there. */
  isManaged: truth,
  since: moment,
  endedAt: orNull(moment),
  /** Of whom on the roster it is. */
  person: orNull(shape({ id: personId, name: text })),
  isMe: truth,
  lastSignIn: orNull(moment),
  sessions: whole,
  roles: list(heldRole),
})

/** A code that was given to somebody and not used yet. */
export const invitation = shape({
  id,
  name: text,
  signIn: text,
  /** For another password, not for a new account. */
  isReset: truth,
  roles: list(heldRole),
  madeAt: moment,
  expiresAt: moment,
  isOver: truth,
})

/** A code as it is told, once. */
const toldCode = shape({ invitation: id, code: text, expiresAt: moment })

const district = { district: areaId }
const person = { district: areaId, person: uuid }

export const accountList = contract(
  'account_list',
  district,
  shape({ accounts: list(account), invitations: list(invitation) }),
)
export const inviteAccount = contract(
  'invite_account',
  {
    district: areaId,
    content: v.object({
      name: text,
      signIn: text,
      roles: list(heldRole),
      personId: optional(orNull(personId)),
    }),
    days: optional(whole),
  },
  toldCode,
)
export const resetAccount = contract('reset_account', person, toldCode)
export const withdrawInvitation = contract(
  'withdraw_invitation',
  { district: areaId, invitation: id },
  nothing,
)
export const changeAccount = contract(
  'change_account',
  {
    ...person,
    content: v.object({
      name: optional(text),
      roles: optional(list(heldRole)),
      personId: optional(orNull(personId)),
      /** As it was read. */
      was: optional(shape({ name: text, roles: list(heldRole), personId: orNull(personId) })),
    }),
  },
  nothing,
)
export const accountSessions = contract(
  'account_sessions',
  person,
  list(shape({ id: uuid, begun: moment, seen: moment })),
)
export const endAccountSessions = contract('end_account_sessions', person, nothing)
export const endAccount = contract('end_account', person, nothing)
export const grantPairing = contract('grant_pairing', { area: areaId, code: text, name: text }, truth)
