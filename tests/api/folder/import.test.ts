import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listTargets } from '../../../src/data/imports/imports'
import { importFile } from '../../../supabase/local/import'
import { prepareFolder } from '../../support/prepared-folder'
import { startChild, type ChildHost } from '../support/child'
import { clientOf, dataOf } from '../support/clients'

let folder: string
let file: string
let host: ChildHost

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-import-'))
  file = join(folder, 'buildings.csv')
  await prepareFolder(join(folder, 'data'), 'empty')
  host = await startChild(join(folder, 'data'))
  const rows = [
    '楼栋编号,社区,街道,户数,经度,纬度',
    'a,东社区,南街道,40,113.001,35.001',
    'b,东社区,南街道,60,113.002,35.001',
  ]
  await writeFile(file, rows.join('\n'))
})

afterAll(async () => {
  await host.kill()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command on the folder of the running host; nobody sits at the terminal. */
async function run(...argv: string[]): Promise<{ code: number; printed: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  try {
    const code = await importFile([...argv, '--data', join(folder, 'data')])
    return { code, printed: log.mock.calls.flat().join('\n') }
  } finally {
    log.mockRestore()
  }
}

async function districts(): Promise<string[]> {
  return (await listTargets(clientOf(host.address, host.serviceKey))).map(({ code }) => code)
}

test('a district that was made for a file goes again when nobody says yes', async () => {
  const { code, printed } = await run('buildings', file, '--district', '990201', '--name', '新区')
  expect(code).toBe(1)
  expect(printed).toContain('Nothing was written.')
  expect(await districts()).toEqual([])
})

test('it goes too when the file cannot be read', async () => {
  const strange = join(folder, 'strange.json')
  await writeFile(strange, '{"type": ')
  await expect(run(strange, '--district', '990201', '--name', '新区')).rejects.toThrow()
  expect(await districts()).toEqual([])
})

test('with a yes both are there, and a later no takes nothing away', async () => {
  const flags = ['buildings', file, '--district', '990202', '--name', '新区']
  expect((await run(...flags, '--yes')).code).toBe(0)
  expect((await run(...flags)).code).toBe(1)
  expect(await districts()).toEqual(['990202'])
  const { data } = await clientOf(host.address, host.serviceKey).from('buildings').select('households')
  expect(dataOf({ data, error: null }).map(({ households }) => households)).toEqual([40, 60])
})

test('a district that was there stays without a file in it', async () => {
  expect((await run('district', '--code', '990203', '--name', '旧区')).code).toBe(0)
  expect((await run('buildings', file, '--district', '990203')).code).toBe(1)
  expect(await districts()).toContain('990203')
})

test('a file that is not there makes no folder', async () => {
  const fresh = join(folder, 'fresh')
  await expect(importFile([join(folder, 'none.csv'), '--data', fresh])).rejects.toThrow('cannot be read')
  await expect(access(fresh)).rejects.toThrow()
})
