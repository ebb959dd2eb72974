import { describe, expect, test } from 'vitest'
import {
  cancelImport,
  commitImport,
  createDistrict,
  listRecentImports,
  listReported,
  listTargets,
  prepareImport,
  readTarget,
} from '../../../src/data/imports/imports'
import { refusedCsv } from '../../../src/import/report/report'
import { anonymousClient, dataOf, serviceClient, signIn } from '../support/clients'
import { bring, newCode, newDistrict, prepare } from '../support/bringing'
import { makeDistrict } from '../support/district'

const buildings = [
  '楼栋编号,小区,社区,街道,户数,经度,纬度,政治面貌',
  'a,甲小区,东社区,南街道,40,113.001,35.001,x',
  'b,甲小区,东社区,南街道,60,113.002,35.001,x',
  'c,乙小区,西社区,南街道,50,113.010,35.001,x',
  'd,乙小区,西社区,南街道,,113.011,35.001,x',
  'd,乙小区,西社区,南街道,30,,35.001,x',
  'c,乙小区,西社区,南街道,30,113.012,35.001,x',
].join('\n')

describe('a file of buildings without boundaries', () => {
  test('brings its streets, communities and compounds, and says what became of every row', async () => {
    const code = await newDistrict()
    const client = serviceClient()
    const { id, summary, job, settings, shares } = await prepare(client, code, buildings, '楼栋.csv')
    expect(summary).toMatchObject({
      read: 6,
      accepted: 3,
      refused: 3,
      households: 150,
      compounds: 2,
      reasons: { 'no-households': 1, 'no-position': 1, 'duplicate-id': 1 },
      rows: { new: 3 },
      streets: { new: 1 },
      communities: { new: 2 },
    })
    expect(shares.at(-1)).toBe(1)
    expect(await readTarget(client, code)).toMatchObject({ communities: 0 })

    const reported = await listReported(client, id)
    const csv = refusedCsv(reported, (reason) => reason, await job.cellsOf([5, 6, 7], settings.kind))
    expect(csv).toContain('5,no-households,no-households,,d,乙小区,西社区,南街道,,113.011,35.001')
    expect(csv).not.toContain('政治面貌')

    await commitImport(client, id)
    expect(await readTarget(client, code)).toMatchObject({ streets: 1, communities: 2, bounded: 2 })
    const names = dataOf(
      await client.from('areas').select('code, name').like('code', `${code}%`).order('code'),
    )
    expect(names).toEqual([
      { code, name: `区 ${code}` },
      { code: `${code}001`, name: '南街道' },
      { code: `${code}001001`, name: '东社区' },
      { code: `${code}001002`, name: '西社区' },
    ])
    expect((await listRecentImports(client, code))[0]).toMatchObject({
      fileName: '楼栋.csv',
      state: 'committed',
    })
  })

  test('again, it changes nothing and adds nothing', async () => {
    const code = await newDistrict()
    await bring(serviceClient(), code, buildings, '楼栋.csv')
    const again = await bring(serviceClient(), code, buildings, '楼栋.csv')
    expect(again.rows).toEqual({ new: 0, changed: 0, unchanged: 3 })
    const { count } = await serviceClient()
      .from('buildings')
      .select('id, areas!buildings_community_fkey!inner(code)', { count: 'exact', head: true })
      .like('areas.code', `${code}%`)
    expect(count).toBe(3)
  })

  test('a cancelled or stopped import leaves nothing', async () => {
    const code = await newDistrict()
    const client = serviceClient()
    const { id } = await prepare(client, code, buildings, '楼栋.csv')
    await cancelImport(client, id)
    const stopped = AbortSignal.abort()
    const file = { districtCode: code, kind: 'buildings' as const, fileName: 'x.csv', total: 1 }
    await expect(
      prepareImport(
        client,
        file,
        () => [],
        () => undefined,
        stopped,
      ),
    ).rejects.toThrow()
    expect(await listRecentImports(client, code)).toEqual([])
  })
})

describe('codes first, then buildings that name communities and no streets', () => {
  const places = [
    'code,name,streetCode',
    'D001,南街道,',
    'D002,北街道,',
    'D001001,东社区,D001',
    'D002001,西社区,D002',
    'D001002,中心社区,D001',
    'D002002,中心社区,D002',
  ].join('\n')
  const rows = [
    '编号,名称,户数,社区,经度,纬度',
    '1,甲,40,东社区,113.001,35.001',
    '2,乙,60,东社区,113.002,35.002',
    '3,丙,50,西社区,113.010,35.001',
    '4,丁,70,中心社区,113.030,35.001',
    '5,戊,20,新社区,113.050,35.001',
  ].join('\n')

  async function withCodes(): Promise<string> {
    const code = await newDistrict()
    const summary = await bring(serviceClient(), code, places.replaceAll('D0', `${code}0`), 'codes.csv')
    expect(summary).toMatchObject({ accepted: 6, refused: 0 })
    return code
  }

  test('the communities with these names are drawn around the rows; doubtful and unknown ones are told', async () => {
    const code = await withCodes()
    const client = serviceClient()
    const summary = await bring(client, code, rows, '楼栋.csv')
    expect(summary).toMatchObject({
      accepted: 3,
      reasons: { 'community-ambiguous': 1, 'outside-every-community': 1 },
      communities: { new: 0, changed: 2 },
      derivedRefused: [
        { reason: 'community-ambiguous', count: 1, names: ['中心社区'] },
        { reason: 'unknown-parent', count: 1, names: ['新社区'] },
      ],
    })
    expect(await readTarget(client, code)).toMatchObject({ streets: 2, communities: 4, bounded: 2 })
    const standing = dataOf(
      await client
        .from('buildings')
        .select('name, areas!buildings_community_fkey!inner(code)')
        .like('areas.code', `${code}%`)
        .order('name'),
    )
    expect(standing.map(({ name, areas }) => `${name} ${areas.code}`).sort()).toEqual(
      [`丙 ${code}002001`, `乙 ${code}001001`, `甲 ${code}001001`].sort(),
    )
    const again = await bring(client, code, rows, '楼栋.csv')
    expect(again.rows).toEqual({ new: 0, changed: 0, unchanged: 3 })
  })

  test('with the street named, the one of two namesakes that lies in it', async () => {
    const code = await withCodes()
    const withStreets = '编号,户数,社区,街道,经度,纬度\n1,40,中心社区,北街道,113.001,35.001\n'
    const summary = await bring(serviceClient(), code, withStreets, '楼栋.csv')
    expect(summary).toMatchObject({ accepted: 1, communities: { changed: 1 }, derivedRefused: [] })
  })
})

describe('who may import', () => {
  test.each(['planner', 'admin'] as const)('the %s into the own district', async (role) => {
    const { communityCodes } = await makeDistrict()
    const code = communityCodes[0].slice(0, 6)
    const client = await signIn(role)
    expect((await listTargets(client)).map((one) => one.code)).toContain(code)
    const summary = await bring(
      client,
      code,
      '编号,户数,经度,纬度\n1,20,113.005,35.005\n2,30,113.015,35.005\n3,9,114,35\n',
      '楼栋.csv',
    )
    expect(summary).toMatchObject({ accepted: 2, refused: 1, reasons: { 'outside-every-community': 1 } })
  })

  test.each(['leader', 'dispatcher', 'worker', 'viewer', 'stranger'] as const)('not the %s', async (role) => {
    const { communityCodes } = await makeDistrict()
    const client = await signIn(role)
    const code = communityCodes[0].slice(0, 6)
    expect(await readTarget(client, code)).toBeNull()
    const file = { districtCode: code, kind: 'buildings' as const, fileName: 'x.csv', total: 0 }
    await expect(
      prepareImport(
        client,
        file,
        () => [],
        () => undefined,
      ),
    ).rejects.toMatchObject({ code: 'unknown-district' })
    await expect(createDistrict(client, { code: newCode(), name: 'x' })).rejects.toMatchObject({
      code: 'not-allowed',
    })
  })

  test('nobody who has not signed in', async () => {
    await expect(readTarget(anonymousClient(), '999901')).rejects.toMatchObject({ name: 'DataError' })
  })

  test('another planner neither sees nor writes what one has staged', async () => {
    const code = await newDistrict()
    const { id } = await prepare(serviceClient(), code, buildings, '楼栋.csv')
    const planner = await signIn('planner')
    expect(await listReported(planner, id)).toEqual([])
    await expect(commitImport(planner, id)).rejects.toMatchObject({ code: 'not-found' })
    await cancelImport(serviceClient(), id)
  })
})
