import { expect, test } from 'vitest'
import { generateFromMigrations, readSchemas } from '../../../supabase/local/schemas'

test('supabase/schemas is what the migrations make', async () => {
  const written = await readSchemas()
  const made = await generateFromMigrations()
  expect([...written.keys()]).toEqual([...made.keys()])
  for (const [name, text] of made)
    expect(written.get(name), `${name} is stale: run npm run schemas`).toBe(text)
})

test('each function stands once', async () => {
  const text = [...(await readSchemas()).values()].join('\n')
  const made = [...text.matchAll(/^create (?:or replace )?function (\w+\.\w+\([^)]*\))/gm)].map(
    ([, name]) => name,
  )
  expect(made.length).toBeGreaterThan(300)
  expect(made.filter((name, place) => made.indexOf(name) !== place)).toEqual([])
})
