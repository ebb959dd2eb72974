import { randomInt } from 'node:crypto'
import { inject } from 'vitest'
import type { Enum } from '../../../src/lib/database'
import { dataOf, serviceClient } from './clients'
import type { TestRole } from './roles'

/** A district of one street and two communities that nothing else uses. */
export interface TestDistrict {
  districtId: number
  streetId: number
  /** West and east: squares of 0.01 degrees that share a border at 113.01° E, between 35.00° and 35.01° N. */
  communityIds: [west: number, east: number]
  /** Twelve digits each. */
  communityCodes: [west: string, east: string]
}

/**
 * Makes a district and gives every role except the stranger a membership: the worker in the west community, the
 * leader in the street, everybody else in the whole district.
 */
export async function makeDistrict(): Promise<TestDistrict> {
  const code = String(randomInt(100_000, 1_000_000))
  const districtId = await addArea('district', code, undefined, squares(113, 113.02))
  const streetId = await addArea('street', `${code}001`, districtId, squares(113, 113.02))
  const communityCodes: [string, string] = [`${code}001001`, `${code}001002`]
  const west = await addArea('community', communityCodes[0], streetId, squares(113, 113.01))
  const east = await addArea('community', communityCodes[1], streetId, squares(113.01, 113.02))
  await addMemberships({ districtId, streetId, west })
  return { districtId, streetId, communityIds: [west, east], communityCodes }
}

async function addArea(
  kind: Enum<'area_kind'>,
  code: string,
  parentId: number | undefined,
  boundary: string,
): Promise<number> {
  const row = { kind, code, name: `${kind} ${code}`, parent_id: parentId, boundary, district_id: 0, path: '' }
  return dataOf(await serviceClient().from('areas').insert(row).select('id').single()).id
}

async function addMemberships(areas: { districtId: number; streetId: number; west: number }): Promise<void> {
  const { userIds } = inject('api')
  const areaOf = (role: TestRole) =>
    role === 'worker' ? areas.west : role === 'leader' ? areas.streetId : areas.districtId
  const roles = Object.keys(userIds).filter(
    (role): role is Exclude<TestRole, 'stranger'> => role !== 'stranger',
  )
  const rows = roles.map((role) => ({ user_id: userIds[role], role, area_id: areaOf(role) }))
  dataOf(await serviceClient().from('memberships').insert(rows).select('role'))
}

function squares(west: number, east: number): string {
  const ring = [
    [west, 35],
    [east, 35],
    [east, 35.01],
    [west, 35.01],
    [west, 35],
  ]
  return `SRID=4326;MULTIPOLYGON(((${ring.map((position) => position.join(' ')).join(', ')})))`
}
