import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LANGUAGE_TAGS } from '../../src/lib/languages'
import type { Words } from '../../src/locales/collect'

const folder = join(import.meta.dirname, '../../supabase/schemas')
const sql = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n')
const files = import.meta.glob<Words>('../../src/locales/*/index.ts', { eager: true, import: 'default' })
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function columnsOf(table: string): string[] {
  const body = new RegExp(`create table public\\.${table} \\(\\n([\\s\\S]*?)\\n\\);`).exec(sql)?.[1] ?? ''
  return [...body.matchAll(/^ {2}"?(\w+)"? /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'constraint')
}

/** The fields that pages send as they were read: a refusal because somebody else was quicker names them. */
function fieldsRead(): string[] {
  const data = join(import.meta.dirname, '../../src/data')
  const sources = readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(data, file), 'utf8'))
  const lists = sources.flatMap((source) => [
    ...[...source.matchAll(/asRead\(([^)]*)\)/g)].map(([, list]) => list),
    ...[...source.matchAll(/_FIELDS = \[([^\]]*)\]/g)].map(([, list]) => list),
    ...[...source.matchAll(/was = [^{;\n]*\{([^}]*)\}/g)].map(([, list]) => list.replace(/(\w+):/g, "'$1'")),
  ])
  return [...new Set(lists.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name)))]
}

test.each(LANGUAGE_TAGS)('each field that a refused form may name has a word in %s', (tag) => {
  const fields = fieldsRead()
  expect(fields).toEqual(
    expect.arrayContaining(['personId', 'compound', 'categories', 'levels', 'deadlines']),
  )
  const words = files[`../../src/locales/${tag}/index.ts`].fields as Words
  expect(fields.filter((name) => !(name in words))).toEqual([])
})

test.each(LANGUAGE_TAGS)('each field whose changes are logged has a word in %s', (tag) => {
  const logged = [...sql.matchAll(/create trigger \w+ .* on public\.(\w+) .*private\.audit\(\)/g)].map(
    ([, table]) => table,
  )
  expect(logged.length).toBeGreaterThan(10)
  const words = files[`../../src/locales/${tag}/index.ts`].fields as Words
  const missing = [...new Set(logged)].flatMap((table) => {
    const columns = columnsOf(table)
    expect([table, columns.length > 1]).toEqual([table, true])
    return columns.filter((name) => !(camel(name) in words)).map((name) => `${table}.${name}`)
  })
  expect(missing).toEqual([])
})
