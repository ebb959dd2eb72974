import { expect, it } from 'vitest'
import type { StaffingBoard } from '../../../../src/data/setup/staffing'
import { endsSoon, placesOf } from '../../../../src/features/setup/posts/board'

const terms = { basis: 'grid', basisHouseholds: null, span: null, voluntary: false, payPer: 'month' } as const
const held = (id: number, person: number, until: string | null = null): StaffingBoard['held'][number] => {
  const place = { post: 1, grid: 7, area: null }
  return {
    id,
    person,
    name: `人${person}`,
    since: '2026-01-01',
    until,
    standIn: null,
    isOnDuty: true,
    ...place,
  }
}
const board: StaffingBoard = {
  day: '2026-03-01',
  posts: [
    {
      id: 1,
      level: 1,
      code: 'a',
      name: '协管员',
      nameEn: 'Assistant',
      perGrid: 2,
      exclusive: true,
      ...terms,
      yuanMonth: 350,
      required: 4,
      filled: 1,
      pay: 1400,
    },
  ],
  places: [
    { post: 1, grid: 7, area: null, wanted: 2 },
    { post: 1, grid: null, area: 3, wanted: 2 },
  ],
  grids: [{ id: 7, code: '001', name: '', level: 1, community: 3, households: 400 }],
  held: [held(1, 1, '2026-04-01'), held(2, 2, '2027-01-01')],
  doubles: [],
}

it('shows each place with its holders and how many are missing', () => {
  const rows = placesOf(board, (id) => `社区${id}`)
  expect(rows.map(({ where, holders, vacant }) => [where, holders.length, vacant])).toEqual([
    ['001', 2, 0],
    ['社区3', 0, 2],
  ])
})

it('tells whose term ends within two months of the day that is looked at', () => {
  expect(endsSoon(board).map(({ id }) => id)).toEqual([1])
  expect(endsSoon({ ...board, day: '2026-12-15' }).map(({ id }) => id)).toEqual([1, 2])
  expect(endsSoon(null)).toEqual([])
})
