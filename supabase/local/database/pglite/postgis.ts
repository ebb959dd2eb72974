import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { constants, gunzip, gzip } from 'node:zlib'
import { postgis as wholePostgis } from '@electric-sql/pglite-postgis'
import { entriesOf, tarOf } from '../../folder/tar'

type Setup = typeof wholePostgis.setup

/**
 * PostGIS for PGlite without raster, topology and geocoder. PGlite compiles every library of an extension whenever it
 * opens, used or not: the two that are never used cost a third of a gigabyte and one and a half seconds of each start.
 */
export const postgis = {
  name: wholePostgis.name,
  setup: async (...given: Parameters<Setup>): ReturnType<Setup> => {
    const whole = await wholePostgis.setup(...given)
    return { ...whole, bundlePath: await withoutUnused(whole.bundlePath) }
  },
}

const isUsed =
  /^(lib\/postgresql\/postgis-\d+\.so|share\/postgresql\/extension\/postgis(\.control|--(?!unpackaged).*)|share\/proj\/.*)$/

/**
 * Returns where the bundle lies that has only what is used: made once out of `bundle`, in the cache beside the packages.
 * Where nothing can be written, or nothing is known of what is in it, `bundle` itself.
 */
async function withoutUnused(bundle: URL): Promise<URL> {
  const cache = new URL('../../../../node_modules/.cache/gridward/', import.meta.url)
  const made = new URL(`postgis-${(await stat(bundle)).size}.tar.gz`, cache)
  if (existsSync(made)) return made
  const used = entriesOf(await promisify(gunzip)(await readFile(bundle)))?.filter(({ name }) =>
    isUsed.test(name),
  )
  if (!used?.some(({ name }) => name.endsWith('.so'))) return bundle
  try {
    const begun = `${fileURLToPath(made)}.${process.pid}`
    await mkdir(cache, { recursive: true })
    await writeFile(begun, await promisify(gzip)(tarOf(used), { level: constants.Z_BEST_SPEED }))
    await rename(begun, made)
    return made
  } catch {
    return bundle
  }
}
