import type { Argument, Catalog, Column, Relation, Routine, TypeReference } from './catalog'

const numbers = ['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'oid']
const strings = [
  'text',
  'varchar',
  'bpchar',
  'name',
  'citext',
  'uuid',
  'bytea',
  'inet',
  'ltree',
  'lquery',
  'interval',
  'date',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
  'daterange',
  'tsrange',
  'tstzrange',
  'int4range',
]

/** Returns the source of `src/lib/database.ts`: the catalog in the shape that supabase-js reads. */
export function printTypes(catalog: Catalog): string {
  const tables = catalog.relations.filter(({ isView }) => !isView)
  const views = catalog.relations.filter(({ isView }) => isView)
  return `// Made by \`npm run types\` from supabase/migrations. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: ${block(tables.map((table) => [table.name, printRelation(table, catalog)]))}
    Views: ${block(views.map((view) => [view.name, printRelation(view, catalog)]))}
    Functions: ${block(printRoutines(catalog))}
    Enums: ${block(catalog.enums.map(({ name, values }) => [name, values.map((value) => `'${value}'`).join(' | ')]))}
    CompositeTypes: Record<never, never>
  }
}

type Public = Database['public']
/** A row as it is read from a table or view. */
export type Row<Name extends keyof (Public['Tables'] & Public['Views'])> = (Public['Tables'] & Public['Views'])[Name]['Row']
/** A row as it is inserted into a table. */
export type Insert<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Insert']
/** The values of an enum. */
export type Enum<Name extends keyof Public['Enums']> = Public['Enums'][Name]

/** The functions that change nothing: a call whose answer was lost may be made again. */
export const READING_FUNCTIONS: ReadonlySet<string> = new Set([
${readingFunctions(catalog)
  .map((name) => `  '${name}',\n`)
  .join('')}])
`
}

/** A name whose every overload only reads. */
function readingFunctions({ routines }: Catalog): string[] {
  const writing = new Set(routines.filter(({ onlyReads }) => !onlyReads).map(({ name }) => name))
  return [...new Set(routines.map(({ name }) => name))].filter((name) => !writing.has(name))
}

function printRelation(relation: Relation, catalog: Catalog): string {
  const { columns, isView, insertable } = relation
  const writable = columns.filter(({ generated }) => !generated)
  const entries: [string, string][] = [
    ['Row', record(columns.map((column) => [column.name, read(column, catalog)]))],
  ]
  if (!isView || insertable) {
    entries.push(
      [
        'Insert',
        record(writable.map((column) => [key(column.name, column.optional), read(column, catalog)])),
      ],
      ['Update', record(writable.map((column) => [key(column.name, true), read(column, catalog)]))],
    )
  }
  entries.push(['Relationships', printRelationships(relation)])
  return record(entries)
}

function printRelationships({ foreignKeys }: Relation): string {
  const items = foreignKeys.map(({ name, columns, isOneToOne, relation, referencedColumns }) =>
    record([
      ['foreignKeyName', JSON.stringify(name)],
      ['columns', JSON.stringify(columns)],
      ['isOneToOne', String(isOneToOne)],
      ['referencedRelation', JSON.stringify(relation)],
      ['referencedColumns', JSON.stringify(referencedColumns)],
    ]),
  )
  return items.length > 0
    ? `[\n  ${items.map((item) => item.replaceAll('\n', '\n  ')).join(',\n  ')},\n]`
    : '[]'
}

function printRoutines(catalog: Catalog): [string, string][] {
  const byName = new Map<string, string[]>()
  for (const routine of catalog.routines) {
    byName.set(routine.name, [...(byName.get(routine.name) ?? []), printRoutine(routine, catalog)])
  }
  return [...byName].map(([name, overloads]) => [name, overloads.join(' | ')])
}

function printRoutine(routine: Routine, catalog: Catalog): string {
  const given = routine.arguments.map(({ name, type, optional }): [string, string] => [
    key(name, optional),
    typeName(type, catalog),
  ])
  const returned =
    routine.columns.length > 0 ? printColumns(routine.columns, catalog) : typeName(routine.returns, catalog)
  return record([
    ['Args', given.length > 0 ? record(given) : 'never'],
    ['Returns', routine.returnsSet ? `(${returned})[]` : returned],
  ])
}

function printColumns(columns: Argument[], catalog: Catalog): string {
  return record(columns.map(({ name, type }) => [name, typeName(type, catalog)]))
}

function read({ type, nullable }: Column, catalog: Catalog): string {
  return `${typeName(type, catalog)}${nullable ? ' | null' : ''}`
}

function typeName({ name, kind, isArray }: TypeReference, catalog: Catalog): string {
  const single = kind === 'base' ? baseType(name) : ownType(name, kind, catalog)
  return isArray ? `(${single})[]` : single
}

function ownType(name: string, kind: 'enum' | 'composite', { relations, enums }: Catalog): string {
  if (kind === 'enum')
    return enums.some((own) => own.name === name) ? `Database['public']['Enums']['${name}']` : 'string'
  const relation = relations.find((own) => own.name === name)
  return relation
    ? `Database['public']['${relation.isView ? 'Views' : 'Tables'}']['${name}']['Row']`
    : 'unknown'
}

function baseType(name: string): string {
  if (name === 'bool') return 'boolean'
  if (name === 'json' || name === 'jsonb') return 'Json'
  if (name === 'void') return 'undefined'
  if (numbers.includes(name)) return 'number'
  return strings.includes(name) ? 'string' : 'unknown'
}

function key(name: string, optional: boolean): string {
  return optional ? `${name}?` : name
}

function record(entries: [string, string][]): string {
  if (entries.length === 0) return 'Record<never, never>'
  const lines = entries.map(([name, value]) => `${name}: ${value}`.replaceAll('\n', '\n  '))
  return `{\n  ${lines.join('\n  ')}\n}`
}

/** A record inside `Database['public']`, four spaces in. */
function block(entries: [string, string][]): string {
  return record(entries).replaceAll('\n', '\n    ')
}
