import { randomUUID } from 'node:crypto'
import { beforeEach, expect, inject, test } from 'vitest'
import * as accounts from '../../src/data/district/accounts'
import { readChanges } from '../../src/data/changes'
import { acceptInvitation } from '../../src/data/functions'
import * as session from '../../src/data/session'
import { toDataError } from '../../src/lib/errors'
import type { Client } from '../../src/lib/supabase'
import { anonymousClient, dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict } from './support/district'

// A district keeps an administrator, whichever way the last one's role would go.

const { userIds } = inject('api')
let district: number

beforeEach(async () => {
  district = (await makeDistrict()).districtId
})

const ways = {
  changed: (client: Client) => client.from('memberships').update({ role: 'viewer' }),
  ended: (client: Client) =>
    client.from('memberships').update({ until: new Date(Date.now() - 1).toISOString() }),
  removed: (client: Client) => client.from('memberships').delete(),
}

/** What the table says to whoever takes an administrator's role. */
async function take(client: Client, way: keyof typeof ways, person: string): Promise<string> {
  const query = ways[way](client).eq('user_id', person).eq('role', 'admin').eq('area_id', district)
  return (await query).error?.message ?? 'done'
}

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (thrown: unknown) => toDataError(thrown).code,
  )

async function administrators(): Promise<string[]> {
  const query = serviceClient().from('memberships').select('user_id').eq('role', 'admin')
  return dataOf(await query.eq('area_id', district)).map(({ user_id }) => user_id)
}

const makeAdministrator = async (person: string) =>
  dataOf(
    await serviceClient()
      .from('memberships')
      .insert({ user_id: person, role: 'admin', area_id: district })
      .select('role'),
  )

test('the last administrator loses the role neither by the table nor by a function', async () => {
  const admin = await signIn('admin')
  for (const way of ['changed', 'ended', 'removed'] as const)
    expect([way, await take(admin, way, userIds.admin)]).toEqual([way, 'last-admin'])

  const signInName = `w${randomUUID().slice(0, 8)}`
  const role = (role: 'admin' | 'viewer') => [{ role, areaId: district as never, departmentId: null }]
  const { code } = await accounts.invite(admin, district, {
    name: '李',
    signIn: signInName,
    roles: role('admin'),
  })
  await acceptInvitation(anonymousClient(), code, 'a-word-of-my-own')
  const second = anonymousClient()
  await session.signIn(second, signInName, 'a-word-of-my-own')
  expect(await take(second, 'removed', userIds.admin)).toBe('done')
  const { person } = await readChanges(second)
  const { accounts: all } = await accounts.listAccounts(second, district)
  const read = all.find(({ userId }) => userId === person)!
  expect(await failure(accounts.changeAccount(second, district, read, { roles: role('viewer') }))).toBe(
    'last-admin',
  )
  expect(await failure(accounts.endAccount(second, district, person))).toBe('last-admin')
  expect(await administrators()).toEqual([person])

  await makeAdministrator(userIds.admin)
  expect(await failure(accounts.endAccount(second, district, person))).toBe('done')
  expect(await administrators()).toEqual([userIds.admin])
})

test('of two administrators who take the role from each other at once, one stays', async () => {
  const [one, other] = [await signIn('admin'), await signIn('planner')]
  for (let turn = 0; turn < 5; turn++) {
    const held = await administrators()
    for (const person of [userIds.admin, userIds.planner])
      if (!held.includes(person)) await makeAdministrator(person)
    await Promise.all([take(one, 'removed', userIds.planner), take(other, 'removed', userIds.admin)])
    expect(await administrators()).toHaveLength(1)
  }
})
