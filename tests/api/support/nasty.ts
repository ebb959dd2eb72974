import fc from 'fast-check'

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)])

/** Positions nobody should send: far, mixed up, of the wrong length, or none. */
const positions = fc.constantFrom<unknown>(
  [113.005, 35.005],
  [1e308, 1e308],
  [-1e308, 35],
  [null, null],
  [],
  [113],
  ['113', '35'],
  [[113, 35]],
  [200, 100],
  [113.005, 35.005, 1e300],
  {},
)

const ring = fc.array(positions, { maxLength: 6 })

const geometry = fc.oneof(
  fc.record({ type: fc.constant('Point'), coordinates: positions }),
  fc.record({ type: fc.constant('Polygon'), coordinates: fc.array(ring, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('MultiPolygon'), coordinates: fc.array(fc.array(ring, { maxLength: 2 })) }),
  fc.record({ type: fc.constantFrom('LineString', 'Circle', 'GeometryCollection', ''), coordinates: ring }),
  fc.constantFrom<unknown>(
    { type: 'MultiPolygon', coordinates: [] },
    { type: 'Point' },
    { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 'x'] }] },
    { coordinates: [1, 2] },
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [113, 35],
            [113.01, 35],
            [113, 35],
          ],
        ],
      ],
    },
    {
      type: 'Polygon',
      coordinates: [
        [
          [113, 35],
          [113.01, 35.01],
          [113.01, 35],
          [113, 35.01],
          [113, 35],
        ],
      ],
    },
  ),
)

const text = fc.constantFrom(
  '',
  ' ',
  'abc',
  '网格',
  '\u202e格网',
  '\u0000',
  '\ud800',
  '😀'.repeat(300),
  "'; drop table areas; --",
  '%_\\',
  '{}',
  'null',
  'infinity',
  '-infinity',
  'NaN',
  '9999-12-31T23:59:59Z',
  '294277-01-01',
  '0000-00-00',
  '2026-11-28T12:00:00+99:99',
  '00000000-0000-0000-0000-000000000000',
  '__proto__',
  'x'.repeat(20_000),
)

const number = fc.constantFrom<number>(
  0,
  -1,
  0.5,
  1e-320,
  1e308,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  1e30,
)

const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null))

/** Anything that JSON can hold, in shapes that functions are given and in shapes that they are not. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: geometry },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('', '__proto__', 'state', 'x'), scalar) },
  { weight: 1, arbitrary: fc.constantFrom(30, 2_000).map(deep) },
  { weight: 1, arbitrary: positions },
)

/** An object with some of `keys`, each with anything under it; also a list of such. */
export function nastyObject(keys: readonly string[]): fc.Arbitrary<unknown> {
  const object = fc.dictionary(fc.constantFrom(...keys), fc.oneof(nasty, fc.array(nasty, { maxLength: 3 })), {
    maxKeys: 8,
  })
  return fc.oneof(object, fc.array(object, { maxLength: 3 }))
}
