import { expect, test } from 'vitest'
import { outlineOf } from '../../../src/map/parts/outline'
import { square } from '../../support/squares'

test('areas taken together have no line between them', () => {
  expect(outlineOf([square(0, 0, 1)]).coordinates).toHaveLength(4)
  const both = outlineOf([square(0, 0, 1), square(1, 0, 1)]).coordinates
  expect(both).toHaveLength(6)
  expect(both).not.toContainEqual([
    [1, 0],
    [1, 1],
  ])
})
