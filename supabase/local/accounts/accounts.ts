import type { Queries } from '../database/types'
import { hashPassword } from './passwords'

/** The password of every demo account. */
export const demoPassword = 'gridward-demo'

/** An account of a demo database. */
export interface DemoAccount {
  email: string
  password: string
  /** What the sign-in page calls it. */
  role: DemoRole
}

const demoRoles = ['planner', 'dispatcher', 'leader', 'checker', 'worker', 'admin', 'viewer', 'wall'] as const
export type DemoRole = (typeof demoRoles)[number]

/** The accounts of a demo database, in the order in which the sign-in page offers them. */
export const demoAccounts: readonly DemoAccount[] = demoRoles.map((role) => ({
  email: `${role}@demo.gridward.cn`,
  password: demoPassword,
  role,
}))

/**
 * Makes an account that can sign in with its e-mail address and password, or finds the one with this address, and
 * returns its id.
 */
export async function createAccount(queries: Queries, email: string, password: string): Promise<string> {
  const found = await findAccount(queries, email)
  return found ? found.id : insertAccount(queries, email, await hashPassword(password))
}

/** Makes an account from the hash of its password and returns its id. There must be none with this address. */
export async function insertAccount(queries: Queries, email: string, hashed: string): Promise<string> {
  const address = email.toLowerCase()
  const [{ id }] = await queries.query<{ id: string }>(insertUser, [address, hashed])
  await queries.query(insertIdentity, [id, address])
  return id
}

const insertUser = `
  insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
  values (gen_random_uuid(), 'authenticated', 'authenticated', $1::text,
    $2::text, now(),
    '{"provider": "email", "providers": ["email"]}', jsonb_build_object('email', $1::text, 'email_verified', true))
  returning id`

const insertIdentity = `
  insert into auth.identities (id, provider, provider_id, user_id, identity_data)
  values (gen_random_uuid(), 'email', $1::text, $1::uuid,
    jsonb_build_object('sub', $1::text, 'email', $2::text, 'email_verified', true))`

/** An account as the API shows it. */
export interface Account {
  id: string
  email: string
  created_at: string
}

const selectAccounts = `select id, email, to_json(created_at) #>> array[]::text[] as created_at from auth.users`

/** Returns the account with this e-mail address, in capitals or not. */
export async function findAccount(queries: Queries, email: string): Promise<Account | undefined> {
  return (await queries.query<Account>(`${selectAccounts} where email = lower($1::text)`, [email]))[0]
}

/** Returns all accounts, by e-mail address. */
export function listAccounts(queries: Queries): Promise<Account[]> {
  return queries.query<Account>(`${selectAccounts} where email is not null order by email`)
}

/** What a sign-in is checked against. */
export interface Credentials {
  id: string
  email: string
  hashed: string | null
  /** It was ended, or is for a while. */
  ended: boolean
}

/** Returns what signing in with this e-mail address is checked against, or undefined where there is no such account. */
export async function findCredentials(queries: Queries, email: string): Promise<Credentials | undefined> {
  const rows = await queries.query<Credentials>(
    `select id, email, encrypted_password as hashed, coalesce(banned_until > now(), false) as ended
     from auth.users where email = lower($1::text)`,
    [email],
  )
  return rows[0]
}

/** What of an account may be changed. */
export interface AccountChange {
  /** The hash of another password. */
  hashed?: string
  /** Until when nobody may sign in: an ISO time, `infinity`, or null for not at all. */
  endedUntil?: string | null
}

/**
 * Changes an account and ends its sessions but the one given; returns it, or undefined where there is no such account.
 * Run it in a transaction.
 */
export async function changeAccount(
  queries: Queries,
  id: string,
  { hashed, endedUntil }: AccountChange,
  exceptSession?: string,
): Promise<Account | undefined> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined
  if (hashed !== undefined)
    await queries.query(
      'update auth.users set encrypted_password = $2::text, updated_at = now() where id = $1::text::uuid',
      [id, hashed],
    )
  if (endedUntil !== undefined)
    await queries.query(
      'update auth.users set banned_until = $2::text::timestamptz, updated_at = now() where id = $1::text::uuid',
      [id, endedUntil],
    )
  await endSessions(queries, id, exceptSession)
  return (await queries.query<Account>(`${selectAccounts} where id = $1::text::uuid`, [id]))[0]
}

async function endSessions(queries: Queries, userId: string, except?: string): Promise<void> {
  for (const [table, column] of [
    ['refresh_tokens', 'session_id'],
    ['sessions', 'id'],
  ])
    await queries.query(
      `delete from auth.${table} where user_id = $1::text::uuid and ${column} is distinct from $2::text::uuid`,
      [userId, except ?? null],
    )
}

/** Removes an account with its sessions and tells whether it was there. */
export async function removeAccount(queries: Queries, id: string): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return false
  await endSessions(queries, id)
  const removed = await queries.query('delete from auth.users where id = $1::text::uuid returning id', [id])
  return removed.length > 0
}
