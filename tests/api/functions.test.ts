import { randomUUID } from 'node:crypto'
import { beforeAll, expect, inject, test } from 'vitest'
import * as accounts from '../../src/data/district/accounts'
import { acceptInvitation, askPairing, beginPairing, lookAtInvitation } from '../../src/data/functions'
import { readChanges } from '../../src/data/changes'
import * as departments from '../../src/data/setup/departments'
import * as people from '../../src/data/setup/people'
import * as session from '../../src/data/session'
import { toDataError } from '../../src/lib/errors'
import type { Client } from '../../src/lib/supabase'
import { anonymousClient, dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict } from './support/district'

const word = 'a-word-of-my-own'
let admin: Client
let district: number
let community: number

beforeAll(async () => {
  const made = await makeDistrict(41)
  admin = await signIn('admin')
  district = made.districtId
  community = made.communityIds[0]
})

const somebody = {
  organisation: '',
  workTelephone: '',
  department: null,
  onDuty: true,
  leftOn: '',
  sourceId: '',
}

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (thrown: unknown) => toDataError(thrown).code,
  )

async function invited() {
  const signInName = `w${randomUUID().slice(0, 8)}`
  const roles = [{ role: 'viewer' as const, areaId: community, departmentId: null }]
  const issued = await accounts.invite(admin, district, { name: '李', signIn: signInName, roles })
  return { signInName, code: issued.code }
}

async function call(name: string, body: unknown, init: RequestInit = {}) {
  const { url, anonKey } = inject('api')
  const headers = { apikey: anonKey, 'content-type': 'application/json' }
  const response = await fetch(`${url}/functions/v1/${name}`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  })
  return {
    status: response.status,
    body: (await response.json().catch(() => null)) as { message?: string } | null,
  }
}

test('an invitation makes an account with a password of the person’s own, once', async () => {
  const { signInName, code } = await invited()
  expect(await failure(session.signIn(anonymousClient(), signInName, code))).toBe('wrong-credentials')
  expect(await failure(acceptInvitation(anonymousClient(), code, 'short'))).toBe('weak-password')
  expect(await lookAtInvitation(anonymousClient(), code)).toMatchObject({
    signIn: signInName,
    isReset: false,
  })
  await acceptInvitation(anonymousClient(), code.toLowerCase(), word)
  const person = anonymousClient()
  await session.signIn(person, signInName, word)
  expect((await readChanges(person)).memberships).toEqual([{ role: 'viewer', areaId: community }])
  expect(await failure(acceptInvitation(anonymousClient(), code, 'another-word'))).toBe('code-used')
  await session.signIn(anonymousClient(), signInName, word)
})

test('many are invited in one go, each by their own roles; who cannot be is named, and the others are not kept out', async () => {
  const made = async (name: string, area: number) =>
    people.savePerson(admin, district, { read: null, content: { ...somebody, name, area } })
  const [first, second, third] = [
    await made('甲', community),
    await made('乙', district),
    await made('丙', district),
  ]
  const foreign = dataOf(
    await serviceClient()
      .from('people')
      .insert({ district_id: (await makeDistrict(41.5)).districtId, name: '外', source_id: randomUUID() })
      .select('id')
      .single(),
  ).id
  const { id: office } = await departments.saveDepartment(admin, district, {
    read: null,
    content: { name: '城管', nameEn: '', telephone: '', retired: false, categories: [] },
  })
  const start = randomUUID().slice(0, 8)
  const one = (name: string, number: number, personId: number, role: accounts.HeldRole) => ({
    name,
    signIn: `b${start}-${number}`,
    roles: [role],
    personId,
  })
  const worker = { role: 'worker' as const, areaId: community, departmentId: null }
  const handler = { role: 'handler' as const, areaId: district, departmentId: office }
  const answers = await accounts.inviteEach(admin, district, [
    one('甲', 1, first, worker),
    one('乙', 2, second, handler),
    one('丙', 1, third, worker),
    one('丙', 3, third, { ...handler, departmentId: null }),
    one('外', 4, foreign, worker),
    one('', 5, third, worker),
    { ...one('丙', 6, third, worker), signIn: '丙' },
    one('丙', 7, third, { role: 'checker', areaId: district, departmentId: null }),
  ])
  expect(answers.map((each) => ('issued' in each ? 'issued' : toDataError(each.failure).code))).toEqual([
    'issued',
    'issued',
    'invitation-open',
    'department-unknown',
    'person-unknown',
    'name-missing',
    'sign-in-malformed',
    'issued',
  ])
  for (const [at, memberships] of [
    [0, [{ role: 'worker', areaId: community }]],
    [1, [{ role: 'handler', areaId: district }]],
    [7, [{ role: 'checker', areaId: district }]],
  ] as const) {
    const answer = answers[at]
    if (!('issued' in answer)) throw new Error('not invited')
    const { signIn: name } = await acceptInvitation(anonymousClient(), answer.issued.code, word)
    const person = anonymousClient()
    await session.signIn(person, name, word)
    expect((await readChanges(person)).memberships).toMatchObject(memberships)
  }
  const { people: staff } = await people.listPeople(admin, district)
  expect(staff.map(({ name, hasAccount }) => [name, hasAccount]).sort()).toEqual([
    ['丙', true],
    ['乙', true],
    ['甲', true],
  ])
})

test('of two at the same moment one gets the account', async () => {
  const { code } = await invited()
  const both = ['first-word', 'other-word'].map((own) =>
    failure(acceptInvitation(anonymousClient(), code, own)),
  )
  expect((await Promise.all(both)).sort()).toEqual(['code-used', 'done'])
})

test('an account that is ended is out at once, with its sessions and its password', async () => {
  const { signInName, code } = await invited()
  await acceptInvitation(anonymousClient(), code, word)
  const person = anonymousClient()
  const { id } = await session.signIn(person, signInName, word)
  await accounts.endAccount(admin, district, id)
  expect(await failure(readChanges(person))).toBe('signed-out')
  expect(await failure(session.signIn(anonymousClient(), signInName, word))).toBe('account-ended')
})

test('a code for another password ends the sessions of the one before', async () => {
  const { signInName, code } = await invited()
  await acceptInvitation(anonymousClient(), code, word)
  const person = anonymousClient()
  const { id } = await session.signIn(person, signInName, word)
  const reset = await accounts.resetAccount(admin, district, id)
  await acceptInvitation(anonymousClient(), reset.code, 'the-next-word')
  expect(await failure(readChanges(person))).toBe('signed-out')
  expect(await failure(session.signIn(anonymousClient(), signInName, word))).toBe('wrong-credentials')
  await session.signIn(anonymousClient(), signInName, 'the-next-word')
})

test('a wall is paired by the code that it shows, and revoked', async () => {
  const wall = anonymousClient()
  const { code, secret } = await beginPairing(wall)
  expect(await askPairing(wall, secret)).toBe(false)
  expect(await failure(accounts.pairDisplay(admin, community, 'ZZZZZZ', '墙'))).toBe('code-unknown')
  await accounts.pairDisplay(admin, community, code, '墙')
  expect(await askPairing(wall, secret)).toBe(true)
  const { person, memberships } = await readChanges(wall)
  expect(memberships).toEqual([{ role: 'display', areaId: community }])
  expect(await failure(askPairing(anonymousClient(), secret))).toBe('pairing-over')
  await accounts.endAccount(admin, district, person)
  expect(await failure(readChanges(wall))).toBe('signed-out')
})

test('functions keep to their limits', async () => {
  expect((await call('join', 'x'.repeat(5000))).status).toBe(413)
  expect(await call('join', 'no json')).toMatchObject({ status: 400, body: { message: 'content-malformed' } })
  expect(await call('join', { code: 5 })).toMatchObject({
    status: 400,
    body: { message: 'content-malformed' },
  })
  expect((await call('join', undefined, { method: 'GET', body: undefined })).status).toBe(405)
  expect((await call('constructor', {})).status).toBe(404)
  const answers = []
  for (let attempt = 0; attempt < 31; attempt++)
    answers.push((await call('join', { code: 'NOSUCHCODE22' })).status)
  expect(answers.at(-1)).toBe(429)
})
