import { expect, it } from 'vitest'
import { isWithin, partsSeen, smallestAround } from '../../../src/lib/area-tree'

const area = (id: number, parentId: number | null) => ({ id, parentId })
const [district, street, west, east, far, farAway] = [
  area(1, null),
  area(2, 1),
  area(3, 2),
  area(4, 2),
  area(5, 1),
  area(6, null),
]
const byId = new Map([district, street, west, east, far, farAway].map((one) => [one.id, one]))

it('knows what lies within what', () => {
  expect(isWithin(west, district, byId)).toBe(true)
  expect(isWithin(west, west, byId)).toBe(true)
  expect(isWithin(street, west, byId)).toBe(false)
})

it('begins with the smallest area around all that a person holds', () => {
  expect(smallestAround([], byId)).toBe(null)
  expect(smallestAround([west], byId)).toBe(west)
  expect(smallestAround([west, east], byId)).toBe(street)
  expect(smallestAround([west, far], byId)).toBe(district)
  expect(smallestAround([district, west], byId)).toBe(district)
  expect(smallestAround([west, farAway], byId)).toBe(west)
})

it('names what of an area is seen', () => {
  expect(partsSeen(west, [district], byId)).toEqual([west])
  expect(partsSeen(district, [west, east, west], byId)).toEqual([west, east])
  expect(partsSeen(district, [street, west], byId)).toEqual([street])
  expect(partsSeen(east, [west], byId)).toEqual([])
})
