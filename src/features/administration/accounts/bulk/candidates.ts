import type { HeldRole } from '../../../../data/district/accounts'
import type { Person } from '../../../../data/setup/people'
import type { AreaId } from '../../../../lib/ids'
import { USUAL_ROLE } from '../../../../lib/rights'

/** By what of the roster people will sign in. */
export const SIGN_INS = ['number', 'telephone'] as const
export type SignInBy = (typeof SIGN_INS)[number]

/** Somebody of the roster who may be invited: with what they will sign in, and what they will be. */
export interface Candidate {
  person: Person
  signIn: string
  roles: HeldRole[]
}

const NUMBER = /^[a-z0-9][a-z0-9_-]{2,31}$/i
const MOBILE = /^(\+?86-?)?1\d{10}$/

/** Returns what somebody would sign in with: what is wished for where it can be that, else the other, else nothing. */
export function signInOf({ sourceId, workTelephone }: Person, by: SignInBy): string {
  // What the product made up for whoever came without a number is no number that anybody knows.
  const number = NUMBER.test(sourceId) && !/^own-[\da-f]{8}-/.test(sourceId) ? sourceId : ''
  const plain = workTelephone.replace(/[\s()（）]/g, '')
  const telephone = MOBILE.test(plain) ? plain : ''
  return by === 'number' ? number || telephone : telephone || number
}

/** Returns everybody of the roster who has no account yet, each with the role that most have, where they work. */
export function candidatesOf(people: readonly Person[], district: AreaId, by: SignInBy): Candidate[] {
  return people
    .filter(({ hasAccount }) => !hasAccount)
    .map((person) => ({
      person,
      signIn: signInOf(person, by),
      roles: [{ role: USUAL_ROLE, areaId: person.area ?? district, departmentId: null }],
    }))
}
