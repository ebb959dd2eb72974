import { beforeAll, describe, expect, inject, test } from 'vitest'
import { anonymousClient, dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict, type TestDistrict } from './support/district'
import { testRoles } from './support/roles'

let own: TestDistrict

beforeAll(async () => {
  own = await makeDistrict()
})

describe.each(testRoles)('%s', (role) => {
  test('signs in as the account that it is', async () => {
    const client = await signIn(role)
    const { data } = await client.auth.getUser()
    expect(data.user?.id).toBe(inject('api').userIds[role])
  })

  test('sees the areas of the district where it is a member, and nothing otherwise', async () => {
    const client = await signIn(role)
    const areas = dataOf(await client.from('areas').select('id').eq('district_id', own.districtId))
    expect(areas).toHaveLength(role === 'stranger' ? 0 : 4)
  })
})

test('somebody who has not signed in reads no area', async () => {
  const { data } = await anonymousClient().from('areas').select('id')
  expect(data ?? []).toEqual([])
})

test('a wrong password is refused', async () => {
  const { data, error } = await anonymousClient().auth.signInWithPassword({
    email: 'planner@test.gridward.cn',
    password: 'guessed-password',
  })
  expect(error?.code).toBe('invalid_credentials')
  expect(data.session).toBeNull()
})

test('nobody can make an account for themselves', async () => {
  const { error } = await anonymousClient().auth.signUp({
    email: 'new@test.gridward.cn',
    password: 'long-enough-1',
  })
  expect(error).not.toBeNull()
})

test('a forged token is refused', async () => {
  const { url, anonKey } = inject('api')
  const claims = Buffer.from(JSON.stringify({ role: 'service_role' })).toString('base64url')
  const token = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')}.${claims}.${'A'.repeat(43)}`
  const headers = { apikey: anonKey, authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/rest/v1/areas?select=id`, { headers })
  expect(response.status).toBe(401)
})

test('many requests at once keep to the rights of each', async () => {
  const [viewer, stranger] = await Promise.all([signIn('viewer'), signIn('stranger')])
  const count = async (client: typeof viewer) =>
    dataOf(await client.from('areas').select('id').eq('district_id', own.districtId)).length
  const counts = await Promise.all(
    Array.from({ length: 60 }, (_, index) => count([viewer, stranger, serviceClient()][index % 3])),
  )
  expect(counts).toEqual(Array.from({ length: 60 }, (_, index) => [4, 0, 4][index % 3]))
})
