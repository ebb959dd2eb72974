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
import { serviceClient } from './clients'

/** Returns a code that hardly any district has. */
export const newCode = () => String(randomInt(100_000, 999_999))

/** Makes a district with a code of its own and returns the code. */
export async function newDistrict(): Promise<string> {
  const code = newCode()
  await createDistrict(serviceClient(), { code, name: `区 ${code}` })
  return code
}

/** Reads a file and stages and checks it, as page and command line do. */
export async function prepare(
  client: Client,
  code: string,
  text: string | Buffer,
  name: string,
  changes: Partial<ImportSettings> = {},
) {
  const job = new ImportJob()
  await job.open(new Blob([text as string]), name)
  const proposed = job.propose(code, changes.kind)
  const { proposed: categories } = proposed.mapping.category
    ? await job.categories(proposed.mapping.category)
    : { proposed: {} }
  const settings = { ...proposed, categories, ...changes }
  const target = (await readTarget(client, code))!
  const facts = await job.read(settings, target, () => undefined)
  const file = { districtCode: code, kind: settings.kind, fileName: name, total: facts.staged }
  const shares: number[] = []
  const prepared = await prepareImport(
    client,
    file,
    (from) => job.chunk(from),
    (_, share) => shares.push(share),
  )
  return { job, settings, facts, shares, ...prepared }
}

/** Imports a file and returns what became of it. */
export async function bring(
  client: Client,
  code: string,
  text: string | Buffer,
  name: string,
  changes?: Partial<ImportSettings>,
): Promise<ImportSummary> {
  const { id } = await prepare(client, code, text, name, changes)
  return commitImport(client, id)
}
