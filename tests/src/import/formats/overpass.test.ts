import { describe, expect, test } from 'vitest'
import { outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

// What Overpass answers to `[out:json]`, with and without places.

const corner = (i: number, x: number, y: number) => ({
  lat: 35.2 + y * 0.0001,
  lon: 113.2 + i * 0.0004 + x * 0.0001,
})
const square = (i: number) => [
  corner(i, 0, 0),
  corner(i, 1, 0),
  corner(i, 1, 1),
  corner(i, 0, 1),
  corner(i, 0, 0),
]
const tags = (i: number) => ({
  building: 'apartments',
  name: `${i}号楼`,
  户数: '40',
  社区: '东社区',
  街道: '南街道',
})
const answer = (elements: unknown[], more = {}) =>
  JSON.stringify({ version: 0.6, generator: 'Overpass API 0.7.62', osm3s: {}, elements, ...more })
const ways = (of: (i: number) => object) =>
  [1, 2, 3].map((i) => ({
    type: 'way',
    id: i,
    nodes: [1, 2, 3, 4, 1].map((n) => n + i * 10),
    tags: tags(i),
    ...of(i),
  }))
const read = async (text: string, answers = {}) => {
  const outcome = await outcomeOf(text, 'export.json', { kind: 'buildings', ...answers })
  const accepted = outcome.accepted.filter(({ part }) => part === 'row')
  return { ...outcome, accepted }
}

describe('an answer of Overpass', () => {
  test('with geometry (out geom) is read', async () => {
    const { questions, accepted, read: count } = await read(answer(ways((i) => ({ geometry: square(i) }))))
    expect([questions, count, sumOf(accepted), valuesOf(accepted, 'name')]).toEqual([
      [],
      3,
      120,
      ['1号楼', '2号楼', '3号楼'],
    ])
    expect(accepted.map(({ source }) => source)).toEqual(['way/1', 'way/2', 'way/3'])
  })

  test('with middles (out center) is read as points', async () => {
    const { accepted } = await read(answer(ways((i) => ({ center: corner(i, 0, 0) }))))
    expect(accepted.map(({ geometry }) => geometry)).toEqual(
      [1, 2, 3].map((i) => ({ type: 'Point', coordinates: [113.2 + i * 0.0004, 35.2] })),
    )
  })

  test('with the nodes beside their ways is put together, and the nodes are no things', async () => {
    const nodes = [1, 2, 3].flatMap((i) =>
      square(i)
        .slice(0, 4)
        .map((place, n) => ({ type: 'node', id: n + 1 + i * 10, ...place })),
    )
    const { read: count, accepted } = await read(answer([...ways(() => ({})), ...nodes]))
    expect([count, sumOf(accepted)]).toEqual([3, 120])
  })

  test('a way of which a node is missing costs itself', async () => {
    const elements = ways((i) => ({ geometry: i === 2 ? [null, ...square(i).slice(1)] : square(i) }))
    const { accepted, refused } = await read(answer(elements))
    expect([sumOf(accepted), refusalsOf(refused)]).toEqual([80, ['2 no-position']])
  })

  test('the parts of a relation are put together, with its holes', async () => {
    const outer = [corner(0, 0, 0), corner(0, 9, 0), corner(0, 9, 9), corner(0, 0, 9), corner(0, 0, 0)]
    const hole = [corner(0, 3, 3), corner(0, 6, 3), corner(0, 6, 6), corner(0, 3, 3)]
    const members = [
      { type: 'way', ref: 1, role: 'outer', geometry: outer.slice(0, 3) },
      { type: 'way', ref: 2, role: 'outer', geometry: outer.slice(2).reverse() },
      { type: 'way', ref: 3, role: 'inner', geometry: hole },
    ]
    const relation = { type: 'relation', id: 7, tags: { ...tags(1), type: 'multipolygon' }, members }
    const { job, file } = await read(answer([relation]))
    expect(job).toBeDefined()
    expect(file.sample[0].geometry).toMatchObject({ type: 'MultiPolygon' })
    const [[rings]] = [(file.sample[0].geometry as unknown as { coordinates: unknown[][][] }).coordinates]
    expect(rings.map((ring) => ring.length)).toEqual([5, 4])
  })

  test('without any place is refused with what to ask for', () =>
    expect(read(answer(ways(() => ({}))))).rejects.toMatchObject({ code: 'file-without-geometry' }))

  test('that was broken off says so', async () => {
    const remark = 'runtime error: Query timed out in "query" at line 3 after 25 seconds.'
    const { questions } = await read(
      answer(
        ways((i) => ({ geometry: square(i) })),
        { remark },
      ),
    )
    expect(questions.map(({ code, detail }) => `${code} ${detail}`)).toEqual([`incomplete ${remark}`])
  })
})

test.each<[string, string | Uint8Array<ArrayBuffer>]>([
  [
    'map.osm',
    '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="JOSM"><node id="1" lat="35.2" lon="113.2"/></osm>',
  ],
  ['diff.osc', '<osmChange version="0.6"><create/></osmChange>'],
  [
    'map.osm.pbf',
    new Uint8Array([0, 0, 0, 13, 10, 9, ...new TextEncoder().encode('OSMHeader'), 24, 1, 2, 3, 0, 0, 0, 0]),
  ],
])('%s is called what it is', (name, bytes) =>
  expect(outcomeOf(bytes, name)).rejects.toMatchObject({ code: 'file-is-osm' }),
)
