import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { postgis as wholePostgis } from '@electric-sql/pglite-postgis'
import { expect, test } from 'vitest'
import { postgis } from '../../supabase/local/database/pglite/postgis'
import { entriesOf } from '../../supabase/local/folder/tar'

const namesIn = async (bundle: URL) => entriesOf(gunzipSync(await readFile(bundle)))!.map(({ name }) => name)
const setup = async (extension: typeof wholePostgis) => extension.setup({} as never, { PGLITE_ENV: {} })

test('PGlite is handed the libraries of PostGIS that are used, and no other', async () => {
  const whole = await setup(wholePostgis)
  const slim = await setup(postgis)

  expect(slim.emscriptenOpts).toEqual(whole.emscriptenOpts)
  const names = await namesIn(slim.bundlePath)
  expect(names.filter((name) => name.endsWith('.so'))).toEqual(['lib/postgresql/postgis-3.so'])
  const isMeant = (name: string) => /\/postgis(\.control$|--\d)|^share\/proj\/./.test(name)
  for (const name of (await namesIn(whole.bundlePath)).filter(isMeant)) expect(names).toContain(name)
})
