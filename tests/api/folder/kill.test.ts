import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareFolder } from '../../support/prepared-folder'
import { startChild, type ChildHost } from '../support/child'
import { clientOf, dataOf } from '../support/clients'

const kills = 20
const rowsPerWrite = 5
const writers = 3

let folder: string
let host: ChildHost
let districtId: number

const client = () => clientOf(host.address, host.serviceKey)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-kill-'))
  await prepareFolder(folder, 'empty')
  host = await startChild(folder)
  const district = { kind: 'district' as const, code: '990101', name: 'district', district_id: 0, path: '' }
  districtId = dataOf(await client().from('areas').insert(district).select('id').single()).id
})

afterAll(async () => {
  await host.kill()
  await rm(folder, { recursive: true, force: true })
})

/** Writes without pause until the host is gone; returns the names of the rows whose writing was acknowledged. */
async function writeUntilGone(writer: string): Promise<string[]> {
  const acknowledged: string[] = []
  for (let number = 0; ; number++) {
    const names = Array.from({ length: rowsPerWrite }, (_, row) => `${writer}-${number}-${row}`)
    const rows = names.map((name) => ({ district_id: districtId, name, source_id: name }))
    const { status } = await client().from('people').insert(rows)
    if (status !== 201) return acknowledged
    acknowledged.push(...names)
  }
}

async function readNames(round: number): Promise<Set<string>> {
  const names = new Set<string>()
  for (let from = 0; ; from += 1000) {
    const page = client().from('people').select('name').like('name', `${round}-%`).order('id')
    const rows = dataOf(await page.range(from, from + 999))
    for (const { name } of rows) names.add(name)
    if (rows.length < 1000) return names
  }
}

describe('a host killed in the middle of writing', () => {
  test(`keeps every acknowledged write, ${kills} times`, { timeout: 900_000 }, async () => {
    let written = 0
    for (let round = 0; round < kills; round++) {
      const writing = Array.from({ length: writers }, (_, writer) => writeUntilGone(`${round}-${writer}`))
      await new Promise((resolve) => setTimeout(resolve, 60 + 23 * round))
      await host.kill()
      const acknowledged = (await Promise.all(writing)).flat()
      host = await startChild(folder)
      const kept = await readNames(round)
      expect(acknowledged.filter((name) => !kept.has(name))).toEqual([])
      expect(kept.size % rowsPerWrite, 'a write is kept whole or not at all').toBe(0)
      written += acknowledged.length
    }
    expect(written).toBeGreaterThan(kills * rowsPerWrite)
  })

  test('a second host on the folder is refused and told who has it', async () => {
    await expect(startChild(folder)).rejects.toThrow(
      `is in use by process ${host.pid}, which serves it and answers at ${host.address}.`,
    )
  })
})
