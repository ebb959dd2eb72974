import { unzipSync, zipSync } from 'fflate'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { NamedBlob } from '../../../../src/import/formats'
import { readTable } from '../help'
import { proposeSettings } from '../../../../src/import/guesses/settings'
import { openTable } from '../../../../src/import/tables/open'
import { DataError } from '../../../../src/lib/errors'
import { resources } from '../../../support/resources'

/** Files that GDAL and this program wrote, each to be broken in many ways. */
const folder = new URL('../../../fixtures/import/formats/', import.meta.url)
const times = Number(process.env.GRIDWARD_TEST_TIMES ?? 1)

/** Numbers between 0 and 1 from a seed (mulberry32): the same files are broken the same way everywhere. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const words = [
  'null',
  'NaN',
  '{}',
  '[]',
  '""',
  '\0',
  '\uD800',
  '-',
  '1e999',
  '"',
  '}',
  ']',
  ',',
  '\n',
  '<',
  '&',
  '\uFEFF',
  '61000',
]

/** Returns bytes with one to four places changed, cut out, doubled, cut off or overwritten. */
function mutate(bytes: Uint8Array, next: () => number): Uint8Array<ArrayBuffer> {
  let broken = new Uint8Array(bytes)
  for (let n = 1 + Math.floor(next() * 4); n > 0; n--) {
    const at = Math.floor(next() * broken.length)
    const to = Math.min(broken.length, at + 1 + Math.floor(next() * 12))
    const kind = Math.floor(next() * 6)
    if (kind === 0) broken[at] = Math.floor(next() * 256)
    if (kind === 1) broken = joined(broken.subarray(0, at), broken.subarray(to))
    if (kind === 2) broken = joined(broken.subarray(0, to), broken.subarray(at))
    if (kind === 3 && next() < 0.3) broken = broken.slice(0, at)
    if (kind === 4) broken.fill(next() < 0.5 ? 0 : 0xff, at, to)
    if (kind === 5) {
      const word = new TextEncoder().encode(words[Math.floor(next() * words.length)])
      broken = joined(broken.subarray(0, at), word, broken.subarray(next() < 0.5 ? at : to))
    }
  }
  return broken
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Reads a file to its end as buildings. Words are what may come of it, or every row accepted or refused: nothing else. */
async function readBroken(name: string, bytes: Uint8Array, parts: NamedBlob[]): Promise<'words' | 'rows'> {
  try {
    const table = await openTable(new Blob([bytes as Uint8Array<ArrayBuffer>]), name, { parts }, resources)
    const settings = proposeSettings(table, '410802', 'buildings')
    const all = {
      lng: table.columns[0],
      lat: table.columns[1],
      households: table.columns[2] ?? table.columns[0],
    }
    const coordinates = settings.coordinates || 'wgs84'
    const { read, accepted, refused } = await readTable(table, {
      ...settings,
      coordinates,
      mapping: { ...all, ...settings.mapping },
    })
    expect(accepted.length + refused.length).toBe(read)
    let rows = 0
    for await (const chunk of table.rows()) rows += chunk.rows.length
    expect(read).toBe(rows)
    for (const { geometry } of accepted) expect(JSON.stringify(geometry)).not.toMatch(/null|NaN/)
    return 'rows'
  } catch (failure) {
    if (!(failure instanceof DataError)) throw failure
    return 'words'
  }
}

const families: Record<string, (name: string) => boolean> = {
  geojson: (name) => /\.(geojson|geojsonl|json|js)$/.test(name),
  shapefile: (name) => name.endsWith('.shp'),
  zip: (name) => name.endsWith('.zip'),
  geopackage: (name) => name.endsWith('.gpkg'),
  flatgeobuf: (name) => name.endsWith('.fgb'),
  kml: (name) => name.endsWith('.kml'),
  xlsx: (name) => name.endsWith('.xlsx'),
}
/** SQLite opens a new copy for each; enough are tried all the same. */
const LEAST = 2000

describe('no broken file ends in anything but words or rows', () => {
  const files = new Map(
    readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(new URL(name, folder)))]),
  )
  test.each(Object.keys(families))(`%s, ${LEAST} ways`, async (family) => {
    const chosen = [...files.keys()].filter(families[family])
    expect(chosen.length).toBeGreaterThan(0)
    const came = { words: 0, rows: 0 }
    for (let seed = 0; seed < LEAST * times; seed++) {
      const next = random(seed)
      const name = chosen[seed % chosen.length]
      const stem = name.replace(/\.\w+$/, '')
      const isParts = family === 'shapefile'
      const parts = isParts ? [...files].filter(([part]) => part !== name && part.startsWith(`${stem}.`)) : []
      // One part of a Shapefile is broken, not always the shapes.
      const broken = isParts ? Math.floor(next() * (parts.length + 1)) : 0
      const partBlobs = parts.map(([part, bytes], i) => ({
        name: part,
        blob: new Blob([broken === i + 1 ? mutate(bytes, next) : bytes]),
      }))
      const main = broken === 0 ? content(name, files.get(name)!, next) : files.get(name)!
      try {
        came[await readBroken(name, main, partBlobs)]++
      } catch (failure) {
        throw new Error(`${name}, seed ${seed}`, { cause: failure })
      }
    }
    expect(came.rows).toBeGreaterThan(LEAST / 20)
  })
})

const unpacked = new Map<string, Record<string, Uint8Array>>()

/** What is packed is broken before it is packed as often as after: else only the unpacking would be tried. */
function content(name: string, bytes: Uint8Array, next: () => number): Uint8Array {
  if (!name.endsWith('.xlsx') || next() < 0.3) return mutate(bytes, next)
  const parts = unpacked.get(name) ?? unzipSync(bytes)
  unpacked.set(name, parts)
  const paths = Object.keys(parts)
  const path = paths[Math.floor(next() * paths.length)]
  return zipSync({ ...parts, [path]: mutate(parts[path], next) }, { level: 0 })
}
