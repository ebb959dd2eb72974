import { describe, expect, it } from 'vitest'
import { createStaff, createVolunteers } from '../../../supabase/local/demo/staff'
import { createVisits } from '../../../supabase/local/demo/visits'
import { district } from './setting'

const grids = Array.from({ length: 226 }, (_, index) => ({ community: index % 44 }))
const staff = createStaff('demo', grids, district.communities)

describe('staff of the demo district', () => {
  it('holds most posts, some are vacant, nobody holds two', () => {
    const count = (post: string) => staff.assignments.filter((each) => each.post === post).length
    expect(count('manager')).toBeGreaterThan(210)
    expect(count('manager')).toBeLessThan(226)
    expect(count('assistant')).toBeGreaterThan(390)
    expect(count('assistant')).toBeLessThan(452)
    expect(new Set(staff.assignments.map(({ person }) => person)).size).toBe(staff.assignments.length)
  })

  it('has telephone numbers that no telephone has', () => {
    for (const { workTelephone } of staff.people) expect(workTelephone).toMatch(/^100-0000-\d{4}$/)
    expect(new Set(staff.people.map(({ workTelephone }) => workTelephone)).size).toBe(staff.people.length)
  })

  it('has nothing private', () => {
    expect(Object.keys(staff.people[0]).sort()).toEqual([
      'name',
      'onDuty',
      'organisation',
      'sourceId',
      'workTelephone',
    ])
    expect(Object.keys(createVolunteers('demo', district.communities)[0]).sort()).toEqual(
      ['certificate', 'community', 'monthsAgo', 'name', 'role'].sort(),
    )
  })
})

describe('visits', () => {
  it('call on some households of most buildings, never more than there are', () => {
    const visits = createVisits('demo', district.buildings, district.communities.length)
    for (const { building, households, daysAgo } of visits) {
      expect(households).toBeLessThanOrEqual(district.buildings[building].households)
      expect(daysAgo).toBeLessThan(366)
    }
    const lately = new Set(visits.filter(({ daysAgo }) => daysAgo < 30).map(({ building }) => building))
    const homes = district.buildings.filter(({ households }) => households > 0).length
    expect(lately.size / homes).toBeGreaterThan(0.5)
    expect(lately.size / homes).toBeLessThan(0.95)
  })
})
