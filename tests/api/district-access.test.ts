import { beforeAll, describe, expect, inject, test } from 'vitest'
import type { Client } from '../../src/lib/supabase'
import { anonymousClient } from './support/clients'
import { testPassword } from './support/roles'
import type { World } from './support/world'

// What docs/access.md says, asked of the API with real tokens. The database tests try every cell for every role; here every
// row is read by everybody, and of what is refused or changes nothing one in each place is tried, by another role each time.

const { actors, ...world } = inject('world')
/** Every role in the district, one elsewhere and one nowhere: who holds no role here is the same to the database. */
const readers = actors.filter(({ place, name }) => !/where$/.test(place) || name.startsWith('admin'))
const clients = new Map<string, Client>()

beforeAll(async () => {
  for (const { name, email } of actors) {
    const client = anonymousClient()
    const { error } = await client.auth.signInWithPassword({ email, password: testPassword })
    if (error) throw error
    clients.set(name, client)
  }
})

type TableRule = World['tables'][number]
const rules = (command: TableRule['command']) =>
  world.tables
    .filter((rule) => rule.command === command)
    .map((rule) => [rule.variant ? `${rule.name} (${rule.variant})` : rule.name, rule] as const)

/** One actor of each place out of those given, the same for the same number. */
function oneOfEachPlace(names: ReadonlySet<string>, turn: number): string[] {
  return ['own', 'above', 'beside', 'elsewhere', 'nowhere'].flatMap((place) => {
    const there = actors.filter((actor) => actor.place === place && names.has(actor.name))
    return there.length > 0 ? [there[turn % there.length].name] : []
  })
}

const refused = (allowed: readonly string[]) =>
  new Set(actors.map(({ name }) => name).filter((name) => !allowed.includes(name)))

/** Any table, by a name that the types do not know. */
const table = (actor: string, name: string) => clients.get(actor)!.from(name as 'areas')
const keyOf = ({ key, content }: TableRule) =>
  Object.fromEntries(key.map((column) => [column, content[column]]))
const part = ({ content }: TableRule, columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, content[column]]))

describe('rows are read by those who may, and by nobody else', () => {
  test.each(rules('read'))('%s', async (_, rule) => {
    const seen: string[] = []
    for (const { name } of readers) {
      const { data } = await table(name, rule.name).select(rule.key.join()).match(keyOf(rule))
      if ((data ?? []).length > 0) seen.push(name)
    }
    expect(seen).toEqual(readers.map(({ name }) => name).filter((name) => rule.allowed.includes(name)))
  })
})

describe('rows are added by nobody else', () => {
  test.each(rules('add'))('%s', async (name, rule) => {
    const row = part(rule, rule.columns)
    for (const actor of oneOfEachPlace(refused(rule.allowed), name.length)) {
      const { error } = await table(actor, rule.name).insert(row as never)
      expect([actor, error?.code]).toEqual([actor, expect.stringMatching(/^(42501|P0001)$/)])
    }
  })
})

describe('rows are changed and removed by nobody else', () => {
  test.each([...rules('change'), ...rules('remove')])('%s', async (name, rule) => {
    for (const actor of oneOfEachPlace(refused(rule.allowed), name.length)) {
      const query = table(actor, rule.name)
      const asked =
        rule.command === 'remove'
          ? query.delete()
          : query.update(part(rule, rule.columns.slice(0, 1)) as never)
      const { data, error } = await asked.match(keyOf(rule)).select(rule.key.join())
      expect([actor, error ? error.code : data]).toEqual([actor, error ? '42501' : []])
    }
  })
})

describe('functions answer those who may, and tell nobody else anything', () => {
  const calls = world.calls.map(
    (call) => [`${call.name} ${JSON.stringify(call.parameters)}`.slice(0, 80), call] as const,
  )
  test.each(calls)('%s', async (title, { name, parameters, isReading, allowed }) => {
    const call = (actor: string) => clients.get(actor)!.rpc(name as 'locate', parameters as never)
    for (const actor of oneOfEachPlace(refused(allowed), title.length)) {
      const { data, error } = await call(actor)
      if (error) expect([actor, error.code]).toEqual([actor, expect.stringMatching(/^(42501|P0001)$/)])
      else expect([actor, isEmpty(data)]).toEqual([actor, true])
    }
    if (!isReading) return
    for (const actor of oneOfEachPlace(new Set(allowed), title.length)) {
      const { data, error } = await call(actor)
      expect([actor, error, isEmpty(data)]).toEqual([actor, null, false])
    }
  })
})

/** Functions that need no account: whoever is shown a certificate may check it. */
const WITHOUT_ACCOUNT = ['check_certificate']

test('who has not signed in reads no table and calls no function but the one for certificates', async () => {
  const names = [...new Set(world.tables.map(({ name }) => name))]
  for (const name of names) {
    const { data } = await anonymousClient()
      .from(name as 'areas')
      .select('*')
      .limit(1)
    expect([name, data ?? []]).toEqual([name, []])
  }
  for (const { name, parameters } of world.calls) {
    const { data, error } = await anonymousClient().rpc(name as 'locate', parameters as never)
    const isOpen = WITHOUT_ACCOUNT.includes(name)
    expect([name, data !== null, error === null]).toEqual([name, isOpen, isOpen])
  }
})

/** Whether an answer tells nothing: no rows, nothing found, or lists without anything in them. */
function isEmpty(answer: unknown): boolean {
  if (answer === null) return true
  if (Array.isArray(answer)) return answer.length === 0
  if (typeof answer !== 'object') return false
  return Object.entries(answer).every(([name, value]) => name === 'type' || isEmpty(value))
}
