import { readFile } from 'node:fs/promises'
import type { Database } from '../../../supabase/local/database/types'
import { emailOf } from './roles'

/** Somebody who holds one role in one place, seen from the rows that are tried. */
interface Actor {
  name: string
  email: string
  place: string
}

/** A cell of the first table of docs/access.md: a row, a command, and who may. */
interface TableRule {
  name: string
  variant: string | null
  command: 'read' | 'add' | 'change' | 'remove'
  content: Record<string, unknown>
  key: string[]
  /** Columns that the command may name; where there is no such right, one that it would name. */
  columns: string[]
  allowed: string[]
}

/** A line of the second table: a call, and who may make it. */
interface CallRule {
  name: string
  parameters: Record<string, unknown>
  isReading: boolean
  allowed: string[]
}

/** Two made-up districts with one of everything, and what docs/access.md says of the first. */
export interface World {
  actors: Actor[]
  tables: TableRule[]
  calls: CallRule[]
}

/** Makes the districts and the accounts of the database tests in the database behind the API. */
export async function makeWorld(database: Database): Promise<World> {
  const read = (file: string) => readFile(`supabase/tests/${file}`, 'utf8')
  const access = await readFile('docs/access.md', 'utf8')
  const reading = (await read('access_reading.sql'))
    .replace(/^\\set .*$/m, '')
    .replaceAll(":'access'", () => `$access$${access}$access$`)
  await database.transaction(async (queries) => {
    await queries.exec(await read('helpers.sql'))
    await queries.exec(await read('world_fixture.sql'))
    await queries.exec(reading)
    await queries.exec(await read('access_actors.sql'))
    await queries.query(lendPasswords, [emailOf('admin')])
  })
  const one = async <Row>(sql: string) => (await database.query<{ rows: Row[] }>(sql))[0].rows
  return {
    actors: await one<Actor>(actors),
    tables: await one<TableRule>(tables),
    calls: await one<CallRule>(calls),
  }
}

/** Accounts of a test sign in with the password of all test accounts. */
const lendPasswords = `
  update auth.users u set email = replace(u.email, ' ', '.'), encrypted_password = lender.encrypted_password, aud = lender.aud,
    role = lender.role, email_confirmed_at = lender.email_confirmed_at, raw_app_meta_data = lender.raw_app_meta_data,
    raw_user_meta_data = lender.raw_user_meta_data
  from auth.users lender, tests.users t
  where lender.email = $1 and t.id = u.id`

const actors = `
  select jsonb_agg(jsonb_build_object('name', a.name, 'place', a.place, 'email', u.email) order by a.name) as rows
  from world.actors a join auth.users u on u.id = tests.user_id(a.name)`

const tables = `
  select jsonb_agg(jsonb_build_object('name', r.name, 'variant', r.variant, 'command', r.command, 
    -- Shapes as every server of the API takes them.
    'content', t.content || coalesce((
      select jsonb_object_agg(e.key, extensions.st_asewkt(extensions.st_setsrid(extensions.st_geomfromgeojson(e.value), 4326)))
      from jsonb_each(t.content) e where jsonb_typeof(e.value) = 'object' and e.value ? 'coordinates'), '{}'),
    'key', to_jsonb(world.key_of(r.name)),
    'columns', to_jsonb(coalesce(
      world.columns_for(r.name, case r.command when 'add' then 'insert' when 'change' then 'update' else 'select' end),
      (select array[a.attname::text] from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = format('public.%I', r.name)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          and a.attidentity = '' and t.typcategory in ('N', 'S', 'D', 'B', 'E') order by a.attnum limit 1))),
    'allowed', (select coalesce(jsonb_agg(a.name), '[]') from world.actors a where world.allows(r.cell, a.role, a.place)))) as rows
  from world.table_rules r join world.tried_rows t on t.name = r.name and t.variant is not distinct from r.variant`

const calls = `
  select jsonb_agg(jsonb_build_object('name', r.name, 'parameters', world.named_arguments(r.call),
    'isReading', (select bool_and(p.provolatile <> 'v') from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = r.name),
    'allowed', (select coalesce(jsonb_agg(a.name), '[]') from world.actors a where world.allows(r.cell, a.role, a.place)))) as rows
  from world.call_rules r`
