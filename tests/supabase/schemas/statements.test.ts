import { describe, expect, test } from 'vitest'
import { concerns, concernOf, fileOf } from '../../../supabase/local/schemas/concerns'
import { lowerCase, statementsOf } from '../../../supabase/local/schemas/statements'

describe('statements of a migration', () => {
  test('end at a semicolon that is no part of a text, a name, a comment or a body', () => {
    const sql = `select 'a;''b;'; -- not; here
create table "odd;name" (/* nor; here */ id int);
create function f() returns void language plpgsql as $body$ begin perform 1; end $body$;`
    expect(statementsOf(sql).map(({ text }) => text)).toEqual([
      `select 'a;''b;'`,
      'create table "odd;name" (/* nor; here */ id int)',
      'create function f() returns void language plpgsql as $body$ begin perform 1; end $body$',
    ])
  })

  test('have the comment that stands right above them', () => {
    const sql = '-- About the file.\n\n-- About f.\n-- Still.\ncreate function f();\n\n-- Alone.\n\nselect 1;'
    expect(statementsOf(sql)).toEqual([
      { comment: '-- About f.\n-- Still.', text: 'create function f()' },
      { comment: '', text: 'select 1' },
    ])
  })
})

test('what is quoted keeps its case', () => {
  expect(lowerCase(`CHECK ((name = 'Ä''B'::text) AND "Odd" IS NULL)`)).toBe(
    `check ((name = 'Ä''B'::text) and "Odd" is null)`,
  )
})

test('a migration belongs to the first concern that names it', () => {
  const fileOfMigration = (name: string) => fileOf(concernOf(name) ?? concerns.length)
  expect(fileOfMigration('20261123000200_areas')).toMatch(/_areas\.sql$/)
  expect(fileOfMigration('20261128070100_import_boundaries')).toMatch(/_import_areas\.sql$/)
  expect(concernOf('20270101000000_something_else')).toBeUndefined()
})
