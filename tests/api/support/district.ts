import { randomInt } from 'node:crypto'
import { inject } from 'vitest'
import type { Enum } from '../../../src/lib/database'
import { dataOf, serviceClient } from './clients'
import type { TestRole } from './roles'

/** A district of one street and two communities that nothing else uses. */
export interface TestDistrict {
  districtId: number
  streetId: number
  /** West and east: squares of 0.01 degrees that share a border at 113.01° E, 0.01 degrees high from `south`. */
  communityIds: [west: number, east: number]
  /** Twelve digits each. */
  communityCodes: [west: string, east: string]
}

/**
 * Makes a district and gives every role except the stranger a membership: the worker in the west community, the
 * leader in the street, everybody else in the whole district. A test that asks what lies at a position gives a `south`
 * (degrees) that no other has, since the database is the same for all.
 */
export async function makeDistrict(south = 35): Promise<TestDistrict> {
  const code = String(randomInt(100_000, 1_000_000))
  const districtId = await addArea('district', code, undefined, square(113, 113.02, south))
  const streetId = await addArea('street', `${code}001`, districtId, square(113, 113.02, south))
  const communityCodes: [string, string] = [`${code}001001`, `${code}001002`]
  const west = await addArea('community', communityCodes[0], streetId, square(113, 113.01, south))
  const east = await addArea('community', communityCodes[1], streetId, square(113.01, 113.02, south))
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

function square(west: number, east: number, south: number): string {
  const north = south + 0.01
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return `SRID=4326;MULTIPOLYGON(((${ring.map((position) => position.join(' ')).join(', ')})))`
}
