import { expect, it } from 'vitest'
import type { Area } from '../../../../src/data/areas'
import { boardExtents } from '../../../../src/features/plan-paper/board-extent'

const area = (id: number, parentId: number | null, code: string) =>
  ({ id, parentId, code, name: code, nameEn: null, districtId: 1 }) as Area
const [district, north, south] = [area(1, null, '1'), area(2, 1, '11'), area(3, 1, '12')]
const communities = [area(6, 3, '121'), area(5, 2, '112'), area(4, 2, '111')]
const byId = new Map([district, north, south, ...communities].map((one) => [one.id, one]))
const told = (of: Area[]) =>
  boardExtents(of, byId).map(
    (one) => `${one.depth} ${one.area.code}: ${one.communities.map(({ code }) => code).join()}`,
  )

it('boards are printed of the district, of each street with several communities, and of each community', () => {
  expect(told(communities)).toEqual([
    '0 1: 111,112,121',
    '1 11: 111,112',
    '2 111: 111',
    '2 112: 112',
    '2 121: 121',
  ])
})

it('a plan of one street begins with it, one of a community is that', () => {
  expect(told([communities[1], communities[2]])).toEqual(['0 11: 111,112', '1 111: 111', '1 112: 112'])
  expect(told([communities[0]])).toEqual(['1 121: 121'])
  expect(told([])).toEqual([])
})
