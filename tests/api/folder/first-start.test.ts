import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { killSoon, startChild } from '../support/child'
import { clientOf, dataOf } from '../support/clients'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-first-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

// While the cluster is unpacked, PostGIS made, the migrations and the seed applied.
const momentsMs = [900, 2000, 3500, 5000, 6500, 8000]

test('a first start that is killed again and again gets there in the end', { timeout: 180_000 }, async () => {
  for (const moment of momentsMs) await killSoon(folder, moment)
  const host = await startChild(folder)
  try {
    const client = clientOf(host.address, host.serviceKey)
    const templates = dataOf(await client.from('schemes').select('id').is('district_id', null))
    expect(templates).toHaveLength(4)
  } finally {
    await host.kill()
  }
})
