import type { Database, Queries } from '../database/types'

/** A part of a table: a constraint, an index, a trigger or a policy. */
export interface Part {
  id: string
  name: string
  definition: string
  comment: string | null
}

export interface Constraint extends Part {
  kind: 'p' | 'u' | 'c' | 'x' | 'f' | 't'
}

/** A privilege that a role has, or a role would have by default and has not. */
export interface Grant {
  grantee: string
  privilege: string
  column?: string
}

/** An object of the database that a file of `supabase/schemas` holds. */
export interface DatabaseObject {
  /** Stands for the object in `needs`. */
  id: string
  kind: 'enum' | 'composite' | 'sequence' | 'table' | 'view' | 'function'
  /** With its schema. */
  name: string
  comment: string | null
  grants: Grant[]
  revokes: Grant[]
  /** What it must find when it is made. */
  needs: string[]
}

export interface Enum extends DatabaseObject {
  kind: 'enum'
  values: string[]
}

/** A type of several named values that is no table's row. */
export interface Composite extends DatabaseObject {
  kind: 'composite'
  columns: { name: string; definition: string; comment: string | null }[]
}

export interface Table extends DatabaseObject {
  kind: 'table'
  unlogged: boolean
  options: string[]
  hasRowSecurity: boolean
  columns: { name: string; definition: string; comment: string | null }[]
  constraints: Constraint[]
  indexes: Part[]
  /** What is known of several columns together. */
  statistics: Part[]
  columnGrants: Grant[]
  /** What migrations put into it, as the values of an insert. */
  rows: string[]
}

/** A sequence with the values that it starts with and goes by. */
export interface Sequence extends DatabaseObject {
  kind: 'sequence'
  definition: string
}

export interface View extends DatabaseObject {
  kind: 'view'
  options: string[]
  definition: string
  columns: { name: string; comment: string | null }[]
}

export interface Routine extends DatabaseObject {
  kind: 'function'
  /** Name with the types of its arguments. */
  signature: string
  body: string
  definition: string
}

/** Foreign keys, triggers and policies stand on a table and may ask for what is made after it. */
export interface Attached extends Part {
  kind: 'foreign key' | 'trigger' | 'policy'
  table: string
  needs: string[]
}

export interface State {
  schemas: { name: string; comment: string | null; grants: Grant[] }[]
  /** One that is closed was made when nobody was to execute a function unless it says so. */
  extensions: { name: string; schema: string; closed: boolean }[]
  defaults: { schema: string | null; kind: string; grants: Grant[]; revokes: Grant[] }[]
  settings: { role: string; name: string; value: string }[]
  enums: Enum[]
  composites: Composite[]
  /** Those that are not a column's. */
  sequences: Sequence[]
  tables: Table[]
  views: View[]
  routines: Routine[]
  attached: Attached[]
}

/** Reads what the schemas `public` and `private` hold, and what of the database around them the migrations set. */
export async function readState(database: Database): Promise<State> {
  return database.transaction(async (queries) => {
    // Names are answered with their schema where the search path does not find them.
    await queries.exec(`set local search_path to ''`)
    const [{ state }] = await queries.query<{ state: State }>(stateQuery)
    for (const table of state.tables) table.rows = await readRows(queries, table)
    return state
  })
}

async function readRows(queries: Queries, { name, columns, constraints }: Table): Promise<string[]> {
  const key = constraints.find(({ kind }) => kind === 'p')?.definition.match(/\((.*?)\)/)?.[1]
  const values = columns.map((column) => `quote_nullable(t.${column.name}::text)`).join(', ')
  const rows = await queries.query<{ row: string }>(
    `select concat_ws(', ', ${values}) as row from ${name} t${key ? ` order by ${key}` : ''}`,
  )
  return rows.map(({ row }) => row)
}

const own = (namespace: string) => `${namespace} in ('public'::regnamespace, 'private'::regnamespace)`

const isOfExtension = (oid: string) =>
  `exists (select from pg_depend d where d.objid = ${oid} and d.deptype = 'e')`

const list = (what: string, order: string) => `coalesce(jsonb_agg(${what} order by ${order}), '[]')`

const commentOf = (oid: string, catalog: string) => `obj_description(${oid}, '${catalog}')`

/** pg_default_acl and acldefault() call sequences by different letters. */
const aclKind = (kind: string) => (kind === 'S' ? 's' : kind)

/** What an object that is made now is granted: the general defaults of its kind with those of its schema. */
const defaultGrants = (kind: string, namespace: string) => `(
  select a.grantee, a.privilege_type from aclexplode(coalesce(
    (select g.defaclacl from pg_default_acl g where g.defaclnamespace = 0 and g.defaclobjtype = '${kind}'
      and g.defaclrole = current_user::regrole),
    acldefault('${aclKind(kind)}', current_user::regrole))) a
  union
  select a.grantee, a.privilege_type from pg_default_acl s, aclexplode(s.defaclacl) a
  where s.defaclnamespace = ${namespace} and s.defaclobjtype = '${kind}' and s.defaclrole = current_user::regrole)`

const actualGrants = (kind: string, acl: string, owner: string) =>
  `(select a.grantee, a.privilege_type from aclexplode(coalesce(${acl}, acldefault('${aclKind(kind)}', ${owner}))) a)`

const granteeName = `case when grantee = 0 then 'public' else grantee::regrole::text end`

const asGrants = (rows: string) => `(
  select ${list(`jsonb_build_object('grantee', ${granteeName}, 'privilege', lower(privilege_type))`, `${granteeName} collate "C", privilege_type collate "C"`)}
  from (${rows}) g)`

const grantsOf = (kind: string, acl: string, owner: string, namespace: string) => `
  'grants', ${asGrants(`${actualGrants(kind, acl, owner)} except ${defaultGrants(kind, namespace)}`)},
  'revokes', ${asGrants(`${defaultGrants(kind, namespace)} except ${actualGrants(kind, acl, owner)}`)}`

const columnGrants = `(
  select ${list(`jsonb_build_object('grantee', ${granteeName}, 'privilege', lower(privilege_type), 'column', column_name)`, `${granteeName} collate "C", privilege_type collate "C", place`)}
  from (select x.grantee, x.privilege_type, a.attnum as place, quote_ident(a.attname) as column_name
    from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid and a.attnum > 0) g)`

/** Ids: a relation, type or function by its kind and oid; a type that is a row or an array stands for what it is of. */
const typeNeed = (type: string) => `(
  select case when r.oid is not null then 'table ' || r.oid when e.typtype = 'e' then 'enum ' || e.oid end
  from pg_type t
  join pg_type e on e.oid = case when t.typelem <> 0 and t.typcategory = 'A' then t.typelem else t.oid end
  left join pg_class r on r.oid = e.typrelid and e.typtype = 'c' and r.relkind in ('r', 'p', 'v', 'c')
  where t.oid = ${type} and ${own('e.typnamespace')})`

const needOf = `case d.refclassid
  when 'pg_class'::regclass then (select 'table ' || coalesce(i.indrelid, r.oid) from pg_class r
    left join pg_index i on i.indexrelid = r.oid where r.oid = d.refobjid and r.relkind in ('r', 'p', 'v', 'i', 'c') and ${own('r.relnamespace')})
  when 'pg_proc'::regclass then (select 'function ' || p.oid from pg_proc p where p.oid = d.refobjid and ${own('p.pronamespace')} and not ${isOfExtension('p.oid')})
  when 'pg_type'::regclass then ${typeNeed('d.refobjid')} end`

const needs = (condition: string) => `(
  select coalesce(jsonb_agg(distinct need) filter (where need is not null), '[]')
  from (select ${needOf} as need from pg_depend d where ${condition}) n)`

const dependsOn = (catalog: string, oid: string) => `d.classid = '${catalog}'::regclass and d.objid = ${oid}`

const tableNeeds = needs(`(${dependsOn('pg_class', 'c.oid')} and d.refobjid <> c.oid)
  or (d.classid = 'pg_attrdef'::regclass and d.objid in (select f.oid from pg_attrdef f where f.adrelid = c.oid) and d.refobjid <> c.oid)
  or (d.classid = 'pg_constraint'::regclass and d.objid in (select k.oid from pg_constraint k where k.conrelid = c.oid and k.contype not in ('f', 't')) and d.refobjid <> c.oid)
  or (d.classid = 'pg_class'::regclass and d.objid in (select i.indexrelid from pg_index i where i.indrelid = c.oid) and d.refobjid <> c.oid and d.refclassid <> 'pg_constraint'::regclass)`)

const columnDefinition = `
  case when a.attidentity <> '' then format_type(a.atttypid, a.atttypmod)
      || case a.attidentity when 'a' then ' generated always' else ' generated by default' end || ' as identity'
    else format_type(a.atttypid, a.atttypmod)
      || case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation else '' end
      || case when a.attnotnull then ' not null' else '' end
      || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(f.adbin, f.adrelid, true) || ') stored'
        when f.oid is not null then ' default ' || pg_get_expr(f.adbin, f.adrelid, true) else '' end end`

/** In few parentheses, but where those would be lost that keep one condition within another. */
const constraintDefinition = `pg_get_constraintdef(k.oid, pg_get_constraintdef(k.oid) !~ '(AND|OR) [^\\n]*(AND|OR) ')`

const part = (catalog: string, oid: string, name: string, definition: string) => `
  'id', '${catalog} ' || ${oid}, 'name', quote_ident(${name}), 'definition', ${definition}, 'comment', ${commentOf(oid, catalog)}`

const tables = `(
  select ${list(
    `jsonb_build_object(
    'id', 'table ' || c.oid, 'kind', 'table', 'name', c.relnamespace::regnamespace || '.' || quote_ident(c.relname),
    'comment', ${commentOf('c.oid', 'pg_class')}, 'unlogged', c.relpersistence = 'u',
    'options', coalesce(to_jsonb(c.reloptions), '[]'), 'hasRowSecurity', c.relrowsecurity,
    ${grantsOf('r', 'c.relacl', 'c.relowner', 'c.relnamespace')}, 'columnGrants', ${columnGrants}, 'needs', ${tableNeeds},
    'columns', (select ${list(
      `jsonb_build_object('name', quote_ident(a.attname), 'definition', ${columnDefinition}, 'comment', col_description(c.oid, a.attnum))`,
      'a.attnum',
    )}
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'constraints', (select ${list(
      `jsonb_build_object(${part('pg_constraint', 'k.oid', 'k.conname', constraintDefinition)}, 'kind', k.contype)`,
      `position(k.contype::text in 'pucx'), k.conname collate "C"`,
    )} from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'x')),
    'indexes', (select ${list(
      `jsonb_build_object(${part('pg_class', 'x.oid', 'x.relname', 'pg_get_indexdef(x.oid, 0, true)')})`,
      'x.relname collate "C"',
    )} from pg_index i join pg_class x on x.oid = i.indexrelid
      where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = x.oid and k.contype in ('p', 'u', 'x'))),
    'statistics', (select ${list(
      `jsonb_build_object(${part('pg_statistic_ext', 's.oid', 's.stxname', 'pg_get_statisticsobjdef(s.oid)')})`,
      's.stxname collate "C"',
    )} from pg_statistic_ext s where s.stxrelid = c.oid))`,
    'c.relname collate "C"',
  )}
  from pg_class c where ${own('c.relnamespace')} and c.relkind in ('r', 'p') and not ${isOfExtension('c.oid')})`

const views = `(
  select ${list(
    `jsonb_build_object(
    'id', 'table ' || c.oid, 'kind', 'view', 'name', c.relnamespace::regnamespace || '.' || quote_ident(c.relname),
    'comment', ${commentOf('c.oid', 'pg_class')}, 'options', coalesce(to_jsonb(c.reloptions), '[]'),
    'definition', pg_get_viewdef(c.oid, true), ${grantsOf('r', 'c.relacl', 'c.relowner', 'c.relnamespace')},
    'columns', (select ${list(
      `jsonb_build_object('name', quote_ident(a.attname), 'comment', col_description(c.oid, a.attnum))`,
      'a.attnum',
    )} from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'needs', ${needs(`d.classid = 'pg_rewrite'::regclass and d.refobjid <> c.oid
      and d.objid in (select r.oid from pg_rewrite r where r.ev_class = c.oid)`)})`,
    'c.relname collate "C"',
  )}
  from pg_class c where ${own('c.relnamespace')} and c.relkind = 'v' and not ${isOfExtension('c.oid')})`

const routines = `(
  select ${list(
    `jsonb_build_object(
    'id', 'function ' || p.oid, 'kind', 'function', 'name', p.pronamespace::regnamespace || '.' || quote_ident(p.proname),
    'signature', p.pronamespace::regnamespace || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    'comment', ${commentOf('p.oid', 'pg_proc')}, 'body', p.prosrc, 'definition', pg_get_functiondef(p.oid),
    ${grantsOf('f', 'p.proacl', 'p.proowner', 'p.pronamespace')}, 'needs', ${needs(`${dependsOn('pg_proc', 'p.oid')} and d.refobjid <> p.oid`)})`,
    'p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"',
  )}
  from pg_proc p where ${own('p.pronamespace')} and p.prokind in ('f', 'p') and not ${isOfExtension('p.oid')})`

const enums = `(
  select ${list(
    `jsonb_build_object(
    'id', 'enum ' || t.oid, 'kind', 'enum', 'name', t.typnamespace::regnamespace || '.' || quote_ident(t.typname),
    'comment', ${commentOf('t.oid', 'pg_type')}, 'needs', '[]'::jsonb, ${grantsOf('T', 't.typacl', 't.typowner', 't.typnamespace')},
    'values', (select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid))`,
    't.typname collate "C"',
  )}
  from pg_type t where ${own('t.typnamespace')} and t.typtype = 'e' and not ${isOfExtension('t.oid')})`

const composites = `(
  select ${list(
    `jsonb_build_object(
    'id', 'table ' || c.oid, 'kind', 'composite', 'name', c.relnamespace::regnamespace || '.' || quote_ident(c.relname),
    'comment', ${commentOf('t.oid', 'pg_type')}, ${grantsOf('T', 't.typacl', 't.typowner', 't.typnamespace')}, 'needs', ${needs(`${dependsOn('pg_class', 'c.oid')} and d.refobjid <> c.oid`)},
    'columns', (select ${list(
      `jsonb_build_object('name', quote_ident(a.attname), 'definition', format_type(a.atttypid, a.atttypmod), 'comment', col_description(c.oid, a.attnum))`,
      'a.attnum',
    )} from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))`,
    'c.relname collate "C"',
  )}
  from pg_class c join pg_type t on t.oid = c.reltype where ${own('c.relnamespace')} and c.relkind = 'c' and not ${isOfExtension('c.oid')})`

const attach = (
  kind: string,
  catalog: string,
  alias: string,
  name: string,
  relation: string,
  definition: string,
) => `
  select '${kind}' as kind, (select c.relnamespace::regnamespace || '.' || quote_ident(c.relname) from pg_class c where c.oid = ${relation}) as "table",
    ${alias}.oid, '${catalog} ' || ${alias}.oid as id, quote_ident(${name}) as name, ${definition} as definition,
    ${commentOf(`${alias}.oid`, catalog)} as comment, ${needs(dependsOn(catalog, `${alias}.oid`))} as needs
  from ${catalog} ${alias} join pg_class held on held.oid = ${relation} and ${own('held.relnamespace')}`

const policyDefinition = `'for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
  || case when p.polpermissive then '' else ' as restrictive' end
  || ' to ' || (select string_agg(case when r = 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text collate "C") from unnest(p.polroles) r)
  || coalesce(e'\\n  using (' || pg_get_expr(p.polqual, p.polrelid, true) || ')', '')
  || coalesce(e'\\n  with check (' || pg_get_expr(p.polwithcheck, p.polrelid, true) || ')', '')`

const attached = `(
  select ${list("to_jsonb(x) - 'oid'", '"table" collate "C", kind, name collate "C"')} from (
    ${attach('foreign key', 'pg_constraint', 'k', 'k.conname', 'k.conrelid', 'pg_get_constraintdef(k.oid, true)')} where k.contype = 'f'
    union all
    ${attach('trigger', 'pg_trigger', 't', 't.tgname', 't.tgrelid', 'pg_get_triggerdef(t.oid, true)')} where not t.tgisinternal
    union all
    ${attach('policy', 'pg_policy', 'p', 'p.polname', 'p.polrelid', policyDefinition)}) x)`

const sequences = `(
  select ${list(
    `jsonb_build_object(
    'id', 'table ' || c.oid, 'kind', 'sequence', 'name', c.relnamespace::regnamespace || '.' || quote_ident(c.relname),
    'comment', ${commentOf('c.oid', 'pg_class')}, 'needs', '[]'::jsonb, ${grantsOf('S', 'c.relacl', 'c.relowner', 'c.relnamespace')},
    'definition', format('as %s increment %s minvalue %s maxvalue %s start %s cache %s%s', s.seqtypid::regtype, s.seqincrement,
      s.seqmin, s.seqmax, s.seqstart, s.seqcache, case when s.seqcycle then ' cycle' else '' end))`,
    'c.relname collate "C"',
  )}
  from pg_class c join pg_sequence s on s.seqrelid = c.oid where ${own('c.relnamespace')}
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i', 'e')))`

const extensions = `(
  select ${list(
    `jsonb_build_object('name', quote_ident(e.extname), 'schema', e.extnamespace::regnamespace,
      'closed', exists (select from pg_depend d join pg_proc p on p.oid = d.objid
        where d.refobjid = e.oid and d.deptype = 'e' and d.classid = 'pg_proc'::regclass and p.proacl is not null))`,
    'e.extname collate "C"',
  )}
  from pg_extension e where e.extname <> 'plpgsql')`

const schemas = `(
  select ${list(
    `jsonb_build_object('name', quote_ident(n.nspname), 'comment', ${commentOf('n.oid', 'pg_namespace')},
    'grants', ${asGrants(`select a.grantee, a.privilege_type from aclexplode(n.nspacl) a where a.grantee <> n.nspowner`)})`,
    'n.nspname collate "C"',
  )}
  from pg_namespace n where n.nspname in ('extensions', 'private'))`

const defaults = `(
  select ${list(
    `jsonb_build_object('schema', n.nspname, 'kind', d.defaclobjtype,
    'grants', ${asGrants(`select a.grantee, a.privilege_type from aclexplode(d.defaclacl) a where a.grantee <> d.defaclrole`)},
    'revokes', case when n.oid is null then ${asGrants(
      `select a.grantee, a.privilege_type from aclexplode(acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole)) a except select a.grantee, a.privilege_type from aclexplode(d.defaclacl) a`,
    )} else '[]' end)`,
    'n.nspname collate "C" nulls first, d.defaclobjtype',
  )}
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace where d.defaclrole = current_user::regrole)`

const settings = `(
  select ${list(
    `jsonb_build_object('role', s.setrole::regrole, 'name', split_part(c, '=', 1), 'value', substr(c, strpos(c, '=') + 1))`,
    's.setrole::regrole::text collate "C", c collate "C"',
  )}
  from pg_db_role_setting s, unnest(s.setconfig) c
  where s.setdatabase = 0 and s.setrole::regrole::text in ('anon', 'authenticated', 'service_role'))`

const stateQuery = `
  select jsonb_build_object('schemas', ${schemas}, 'extensions', ${extensions}, 'defaults', ${defaults}, 'settings', ${settings},
    'enums', ${enums}, 'composites', ${composites}, 'sequences', ${sequences}, 'tables', ${tables}, 'views', ${views}, 'routines', ${routines}, 'attached', ${attached}) as state`
