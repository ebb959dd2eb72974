import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, inject, test } from 'vitest'
import { runs } from '../support/runs'
import { dataOf, serviceClient, signIn } from './support/clients'
import { makeDistrict } from './support/district'
import { nasty, nastyObject } from './support/nasty'

/** Every function that the API offers, with the names of its arguments: as the types are generated from the catalogue. */
function readFunctions(): { name: string; args: string[] }[] {
  const source = inject('api').generatedTypes
  const body = /\n {4}Functions: \{\n([^]*?)\n {4}\}\n/.exec(source)?.[1] ?? ''
  return [...body.matchAll(/^ {6}(\w+): \{\n {8}Args: ([^]*?)\n {8}Returns/gm)].map(([, name, args]) => ({
    name,
    args: [...args.matchAll(/(\w+)\??: /g)].map(([, arg]) => arg),
  }))
}

/** What is inside the objects that functions are given, so that some of it gets past the first look. */
const keys = [
  'state',
  'states',
  'category',
  'categories',
  'search',
  'order',
  'from',
  'to',
  'position',
  'geometry',
  'payload',
  'number',
  'part',
  'source',
  'name',
  'code',
  'levels',
  'posts',
  'tolerance',
  'grids',
  'buildings',
  'borders',
  'key',
  'level',
  'parent',
  'polygon',
  'removed',
  'locked',
  'households',
  'until',
  'handler',
  'original',
  'id',
  'lng',
  'lat',
  'contact',
  'telephone',
  'consent',
  'at',
  'target',
  'engine',
  'communities',
  'label',
]

let tokens: string[]
/** Values that are there, by the name of the argument. */
let good: Record<string, unknown[]>

beforeAll(async () => {
  const own = await makeDistrict(37.7)
  tokens = await Promise.all(
    (['admin', 'planner', 'dispatcher', 'worker'] as const).map(async (role) => {
      const { data } = await (await signIn(role)).auth.getSession()
      return data.session?.access_token ?? ''
    }),
  )
  const planner = await signIn('planner')
  const scheme = dataOf(
    await planner.from('schemes').select('id').is('district_id', null).limit(1).single(),
  ).id
  const area = own.communityIds[0]
  const plan = dataOf(await planner.rpc('start_plan', { area, scheme, name: 'a' }))
  const file = {
    district_code: own.communityCodes[0].slice(0, 6),
    kind: 'buildings' as const,
    file_name: 'a.csv',
  }
  const staged = dataOf(await planner.rpc('start_import', file))
  const category = dataOf(await serviceClient().from('categories').select('id').eq('code', '0101').single()).id
  const report = { client_key: randomUUID(), lng: 113.005, lat: 37.705, category_id: category }
  const incident = dataOf(await (await signIn('dispatcher')).rpc('report_incident', report)) as { id: number }
  good = {
    area: [area, own.streetId, own.districtId],
    district: [own.districtId],
    district_code: [file.district_code],
    plan: [plan], a: [plan], b: [plan], scheme: [scheme], import: [staged], community: [area],
    incident_id: [incident.id], category_id: [category], client_key: [randomUUID()], kind: ['buildings', 'areas'],
    lng: [113.005], lat: [37.705], days: [30], level: [1], key: [1], expected: ['reported'], to_state: ['accepted'],
    expected_version: [1], since: ['2026-01-01T00:00:00Z'], note: ['a'], code: [own.communityCodes[0]], name: ['a'],
  } // prettier-ignore
})

test('the functions are found', () => {
  expect(readFunctions().map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'report_incident',
      'save_plan',
      'stage_import_rows',
      'wall_statistics',
      'import_targets',
    ]),
  )
})

function argument(name: string): fc.Arbitrary<unknown> {
  const known = good[name]
  const made = fc.oneof(nasty, nastyObject(keys))
  return known
    ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 2, arbitrary: made })
    : made
}

function call({
  name,
  args,
}: {
  name: string
  args: string[]
}): fc.Arbitrary<{ name: string; body: string }> {
  const given = fc.record(Object.fromEntries(args.map((arg) => [arg, argument(arg)])), {
    requiredKeys: args.slice(0, 1),
  })
  return given.map((each) => ({ name, body: JSON.stringify(each) }))
}

test(
  'no call of any function, whatever it is given, is answered as a fault of the host',
  { timeout: 300_000 },
  async () => {
    const functions = readFunctions().filter(({ name }) => name !== 'purge_incident_contacts')
    const perFunction = Math.ceil(1_500 / functions.length)
    const { numRuns, seed = Date.now() } = runs(perFunction)
    const calls = functions.flatMap((each) => fc.sample(call(each), { numRuns, seed }))
    const { url, anonKey } = inject('api')
    const faults: string[] = []
    const ask = async (index: number) => {
      const { name, body } = calls[index]
      const headers = {
        apikey: anonKey,
        authorization: `Bearer ${tokens[index % tokens.length]}`,
        'content-type': 'application/json',
      }
      const answer = await fetch(`${url}/rest/v1/rpc/${name}`, { method: 'POST', headers, body })
      const text = await answer.text()
      if (answer.status >= 500)
        faults.push(`${name} ${body.slice(0, 300)}\n  ${answer.status} ${text.slice(0, 300)}`)
    }
    for (let start = 0; start < calls.length; start += 8)
      await Promise.all(calls.slice(start, start + 8).map((_, offset) => ask(start + offset)))
    expect(calls.length).toBeGreaterThanOrEqual(1_500)
    expect(faults).toEqual([])
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(dataOf(await serviceClient().from('schemes').select('id').limit(1))).toHaveLength(1)
  },
)
