import type { Attached, Composite, Enum, Grant, Part, Routine, Sequence, State, Table, View } from './catalog'
import type { Origins } from './origins'
import { lowerCase, type Statement } from './statements'

type Printed = Enum | Composite | Sequence | Table | View | Routine

/** Returns what makes one object, with its comments and rights. */
export function printObject(object: Printed, origins: Origins): string {
  switch (object.kind) {
    case 'enum':
      return [
        `create type ${object.name} as enum (${object.values.map(quoted).join(', ')});`,
        ...around('type', object),
      ].join('\n')
    case 'composite':
      return printComposite(object)
    case 'sequence':
      return [`create sequence ${object.name} ${object.definition};`, ...around('sequence', object)].join(
        '\n',
      )
    case 'table':
      return printTable(object)
    case 'view':
      return printView(object)
    case 'function':
      return printRoutine(object, origins.textOf(object.name, object.body))
  }
}

function printComposite(type: Composite): string {
  const lines = type.columns.map(({ name, definition }) => `${name} ${lowerCase(definition)}`)
  return [
    `create type ${type.name} as (\n  ${lines.join(',\n  ')}\n);`,
    ...type.columns.flatMap((column) => comment(`column ${type.name}.${column.name}`, column.comment)),
    ...around('type', type),
  ].join('\n')
}

function printTable(table: Table): string {
  const lines = [
    ...table.columns.map(({ name, definition }) => `${name} ${indented(definition)}`),
    ...table.constraints.map(({ name, definition }) => `constraint ${name} ${indented(definition)}`),
  ]
  const options = table.options.length > 0 ? ` with (${table.options.join(', ')})` : ''
  return [
    `create ${table.unlogged ? 'unlogged ' : ''}table ${table.name} (\n  ${lines.join(',\n  ')}\n)${options};`,
    ...comment(`table ${table.name}`, table.comment),
    ...table.columns.flatMap((column) => comment(`column ${table.name}.${column.name}`, column.comment)),
    ...table.constraints.flatMap((held) => comment(`constraint ${held.name} on ${table.name}`, held.comment)),
    ...table.indexes.flatMap(printIndex),
    ...table.statistics.map(({ definition }) => `${lowerCase(definition)};`),
    ...(table.hasRowSecurity ? [`alter table ${table.name} enable row level security;`] : []),
    ...rights('', table.name, table),
    ...printGrants('', table.name, table.columnGrants, 'grant', 'to'),
    ...printRows(table),
  ].join('\n')
}

function indented(definition: string): string {
  return lowerCase(definition)
    .replaceAll('\n', '\n    ')
    .replaceAll('timestamp with time zone', 'timestamptz')
}

function printIndex({ name, definition, comment: said }: Part): string[] {
  const schema = /\bon (?:only )?(\w+)\./i.exec(definition)?.[1]
  return [
    `${lowerCase(definition).replace(' using btree ', ' ')};`,
    ...comment(`index ${schema}.${name}`, said),
  ]
}

function printRows({ name, columns, rows }: Table): string[] {
  if (rows.length === 0) return []
  // What a database draws by chance is drawn anew in each: the value of one is not written down.
  if (
    columns.some(({ definition }) => definition.includes('gen_random_uuid()')) &&
    columns.every(({ definition }) => / default /.test(definition))
  )
    return rows.map(() => `insert into ${name} default values;`)
  const names = columns.map((column) => column.name).join(', ')
  return [`insert into ${name} (${names}) values\n${rows.map((row) => `  (${row})`).join(',\n')};`]
}

function printView(view: View): string {
  const options = view.options.length > 0 ? ` with (${view.options.join(', ')})` : ''
  return [
    `create view ${view.name}${options} as\n${lowerCase(view.definition.trim())}`,
    ...comment(`view ${view.name}`, view.comment),
    ...view.columns.flatMap((column) => comment(`column ${view.name}.${column.name}`, column.comment)),
    ...rights('', view.name, view),
  ].join('\n')
}

function printRoutine(routine: Routine, written: Statement | undefined): string {
  const text = written
    ? written.text.replace(/^create or replace/i, 'create')
    : routine.definition.replace(/^CREATE OR REPLACE/, 'create').trim()
  const above = written?.comment ? [written.comment] : []
  return [...above, `${text};`, ...around('function', { ...routine, name: routine.signature })].join('\n')
}

/** Returns what makes a foreign key, trigger or policy. */
export function printAttached({ kind, name, table, definition, comment: said }: Attached): string {
  if (kind === 'foreign key')
    return [
      `alter table ${table} add constraint ${name}\n  ${lowerCase(definition)};`,
      ...comment(`constraint ${name} on ${table}`, said),
    ].join('\n')
  const text =
    kind === 'trigger'
      ? `${lowerCase(definition)};`
      : `create policy ${name} on ${table}\n  ${withoutAliases(lowerCase(definition))};`
  return [text, ...comment(`${kind} ${name} on ${table}`, said)].join('\n')
}

/** The server names the answer of `(select f())` after the function, which nobody asks for. */
function withoutAliases(definition: string): string {
  return definition.replace(/\( (select (?:\w+\.)?(\w+)\([^()]*\)) as \2\)/g, '($1)')
}

const defaultKinds: Record<string, string> = {
  r: 'tables',
  S: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
}

/** Returns what stands before every object: schemas, extensions, settings of roles, and rights that new objects get. */
export function printFoundation({ schemas, extensions, defaults, settings }: State): string[] {
  return [
    ...schemas.map((schema) =>
      [
        `create schema if not exists ${schema.name};`,
        ...comment(`schema ${schema.name}`, schema.comment),
        ...printGrants('schema ', schema.name, schema.grants, 'grant', 'to'),
      ].join('\n'),
    ),
    printExtensions(extensions.filter(({ closed }) => !closed)),
    settings.map(({ role, name, value }) => `alter role ${role} set ${name} = ${quoted(value)};`).join('\n'),
    defaults.flatMap(printDefaults).join('\n'),
    printExtensions(extensions.filter(({ closed }) => closed)),
  ].filter((text) => text !== '')
}

function printExtensions(extensions: State['extensions']): string {
  return extensions
    .map(({ name, schema }) => `create extension if not exists ${name} with schema ${schema};`)
    .join('\n')
}

/** Default rights are made from nothing: what the host grants before the first migration is taken away first. */
function printDefaults({ schema, kind, grants, revokes }: State['defaults'][number]): string[] {
  const where = `alter default privileges${schema ? ` in schema ${schema}` : ''}`
  const objects = defaultKinds[kind]
  const before = schema ? [`${where} revoke all on ${objects} from anon, authenticated, service_role;`] : []
  return [
    ...before,
    ...gathered(revokes).map(
      ({ what, grantees }) => `${where} revoke ${what} on ${objects} from ${grantees};`,
    ),
    ...gathered(grants).map(({ what, grantees }) => `${where} grant ${what} on ${objects} to ${grantees};`),
  ]
}

/** The comment and the rights of an object. */
function around(
  word: string,
  object: { name: string; comment: string | null; grants: Grant[]; revokes: Grant[] },
): string[] {
  return [...comment(`${word} ${object.name}`, object.comment), ...rights(`${word} `, object.name, object)]
}

function rights(
  word: string,
  name: string,
  { grants, revokes }: { grants: Grant[]; revokes: Grant[] },
): string[] {
  return [
    ...printGrants(word, name, revokes, 'revoke', 'from'),
    ...printGrants(word, name, grants, 'grant', 'to'),
  ]
}

function printGrants(
  word: string,
  name: string,
  grants: Grant[],
  verb: string,
  preposition: string,
): string[] {
  return gathered(grants).map(
    ({ what, grantees }) => `${verb} ${what} on ${word}${name} ${preposition} ${grantees};`,
  )
}

/** Gathers privileges by role, and roles with the same privileges. */
function gathered(grants: readonly Grant[]): { what: string; grantees: string }[] {
  const byRole = groupedBy(grants, ({ grantee }) => grantee)
  const whats = [...byRole].map(([grantee, own]) => ({ grantee, what: privilegesOf(own) }))
  return [...groupedBy(whats, ({ what }) => what)].map(([what, own]) => ({
    what,
    grantees: own.map(({ grantee }) => grantee).join(', '),
  }))
}

/** All that a table can grant; `maintain`, which only some servers know, goes with it. */
const allOfTables = 'delete, insert, references, select, trigger, truncate, update'

function privilegesOf(grants: readonly Grant[]): string {
  const known = grants.filter(({ privilege }) => privilege !== 'maintain')
  const text = listed(known)
  return text === allOfTables ? 'all' : text
}

function listed(grants: readonly Grant[]): string {
  return [...groupedBy(grants, ({ privilege }) => privilege)]
    .map(([privilege, own]) => {
      const columns = own.flatMap(({ column }) => column ?? [])
      return columns.length > 0 ? `${privilege} (${columns.join(', ')})` : privilege
    })
    .join(', ')
}

function comment(what: string, text: string | null): string[] {
  return text === null ? [] : [`comment on ${what} is\n  ${quoted(text)};`]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function groupedBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}
