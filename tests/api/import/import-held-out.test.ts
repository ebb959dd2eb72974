import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { saveCategory } from '../../../src/data/district/own-categories'
import { createDistrict, readTarget } from '../../../src/data/imports/imports'
import { importFile } from '../../../supabase/local/import/index'
import { publishPlan, submitPlan } from '../../../src/data/plans/plans'
import { dataOf, serviceClient, signIn } from '../support/clients'
import { drawPlan, hardFaults } from '../support/drawing'
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

/** Runs the command on a file and returns what it printed, or the refusal that it ended with. */
async function run(name: string, content: string | Uint8Array, ...flags: string[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const account = ['--url', inject('api').url, '--email', emailOf('admin'), '--password', testPassword]
  try {
    const exit = await importFile([file, '--district', code, '--yes', ...account, ...flags])
    return `${printed.mock.calls.flat().join('\n')}\nexit ${exit}`
  } catch (refusal) {
    return `${printed.mock.calls.flat().join('\n')}\n${(refusal as Error).message}\nrefused`
  } finally {
    printed.mockRestore()
  }
}

const householdsOf = async () => {
  const district = dataOf(await serviceClient().from('areas').select('id').eq('code', code).single())
  const rows = dataOf(
    await serviceClient().from('buildings').select('households').eq('district_id', district.id),
  )
  return [rows.length, rows.reduce((sum, { households }) => sum + households, 0)]
}

describe('files of kinds that nobody prepared for', () => {
  test('apartments in CP949 under nine odd names: what is unclear is said with its flag, then they are written', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../../fixtures/import/cp949-apartments.csv'))
    const asked = await run('apartments.csv', bytes)
    expect(asked).toContain('refused')
    expect(asked).toContain('--yes does not answer it')
    expect(await readTarget(serviceClient(), code)).toMatchObject({ communities: 0 })
    const said = await run(
      'apartments.csv',
      bytes,
      ...[
        '--map',
        'households=공급 세대 합계',
        '--map',
        'lng=경위도X',
        '--map',
        'lat=경위도Y',
        '--coordinates',
        'wgs84',
      ],
      ...['--map', 'name=동 표기', '--map', 'compound=아파트 단지 명', '--answer', 'kind=buildings'],
    )
    expect(said).toContain('exit 0')
    expect(await householdsOf()).toEqual([12, 12 * 48 + 66])
    expect(await readTarget(serviceClient(), code)).toMatchObject({ streets: 1, communities: 2 })
    const planner = await signIn('planner')
    const plan = await drawPlan(planner, code)
    expect(await hardFaults(planner, plan.id)).toEqual({ stored: [], shown: [] })
    expect((await submitPlan(planner, plan.id)).state).toBe('submitted')
    await publishPlan(await signIn('reviewer'), plan.id, null)
  })

  test('requests with CamelCase columns, 137 words and whole-degree positions', async () => {
    const words = Array.from({ length: 137 }, (_, i) => (i === 0 ? 'Illegal Parking' : `Odd Matter ${i}`))
    const rows = words.map(
      (word, i) =>
        `R-${7000 + i * 3},${word},2026-02-${10 + (i % 15)}T08:00:00,Closed,2026-03-01T08:00:00,11201,-7${i % 2}.0,40.0`,
    )
    const text = `RequestNumber,ComplaintTypeName,CreatedDate,CurrentStatus,ClosedDate,IncidentZip,Longitude,Latitude\n${rows.join('\n')}\n`
    const flags = [
      '--utc-offset=-05:00',
      '--coordinates',
      'wgs84',
      '--answer',
      'kind=incidents',
      '--map',
      'category=ComplaintTypeName',
    ]
    const plain = await run('requests.csv', text, ...flags)
    expect(plain).toContain('137 read')
    expect(plain).toMatch(/category-unknown/)
    const all = await run('requests.csv', text, ...flags, '--other-categories', '13')
    expect(all).toContain('137 read')
    expect(all).not.toMatch(/category-unknown/)
    // A hundred kilometres are no place: each row is refused for that, and nothing is written.
    expect(all).toMatch(/refused 137: position-coarse/)
    expect(all).toContain('exit 1')
    expect(await readTarget(serviceClient(), code)).toMatchObject({ communities: 0 })
    const fine = text.replace(
      /-7(\d)\.0,40\.0/g,
      (_, digit: string, at: number) => `-73.9${digit}${at % 1000},40.7`,
    )
    const written = await run('requests.csv', fine, ...flags, '--other-categories', '13')
    expect(written).toContain('137 read, 137 accepted, 0 refused')
    expect(written).toContain('exit 0')
  })

  test('words of a list are the categories that the district has, its own among them', async () => {
    const { id } = dataOf(await serviceClient().from('areas').select('id').eq('code', code).single())
    const admin = await signIn('admin')
    const blank = { nameEn: '', gridOnly: false, approvedBy: '', approval: '', approvedSince: '' }
    for (const [number, name] of [
      ['14', '共享单车'],
      ['1401', '单车乱停放'],
    ])
      await saveCategory(admin, id, null, { ...blank, code: number, name, approvedUntil: '', deadlines: [] })
    const words = ['单车乱停放', '1401', '共享单车', '0604', '违停']
    const rows = words.map((word, i) => `A-${i}x,${word},2026-03-01 08:0${i},东社区,113.20${i},35.2`)
    const said = await run('cases.csv', `案件编号,小类,上报时间,社区,经度,纬度\n${rows.join('\n')}\n`)
    expect(said).toMatch(/ 1401 +单车乱停放 \(1\)/)
    expect(said).toMatch(/ 1401 +1401 \(1\)/)
    expect(said).toMatch(/ 14 +共享单车 \(1\)/)
    expect(said).toMatch(/ – +0604 \(1\)/)
    expect(said).toMatch(/ 0303 +违停 \(1\)/)
  })

  test('refused rows are mended and brought back, and other rows under the same numbers are others', async () => {
    const saved = join(folder, 'refused.csv')
    const text = readFileSync(join(import.meta.dirname, '../../fixtures/import/west.csv'), 'utf8')
    await run('west.csv', text, '--refused', saved)
    const lines = await readFile(saved, 'utf8')
    expect(lines).toContain(",2,,Lower,-76.61,39.30,'=SUM(A1:A2)")
    const mended = lines.replace(',2,,Lower', ',2,41,Lower').replace(',3,,Lower', ',3,42,Lower')
    code = String(randomInt(100_000, 999_999))
    const again = await run('refused.csv', mended, '--name', '另区')
    expect(again).toContain('2 read, 2 accepted, 0 refused')
    expect(await householdsOf()).toEqual([2, 83])
    const others = await run(
      'b.csv',
      '序号,户数,社区,经度,纬度\n1,55,Lower,-76.61,39.3001\n2,55,Lower,-76.62,39.3101\n',
    )
    expect(others).toContain('rows: 2 new, 0 changed')
  })

  test('what the product refuses is neither printed nor staged, and no flag brings it in', async () => {
    const text =
      '编号,户数,社区,经度,纬度,姓  名,备注\na,11010519491231002X,东,113.2,35.2,某甲,x\nb,40,东,113.2,35.21,某乙,电话13800138000\n'
    const output = await run('x.csv', text, '--map', 'address=备注')
    expect(output).not.toMatch(/11010519491231002X|13800138000|某乙/)
    const rows = JSON.stringify(dataOf(await serviceClient().from('import_rows').select('*')))
    expect(rows).not.toMatch(/11010519491231002X|13800138000|某乙/)
    expect(await run('x.csv', text, '--map', 'name=姓名')).toContain('is refused')
    expect(await run('x.csv', text, '--map', 'name=没有')).toContain('has no column')
    expect(await run('x.csv', text, '--frobnicate')).toContain('refused')
  })
})
