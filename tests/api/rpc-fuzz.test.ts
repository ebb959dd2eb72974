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

const square = { type: 'Polygon', coordinates: [[[113, 37.7], [113.01, 37.7], [113.01, 37.71], [113, 37.7]]] } // prettier-ignore

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
  const category = dataOf(
    await serviceClient().from('categories').select('id').eq('code', '0101').is('district_id', null).single(),
  ).id
  const report = { client_key: randomUUID(), lng: 113.005, lat: 37.705, category_id: category }
  const incident = dataOf(await (await signIn('dispatcher')).rpc('report_incident', report)) as { id: number }
  good = {
    area: [area, own.streetId, own.districtId],
    district: [own.districtId],
    district_code: [file.district_code],
    plan: [plan], a: [plan], b: [plan], scheme: [scheme], import: [staged], community: [area],
    incident_id: [incident.id], category_id: [category], client_key: [randomUUID()], kind: ['buildings', 'areas'],
    lng: [113.005], lat: [37.705], days: [30], level: [1], key: [1], expected: ['reported'], to_state: ['accepted'],
    expected_version: [1],
    body: ['a'],
    remark: ['a'], since: ['2026-01-01T00:00:00Z'], note: ['a'], code: [own.communityCodes[0]], name: ['a'],
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

/** What each larger argument looks like when it is right: some of it is exchanged for something else. */
const shapes: Record<string, unknown> = {
  rows: [
    {
      number: 1, line: 1, lines: 1, part: 'row', source: 'a', doubts: [], refusal: null, detail: '',
      payload: { name: 'a', communityCode: '1', households: 3 }, geometry: { type: 'Point', coordinates: [113, 37.7] },
    },
  ],
  changes: {
    name: 'a', engine: {}, borders: [], removed: [{ level: 1, key: 9 }], locks: [{ level: 1, key: 1 }],
    grids: [{ level: 1, key: 1, community: 1, name: '', locked: false, parent: null, polygon: square }],
    assignment: { building: [1], grid: [1] },
    edits: { from: 1, list: [{ number: 1, at: '2026-01-01', sentence: {}, patch: {}, undone: false }] },
  },
  rule: {
    name: 'a', nameEn: 'a', tolerance: 0.1, codeDigits: 15, shares: { incidents: 10, visits: 0, area: 5 },
    levels: [{ name: 'a', target: 400, posts: [{ code: 'manager', name: 'a', perGrid: 1, exclusive: true, allowance: 1 }] }],
  },
  filter: {
    states: ['reported'], categories: [2], from: '2026-01-01T00:00:00Z', to: '2026-12-01T00:00:00Z', text: 'a', handler: 1,
    grid: 1, urgent: true, urged: false, overdue: true, order: 'deadline',
  },
  cursor: ['2026-01-01T00:00:00Z', 1],
  options: { until: '2027-01-01T00:00:00Z', duplicateOf: '1', urgent: true, handler: 1 },
  contact: { name: 'a', telephone: '1', consent: true },
  at_point: { type: 'Point', coordinates: [113, 37.7] },
} // prettier-ignore

/** `shape` with some of what is in it, or all of it, exchanged. */
function mutated(shape: unknown): fc.Arbitrary<unknown> {
  const kept = Array.isArray(shape)
    ? fc.tuple(...shape.map(mutated))
    : typeof shape === 'object' && shape !== null
      ? fc.record(Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, mutated(value)])), {
          requiredKeys: [],
        })
      : fc.constant(shape)
  return fc.oneof({ weight: 6, arbitrary: kept }, { weight: 1, arbitrary: nasty })
}

/** What is wrong about one argument. */
function wrong(name: string): fc.Arbitrary<unknown> {
  if (name in shapes) return fc.oneof({ weight: 5, arbitrary: mutated(shapes[name]) }, nastyObject(keys))
  return fc.oneof({ weight: 3, arbitrary: nasty }, nastyObject(keys))
}

/** A call with one argument that is wrong; the others are right, or left out where nothing right is known. */
function call({
  name,
  args,
}: {
  name: string
  args: string[]
}): fc.Arbitrary<{ name: string; body: string }> {
  const right = args.filter((arg) => arg in good || arg in shapes)
  const rightOnes = fc.record(
    Object.fromEntries(right.map((arg) => [arg, fc.constantFrom(...(good[arg] ?? [shapes[arg]]))])),
  )
  const shaped = args.filter((arg) => arg in shapes)
  const wrongOne = fc
    .constantFrom(...(args.length > 0 ? args : ['nothing']), ...shaped, ...shaped, ...shaped)
    .chain((arg) => wrong(arg).map((value): Record<string, unknown> => ({ [arg]: value })))
  return fc
    .tuple(rightOnes, wrongOne)
    .map(([most, one]) => ({ name, body: JSON.stringify({ ...most, ...one }) }))
}

/** These end what the others are given, so they come last. */
const last = [
  'check_import',
  'commit_import',
  'cancel_import',
  'submit_plan',
  'publish_plan',
  'return_plan',
  'discard_plan',
]

test(
  'no call of any function, whatever it is given, is answered as a fault of the host',
  { timeout: 300_000 },
  async () => {
    const functions = readFunctions().sort((a, b) => last.indexOf(a.name) - last.indexOf(b.name))
    const perFunction = Math.ceil(1_400 / functions.length)
    const { numRuns, seed = Date.now() } = runs(perFunction)
    const calls = functions.flatMap((each, index) =>
      fc.sample(call(each), {
        numRuns: each.args.some((arg) => arg in shapes) ? numRuns * 3 : numRuns,
        seed: seed + index,
      }),
    )
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
