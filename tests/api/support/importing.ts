import { readFileSync } from 'node:fs'
import { randomInt } from 'node:crypto'
import {
  commitImport,
  createDistrict,
  type ImportSummary,
  prepareImport,
  readTarget,
} from '../../../src/data/imports/imports'
import { ImportJob } from '../../../src/import/job'
import type { ImportSettings } from '../../../src/import/types'
import type { Client } from '../../../src/lib/supabase'
import { dataOf, serviceClient } from './clients'

const given = new Set<string>()
function unused(): string {
  const code = String(randomInt(100_000, 999_999))
  if (given.has(code)) return unused()
  given.add(code)
  return code
}

/** Makes a district in which nothing is and returns its code; whoever holds a role in `membersOf` holds it there too. */
export async function newDistrict(membersOf?: string): Promise<string> {
  const code = unused()
  await createDistrict(serviceClient(), { code, name: `区 ${code}`, membersOf })
  return code
}

/** Reads a file and stages and checks it, as page and command line do. */
export async function checkFile(
  client: Client,
  code: string,
  text: string,
  name: string,
  changes: Partial<ImportSettings> = {},
): Promise<{ id: number; summary: ImportSummary }> {
  const job = new ImportJob()
  await job.open(new Blob([text]), name)
  const settings = { ...job.propose(code, changes.kind), ...changes }
  const facts = await job.read(settings, (await readTarget(client, code))!, () => undefined)
  const file = { districtCode: code, kind: settings.kind, fileName: name, total: facts.staged }
  return prepareImport(
    client,
    file,
    (from) => job.chunk(from),
    () => undefined,
  )
}

/** The same, and writes it. */
export async function bringFile(
  client: Client,
  code: string,
  text: string,
  name: string,
  changes?: Partial<ImportSettings>,
): Promise<ImportSummary> {
  const { id } = await checkFile(client, code, text, name, changes)
  return commitImport(client, id)
}

/** The text of a file of `tests/fixtures/import`. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url), 'utf8')
}

/** The buildings of a district, by source id, with the name of their community. */
export async function buildingsOf(code: string) {
  const areas = dataOf(await serviceClient().from('areas').select('id, name').like('code', `${code}%`))
  const names = new Map(areas.map(({ id, name }) => [id, name]))
  const rows = dataOf(
    await serviceClient()
      .from('buildings')
      .select('source_id, community_id, name, households, storeys, position')
      .in('community_id', [...names.keys()])
      .order('source_id'),
  )
  return rows.map(({ community_id, ...row }) => ({ ...row, community: names.get(community_id) }))
}
