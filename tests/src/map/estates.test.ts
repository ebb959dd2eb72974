import { expect, test } from 'vitest'
import { estatesOf } from '../../../src/map/parts/estates'

const row = (name: (at: number) => string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: name(at + 1), x: at * 10, y: 50 - at }))

test('an estate of many buildings is named once, above their middle', () => {
  const [estate, ...others] = estatesOf([
    ...row((at) => `渡口村${at}号楼`, 13),
    ...row((at) => `梅智府${at}号楼`, 9),
  ])
  expect(others).toEqual([])
  expect(estate.name).toBe('渡口村')
  expect(estate.at).toEqual([60, 38])
  expect(estate.of.get(6)).toBe('7号楼')
})

test('names that are no estate with a number stay whole', () => {
  expect(
    estatesOf([...row(() => '沿街商铺', 20), ...row((at) => `Blk ${at}`, 20), ...row(() => '', 8)]),
  ).toEqual([])
})
