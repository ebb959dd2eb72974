import type { Queries } from './database/types'

/** The password of every demo account. */
export const demoPassword = 'gridward-demo'

/** An account of a demo database. */
export interface DemoAccount {
  email: string
  password: string
  /** What the sign-in page calls it. */
  role: string
}

/** The accounts of a demo database, in the order in which the sign-in page offers them. */
export const demoAccounts: readonly DemoAccount[] = [
  'planner',
  'dispatcher',
  'leader',
  'worker',
  'admin',
  'wall',
].map((role) => ({ email: `${role}@demo.gridward.cn`, password: demoPassword, role }))

/**
 * Makes an account that can sign in with its e-mail address and password, or finds the one with this address, and
 * returns its id. The password is hashed by the database (bcrypt).
 */
export async function createAccount(queries: Queries, email: string, password: string): Promise<string> {
  const address = email.toLowerCase()
  const found = await findAccount(queries, address)
  if (found) return found.id
  const [{ id }] = await queries.query<{ id: string }>(insertUser, [address, password])
  await queries.query(insertIdentity, [id, address])
  return id
}

const insertUser = `
  insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
  values (gen_random_uuid(), 'authenticated', 'authenticated', $1::text,
    extensions.crypt($2, extensions.gen_salt('bf', 10)), now(),
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

/** Gives an account another password and ends its sessions; returns it, or undefined when there is no such account. */
export async function setPassword(
  queries: Queries,
  id: string,
  password: string,
): Promise<Account | undefined> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined
  await queries.query(
    `update auth.users set encrypted_password = extensions.crypt($2::text, extensions.gen_salt('bf', 10)), updated_at = now()
     where id = $1::uuid`,
    [id, password],
  )
  await queries.query('delete from auth.refresh_tokens where user_id = $1::uuid', [id])
  await queries.query('delete from auth.sessions where user_id = $1::uuid', [id])
  return (await queries.query<Account>(`${selectAccounts} where id = $1::uuid`, [id]))[0]
}
