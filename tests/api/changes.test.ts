import { beforeAll, describe, expect, test } from 'vitest'
import { readTimeZones } from '../../src/data/areas'
import { readChanges } from '../../src/data/changes'
import { listCategories } from '../../src/data/categories'
import { readSettings, saveSettings } from '../../src/data/district/settings'
import { readWallStatistics } from '../../src/data/statistics'
import { serverNow } from '../../src/lib/time/clock'
import { dayAt } from '../../src/lib/time/days'
import { answer } from '../../src/lib/errors'
import { FIRST_ZONE, setTimeZone } from '../../src/lib/time/zone'
import { reportIncident } from '../../src/data/incidents/incidents'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'
import { testRoles } from './support/roles'

let district: TestDistrict
beforeAll(async () => (district = await makeDistrict(38)))

describe('what a page asks again and again', () => {
  test('says who asks, what they may, and the time of the database', async () => {
    const viewer = await signIn('viewer')
    const changes = await readChanges(viewer)
    expect(changes.person).toBe((await viewer.auth.getUser()).data.user?.id)
    expect(changes.memberships).toContainEqual({ role: 'viewer', areaId: district.districtId })
    expect(Math.abs(serverNow() - Date.parse(changes.now))).toBeLessThan(60_000)
  })

  test('counts what was changed in a district, for those of the district', async () => {
    const viewer = await signIn('viewer')
    const versionOf = async () => (await readChanges(viewer)).topics[district.districtId]?.areas ?? 0
    const before = await versionOf()
    const renamed = { name: '改名的区' }
    dataOf(await serviceClient().from('areas').update(renamed).eq('id', district.districtId).select('id'))
    expect(await versionOf()).toBe(before + 1)
    const stranger = await readChanges(await signIn('stranger'))
    expect(stranger).toMatchObject({ memberships: [], topics: {} })
  })
})

test('a report that is sent again with other words is refused with the number that exists', async () => {
  const dispatcher = await signIn('dispatcher')
  const categories = await listCategories(dispatcher, district.districtId)
  const report = {
    clientKey: crypto.randomUUID(),
    lng: 113.004,
    lat: 38.004,
    categoryId: categories.find(({ code }) => code === '0101')?.id ?? 0,
    description: '路灯不亮',
    address: '',
    isUrgent: false,
    contact: null,
  }
  const made = await reportIncident(dispatcher, report)
  expect(await reportIncident(dispatcher, report)).toEqual(made)
  await expect(reportIncident(dispatcher, { ...report, description: '井盖缺失' })).rejects.toMatchObject({
    code: 'reported-otherwise',
    detail: { id: made.id, number: made.number },
  })
})

test('what people wrote comes without characters that turn it around', async () => {
  const name = '\u202e7 号小区'
  const service = serviceClient()
  dataOf(await service.from('areas').update({ name }).eq('id', district.districtId).select('id'))
  const viewer = await signIn('viewer')
  const [read] = answer(await viewer.from('areas').select('name').eq('id', district.districtId))
  expect(read.name).toBe('7 号小区')
})

test('everybody of a district counts days by its clock, and nobody else', async () => {
  const { districtId } = await makeDistrict(33)
  const admin = await signIn('admin')
  const { version } = await readSettings(admin, districtId)
  const topic = async () => (await readChanges(admin)).topics[districtId]?.settings ?? 0
  const before = await topic()
  // Fourteen hours ahead: most of the time another day than in Beijing, whose clocks are the first ones of a district.
  const timeZone = 'Pacific/Kiritimati'
  await saveSettings(admin, { district: districtId, version }, { timeZone })
  expect(await topic()).toBeGreaterThan(before)
  for (const role of testRoles) {
    const zones = await readTimeZones(await signIn(role))
    expect([role, zones.get(districtId) ?? zones.get(null)]).toEqual([
      role,
      role === 'stranger' ? FIRST_ZONE : timeZone,
    ])
  }
  setTimeZone(timeZone)
  try {
    const { byDay } = await readWallStatistics(await signIn('display'), districtId, 30)
    expect(byDay.at(-1)?.day).toBe(dayAt(serverNow()))
  } finally {
    setTimeZone(FIRST_ZONE)
  }
})
