import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { importFile } from '../../../supabase/local/import/index'
import { createDistrict, listRecentImports, readTarget } from '../../../src/data/imports/imports'
import { dataOf, serviceClient } from '../support/clients'
import { makeDistrict } from '../support/district'
import { emailOf, testPassword } from '../support/roles'

let folder = ''
let code = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-import-'))
  const { communityCodes } = await makeDistrict()
  code = String(randomInt(100_000, 999_999))
  await createDistrict(serviceClient(), { code, name: '新区', membersOf: communityCodes[0].slice(0, 6) })
})
afterEach(() => rm(folder, { recursive: true }))

/** Runs the command into the new district and returns its exit code and what it printed. */
async function run(text: string, ...flags: string[]): Promise<{ exit: number; output: string }> {
  const file = join(folder, '楼栋.csv')
  await writeFile(file, text)
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const account = ['--url', inject('api').url, '--email', emailOf('admin'), '--password', testPassword]
  try {
    const exit = await importFile([file, '--district', code, '--yes', ...account, ...flags])
    return { exit, output: printed.mock.calls.flat().join('\n') }
  } finally {
    printed.mockRestore()
  }
}

describe('the command that imports a file', () => {
  test('says what is missing where every row is refused, writes nothing, and fails', async () => {
    const { exit, output } = await run('编号,户数,经度,纬度\n1,40,113.001,35.001\n2,60,113.002,35.001\n')
    expect(exit).toBe(1)
    expect(output).toContain('refused 2: outside-every-community')
    expect(output).toContain('import the boundaries of the communities first')
    expect(output).toContain('Nothing was written: every row was refused.')
    expect(output).not.toContain('Written')
    expect(await listRecentImports(serviceClient(), code)).toEqual([])
  })

  test('takes the zone of the district for times that state none', async () => {
    const client = serviceClient()
    const { id } = dataOf(await client.from('areas').select('id').eq('code', code).single())
    const { data } = await client.from('calendars').select().is('district_id', null).single()
    const { id: _id, ...calendar } = data!
    dataOf(
      await client.from('calendars').insert({ ...calendar, district_id: id, time_zone: 'America/New_York' }),
    )
    const times = ['2026-01-15 12:00', '2026-07-15 12:00', '2026-07-15T12:00:00Z']
    const rows = times.map((time, i) => `w${i}x,违停,${time},东社区,-73.9${i},40.7`)
    const text = `工单号,事件类型,上报时间,社区,经度,纬度\n${rows.join('\n')}\n`
    const { exit, output } = await run(text)
    expect([exit, output]).toEqual([0, expect.stringContaining('times that state no zone: America/New_York')])
    const stored = dataOf(
      await client.from('incidents').select('reported_at').eq('district_id', id).order('reported_at'),
    )
    expect(stored.map(({ reported_at }) => new Date(reported_at).toISOString())).toEqual([
      '2026-01-15T17:00:00.000Z',
      '2026-07-15T12:00:00.000Z',
      '2026-07-15T16:00:00.000Z',
    ])
  })

  test('writes what it was given, and says so when there was nothing new', async () => {
    const text = '编号,户数,社区,经度,纬度\n1,40,东社区,113.001,35.001\n2,60,东社区,113.002,35.001\n'
    const first = await run(text)
    expect(first.exit).toBe(0)
    expect(first.output).toMatch(/Written in [\d.]+ s: 4 new, 0 changed, 0 unchanged\./)
    expect(first.output).not.toContain('boundaries')
    expect(await readTarget(serviceClient(), code)).toMatchObject({ bounded: 1 })
    const again = await run(text)
    expect(again.exit).toBe(0)
    expect(again.output).toContain('Nothing had to be written: 2 unchanged.')
    expect(again.output).not.toContain('Written in')
  })

  test('what would be replaced is asked, and --yes is no answer', async () => {
    const list = (households: number) =>
      `楼栋编号,户数,社区,街道,经度,纬度\na-1x,${households},东社区,南街道,113.001,35.001\nb-2y,40,东社区,南街道,113.002,35.001\n`
    await run(list(40))
    await expect(run(list(44))).rejects.toThrow(/--answer "replace=replace"/)
    const kept = await run(list(40))
    expect(kept.output).toContain('Nothing had to be written')
    const said = await run(list(44), '--answer', 'replace=replace')
    expect([said.exit, /1 changed/.test(said.output)]).toEqual([0, true])
    const others = await run(list(50), '--answer', 'replace=others')
    expect(others.output).toContain('rows: 2 new')
  })

  test('running numbers of a second list replace nothing, and codes are read back', async () => {
    const fixture = (name: string) =>
      readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url), 'utf8')
    expect((await run(fixture('serial-a.csv'))).output).toContain('rows: 4 new')
    expect((await run(fixture('serial-b.csv'))).output).toContain('rows: 4 new')
    expect((await run(fixture('serial-a.csv'))).output).toContain('4 unchanged')
  })

  test('names the columns it refuses, and takes none of them for a field', async () => {
    const text = '编号,户数,社区,经度,纬度,病史,姓名\n1,40,东社区,113.001,35.001,甲,王某\n'
    const { output } = await run(text)
    expect(output).toContain('病史: refused and left out, looks like medical records')
    expect(output).toContain('姓名: refused and left out, looks like names or contacts of persons')
    await expect(run(text, '--map', 'address=病史')).rejects.toThrow(
      'The column 病史 is refused (looks like medical records): it cannot be taken for address.',
    )
    await expect(run(text, '--areas-from', '姓名')).rejects.toThrow('The column 姓名 is refused')
  })
})
