import type { Database } from '../database/types'

/**
 * Keeps, as statements in the database itself, what its roles may do. A dump that is restored into a server without the
 * roles loses every grant and policy that names them (pg_restore says so and goes on), and would start as a database
 * that shows nobody anything.
 */
export async function recordAccess(database: Database): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('delete from gridward_host.access')
    await queries.query(`insert into gridward_host.access (place, statement) ${statements}`)
  })
}

/**
 * Puts the recorded policies, grants and settings back where a restored dump has come without any policy. Where there
 * are some, nothing is touched: somebody may have taken the others away. Returns how many statements it took.
 */
export async function restoreAccess(database: Database): Promise<number> {
  const recorded = await database.query<{ statement: string }>(
    `select a.statement from gridward_host.access a
     where not exists (select from pg_policies p where p.schemaname = 'public') order by a.place`,
  )
  if (recorded.length > 0)
    await database.transaction(async (queries) => {
      for (const { statement } of recorded) await queries.exec(statement)
    })
  return recorded.length
}

const roles = `('anon', 'authenticated', 'service_role')`
const schemas = `('public', 'private', 'auth', 'extensions', 'gridward_host')`

/** Statements that give the roles what they have now; grants of extensions' own functions come with the extensions. */
const statements = `
  select row_number() over (order by kind, statement) as place, statement from (
    select 1 as kind, format('grant %s on schema %I to %I', a.privilege_type, n.nspname, r.rolname) as statement
    from pg_namespace n, aclexplode(n.nspacl) a join pg_roles r on r.oid = a.grantee
    where n.nspname in ${schemas} and r.rolname in ${roles}
    union all
    select 2, format('grant %s on %s %I.%I to %I', a.privilege_type,
      case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname, r.rolname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
    where n.nspname in ${schemas} and r.rolname in ${roles}
    union all
    select 3, format('grant %s (%I) on %I.%I to %I', a.privilege_type, t.attname, n.nspname, c.relname, r.rolname)
    from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace,
      aclexplode(t.attacl) a join pg_roles r on r.oid = a.grantee
    where n.nspname in ${schemas} and r.rolname in ${roles} and not t.attisdropped
    union all
    select 4, format('grant execute on function %I.%I(%s) to %I', n.nspname, p.proname,
      pg_get_function_identity_arguments(p.oid), r.rolname)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) a join pg_roles r on r.oid = a.grantee
    where n.nspname in ('public', 'private', 'auth') and r.rolname in ${roles} and p.prokind = 'f'
    union all
    select 5, format('create policy %I on %I.%I as %s for %s to %s%s%s', p.policyname, p.schemaname, p.tablename,
      p.permissive, p.cmd, (select string_agg(quote_ident(role), ', ') from unnest(p.roles) role),
      ' using (' || p.qual || ')', ' with check (' || p.with_check || ')')
    from pg_policies p where p.schemaname in ${schemas} and p.roles && array['anon', 'authenticated', 'service_role']::name[]
    union all
    select 6, format('alter role %I set %I = %L', r.rolname, split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1))
    from pg_db_role_setting s join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) setting
    where s.setdatabase = 0 and r.rolname in ${roles}
  ) given`
