import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { outcomeOf } from '../help'

// Kind 5: what is the same is found again, wherever it stands in the next file; what is other is never taken for it.

interface Thing {
  id: string
  name: string
  households: number
  lng: number
}

const things = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[A-Z]{1,2}-[0-9]{3,5}$/),
    name: fc.constantFrom('甲楼', '乙楼', '丙楼', '丁楼', '戊楼'),
    households: fc.integer({ min: 1, max: 200 }),
    lng: fc.integer({ min: 0, max: 400 }),
  }),
  { selector: ({ lng }) => lng, minLength: 2, maxLength: 9 },
)

/** How a file says which thing is which. */
const identities = {
  id: '楼栋编号',
  none: undefined,
  serial: '序号',
  fid: 'fid',
  number: '编号',
} as const
type Identity = keyof typeof identities

async function sourcesOf(
  list: Thing[],
  identity: Identity,
  isFeatures: boolean,
): Promise<Map<number, string>> {
  const column = identities[identity]
  const own = (thing: Thing, i: number) => (identity === 'id' ? thing.id : i + 1)
  const text = isFeatures
    ? JSON.stringify({
        type: 'FeatureCollection',
        features: list.map((thing, i) => ({
          type: 'Feature',
          ...(identity === 'fid' ? { id: i + 1 } : {}),
          properties: {
            ...(column ? { [column]: own(thing, i) } : {}),
            名称: thing.name,
            户数: thing.households,
            社区: '东社区',
          },
          geometry: { type: 'Point', coordinates: [113.2 + thing.lng / 10_000, 35.2] },
        })),
      })
    : [
        [...(column ? [column] : []), '名称', '户数', '社区', '经度', '纬度'].join(),
        ...list.map((thing, i) =>
          [
            ...(column ? [own(thing, i)] : []),
            thing.name,
            thing.households,
            '东社区',
            113.2 + thing.lng / 10_000,
            35.2,
          ].join(),
        ),
      ].join('\n')
  const { accepted, questions } = await outcomeOf(text, isFeatures ? 'x.geojson' : 'x.csv', {
    kind: 'buildings',
  })
  expect([questions, accepted.length]).toEqual([[], list.length])
  const base = isFeatures ? 1 : 2
  return new Map(accepted.map(({ line, source }) => [list[line! - base].lng, source!]))
}

test('a thing keeps its id when others come before it, when rows change places and when it is counted anew', async () => {
  await fc.assert(
    fc.asyncProperty(
      things,
      fc.nat(8),
      fc.constantFrom(...(Object.keys(identities) as Identity[])),
      fc.boolean(),
      async (all, seed, identity, isFeatures) => {
        fc.pre(new Set(all.map(({ id }) => id)).size === all.length)
        const [, ...first] = all
        const before = await sourcesOf(first, identity, isFeatures)
        // Another stands somewhere among them, the rest is turned round, and each has other households.
        const turned = [...first.slice(seed % first.length), ...first.slice(0, seed % first.length)]
        const next = turned.map((thing) => ({ ...thing, households: thing.households + 1 }))
        next.splice(seed % (next.length + 1), 0, all[0])
        const after = await sourcesOf(next, identity, isFeatures)
        for (const { lng } of first) expect([identity, after.get(lng)]).toEqual([identity, before.get(lng)])
        expect(new Set(after.values()).size).toBe(all.length)
      },
    ),
    runs(2000),
  )
})
