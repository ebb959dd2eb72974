import { readFile } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'

test('the types of the application are what the migrations make', async () => {
  const written = await readFile('src/lib/database.ts', 'utf8')
  expect(inject('api').generatedTypes, 'stale: run npm run types').toBe(written)
})
