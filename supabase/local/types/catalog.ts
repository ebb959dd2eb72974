import type { Database } from '../database/types'

/** A type of the database, as far as the generated types tell types apart. */
export interface TypeReference {
  /** Name without array brackets, e.g. `int4`, `timestamptz`, or an enum's or table's own name. */
  name: string
  isArray: boolean
  kind: 'base' | 'enum' | 'composite'
}

/** A column of a table or view. */
export interface Column {
  name: string
  type: TypeReference
  nullable: boolean
  /** May be left out of an insert. */
  optional: boolean
  /** Always computed by the database: may not be written. */
  generated: boolean
}

export interface ForeignKey {
  name: string
  columns: string[]
  relation: string
  referencedColumns: string[]
  isOneToOne: boolean
}

export interface Relation {
  name: string
  isView: boolean
  /** A view through which rows can be written. */
  insertable: boolean
  columns: Column[]
  foreignKeys: ForeignKey[]
}

export interface Argument {
  name: string
  type: TypeReference
  optional: boolean
}

export interface Routine {
  name: string
  arguments: Argument[]
  returns: TypeReference
  returnsSet: boolean
  /** Changes nothing (stable or immutable), so a call may be repeated. */
  onlyReads: boolean
  /** Columns of `returns table (…)`, else empty. */
  columns: Argument[]
}

/** What the API shows of the schema `public`. */
export interface Catalog {
  relations: Relation[]
  routines: Routine[]
  enums: { name: string; values: string[] }[]
}

/** Reads the catalog of the schema `public`, in alphabetical order, without what belongs to extensions. */
export async function readCatalog(database: Database): Promise<Catalog> {
  const [{ catalog }] = await database.query<{ catalog: Catalog }>(catalogQuery)
  return catalog
}

const typeOf = (oid: string) => `(
  select jsonb_build_object('name', coalesce(element.typname, own.typname), 'isArray', element.oid is not null,
    'kind', case coalesce(element.typtype, own.typtype) when 'e' then 'enum' when 'c' then 'composite' else 'base' end)
  from pg_type own left join pg_type element on element.oid = own.typelem and own.typcategory = 'A'
  where own.oid = ${oid})`

const isOfExtension = (oid: string) =>
  `exists (select from pg_depend where pg_depend.objid = ${oid} and pg_depend.deptype = 'e')`

const namesOf = (relation: string, numbers: string) => `(
  select jsonb_agg(a.attname order by place) from unnest(${numbers}) with ordinality as key (number, place)
  join pg_attribute a on a.attrelid = ${relation} and a.attnum = key.number)`

const columns = `(
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', a.attname, 'type', ${typeOf('a.atttypid')}, 'nullable', not a.attnotnull,
    'optional', a.atthasdef or a.attidentity <> '' or not a.attnotnull,
    'generated', a.attgenerated <> '' or a.attidentity = 'a') order by a.attname collate "C"), '[]')
  from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`

const foreignKeys = `(
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', k.conname, 'columns', ${namesOf('k.conrelid', 'k.conkey')},
    'relation', referenced.relname, 'referencedColumns', ${namesOf('k.confrelid', 'k.confkey')},
    'isOneToOne', exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null
      and (select array_agg(n order by n) from unnest(i.indkey::int2[]) n)
        = (select array_agg(n order by n) from unnest(k.conkey) n))) order by k.conname collate "C"), '[]')
  from pg_constraint k join pg_class referenced on referenced.oid = k.confrelid
  where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0
    and referenced.relnamespace = 'public'::regnamespace)`

const relations = `(
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', c.relname, 'isView', c.relkind in ('v', 'm'),
    'insertable', c.relkind = 'v' and pg_relation_is_updatable(c.oid, true) & 8 = 8,
    'columns', ${columns}, 'foreignKeys', ${foreignKeys}) order by c.relname collate "C"), '[]')
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and not ${isOfExtension('c.oid')})`

const argumentsIn = (modes: string, offset: string) => `(
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', coalesce(p.proargnames[place], ''), 'type', ${typeOf('argument')},
    'optional', place > ${offset}) order by place), '[]')
  from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as given (argument, place)
  where coalesce(p.proargmodes[place], 'i') in (${modes}))`

const routines = `(
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', p.proname, 'arguments', ${argumentsIn("'i', 'b', 'v'", 'p.pronargs - p.pronargdefaults')},
    'returns', ${typeOf('p.prorettype')}, 'returnsSet', p.proretset,
    'onlyReads', p.provolatile <> 'v',
    'columns', ${argumentsIn("'t'", '1000')}) order by p.proname collate "C", p.pronargs), '[]')
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
    and not ${isOfExtension('p.oid')})`

const enums = `(
  select coalesce(jsonb_agg(jsonb_build_object('name', t.typname, 'values', (
    select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid
  )) order by t.typname collate "C"), '[]')
  from pg_type t
  where t.typnamespace = 'public'::regnamespace and t.typtype = 'e' and not ${isOfExtension('t.oid')})`

const catalogQuery = `
  select jsonb_build_object('relations', ${relations}, 'routines', ${routines}, 'enums', ${enums}) as catalog`
