import type { CaseChunk } from '../../lib/incidents/case-columns'
import type { Client } from '../../lib/supabase'
import { type AnswerOf, ask } from '../contracts/contract'
import { householdCells, incidentColumnChunks, incidentColumns } from '../contracts/incident-columns'
import { heldPerson } from '../person'
import { decodeColumns, type IncidentColumns } from './column-decoding'
import type { AreaId } from '../../lib/ids'

/** Which months of cases there are in an area, and whose cases are left out. */
export type ColumnChunks = AnswerOf<typeof incidentColumnChunks>

/** Returns which months of cases there are in an area. Throws `not-allowed`. */
export async function readColumnChunks(client: Client, areaId: AreaId): Promise<ColumnChunks> {
  return ask(client, incidentColumnChunks, { area: areaId })
}

/** How many households live in which cell of an area, in parallel arrays. */
export type HouseholdCells = AnswerOf<typeof householdCells>

/** Returns where households live in an area, of the communities whose cases the person sees. Throws `not-allowed`. */
export async function readHouseholdCells(client: Client, areaId: number): Promise<HouseholdCells> {
  return ask(client, householdCells, { area: areaId })
}

/** The browser's cache in which months are kept for the person who read them. */
const CACHE = 'gridward-incident-columns'

/** Returns a month of cases, out of the browser's cache where it has that version. Throws `not-allowed`. */
export async function readColumns(
  client: Client,
  areaId: AreaId,
  { month, version }: ColumnChunks['chunks'][number],
): Promise<CaseChunk> {
  const kept = await openCache()
  const found = await kept?.match(addressOf(areaId, month, version))
  if (found) return decodeColumns((await found.json()) as IncidentColumns)
  const read = await ask(client, incidentColumns, { area: areaId, month })
  const chunk = decodeColumns(read)
  await kept?.put(addressOf(areaId, month, read.version), Response.json(read)).catch(() => undefined)
  return chunk
}

/** Forgets the months of an area that are of another version than those listed. */
export async function forgetOldColumns(areaId: AreaId, { chunks }: ColumnChunks): Promise<void> {
  const kept = await openCache()
  const wanted = new Set(chunks.map(({ month, version }) => addressOf(areaId, month, version)))
  const own = `/${heldPerson()}/${areaId}/`
  for (const { url } of (await kept?.keys()) ?? []) {
    const { pathname } = new URL(url)
    if (pathname.includes(own) && !wanted.has(pathname)) await kept?.delete(url)
  }
}

/** Forgets every month that this device has kept: nobody is signed in any more. */
export async function forgetColumns(): Promise<void> {
  if (typeof caches !== 'undefined') await caches.delete(CACHE).catch(() => false)
}

const addressOf = (areaId: AreaId, month: string, version: string) =>
  `/incident-columns/${heldPerson()}/${areaId}/${month}/${version}`

/** Null where the browser keeps nothing: without a certificate, or in a private window. */
async function openCache(): Promise<Cache | null> {
  if (typeof caches === 'undefined') return null
  return caches.open(CACHE).catch(() => null)
}
