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
  const found = await queries.query<{ id: string }>('select id from auth.users where email = $1', [email])
  if (found.length > 0) return found[0].id
  const [{ id }] = await queries.query<{ id: string }>(insertUser, [email, password])
  await queries.query(insertIdentity, [id, email])
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
