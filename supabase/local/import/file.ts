import { openAsBlob } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { NamedBlob, Resources } from '../../../src/import/formats'
import { isPart, stemOf } from '../../../src/import/formats/names'
import { reasonOf, Refusal } from '../refusal'

/** Where readers of formats find what they load. */
export const resources: Resources = {
  sqliteWasm: () => readFile(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm')),
}

/** Reads a file, and where it is a part of a Shapefile the other parts beside it. Throws a Refusal that names what cannot be read. */
export async function readInput(path: string): Promise<{ blob: Blob; parts: NamedBlob[] }> {
  try {
    const blob = await blobOf(path)
    if (!isPart(path)) return { blob, parts: [] }
    const beside = (await readdir(dirname(path))).filter(
      (name) => isPart(name) && stemOf(name) === stemOf(path) && name !== basename(path),
    )
    const parts = beside.map(async (name) => ({ name, blob: await blobOf(join(dirname(path), name)) }))
    return { blob, parts: await Promise.all(parts) }
  } catch (thrown) {
    throw new Refusal(`The file ${path} cannot be read: ${reasonOf(thrown)}.`)
  }
}

/** The file is read in pieces, as it is needed. */
async function blobOf(path: string): Promise<Blob> {
  return openAsBlob(path)
}
