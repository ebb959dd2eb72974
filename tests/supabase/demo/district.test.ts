import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDistrict } from '../../../supabase/local/demo/district'
import { drawTown } from '../../../supabase/local/demo/town/town'
import {
  boundingBox,
  contains,
  distanceToLine,
  signedArea,
  type Point,
} from '../../../supabase/local/demo/town/plane'
import { district } from './setting'
import type { DemoArea, Position, Ring } from '../../../supabase/local/demo/types'

const town = drawTown('demo')
const open = (ring: Ring) => ring.slice(0, -1)
const fingerprint = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Undirected sides of rings, each with how often it occurs. */
function sidesOf(areas: readonly DemoArea[]): Map<string, number> {
  const sides = new Map<string, number>()
  for (const { ring } of areas) {
    for (let k = 0; k + 1 < ring.length; k++) {
      const key = [ring[k].join(), ring[k + 1].join()].sort().join(' ')
      sides.set(key, (sides.get(key) ?? 0) + 1)
    }
  }
  return sides
}

describe('the demo district', () => {
  it('is the same for the same seed and another for another', () => {
    expect(fingerprint(createDistrict('demo'))).toBe(fingerprint(district))
    expect(fingerprint(createDistrict('other'))).not.toBe(fingerprint(district))
  })

  it('has the size that is asked for', () => {
    const households = district.buildings.reduce((sum, building) => sum + building.households, 0)
    expect(households).toBe(90_400)
    expect(district.buildings.length).toBeGreaterThan(2_850)
    expect(district.buildings.length).toBeLessThan(3_250)
    expect(district.streets).toHaveLength(9)
    expect(district.communities).toHaveLength(44)
    expect(district.crossings.length).toBeGreaterThanOrEqual(4)
    expect(new Set(district.services.map(({ kind }) => kind)).size).toBe(5)
    expect(district.grounds.filter(({ kind }) => kind === 'lake').length).toBeGreaterThanOrEqual(3)
  })

  it('has compounds of uneven size, some of more than 400 households', () => {
    const sizes = district.compounds.map(() => 0)
    for (const { compound, households } of district.buildings)
      if (compound >= 0) sizes[compound] += households
    expect(sizes.filter((size) => size > 400).length).toBeGreaterThan(20)
    expect(sizes.filter((size) => size < 100).length).toBeGreaterThan(100)
  })

  it('has well-formed codes, each once', () => {
    const codes = [district, ...district.streets, ...district.communities].map(({ code }) => code)
    expect(new Set(codes).size).toBe(1 + 9 + 44)
    expect(district.code).toMatch(/^9999\d{2}$/)
    for (const { code } of district.streets) expect(code).toMatch(new RegExp(`^${district.code}\\d{3}$`))
    for (const { code, street } of district.communities) {
      expect(code).toMatch(new RegExp(`^${district.streets[street].code}\\d{3}$`))
    }
  })

  it('names communities and compounds without repeating one', () => {
    for (const list of [district.communities, district.compounds]) {
      const names = list.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it.each([
    ['communities', district.communities],
    ['streets', district.streets],
  ])('is tiled exactly by its %s', (_, areas) => {
    const sides = sidesOf(areas)
    const border = sidesOf([district])
    for (const [side, count] of sides) expect(count, side).toBe(border.has(side) ? 1 : 2)
    for (const side of border.keys()) expect(sides.get(side)).toBe(1)
    const area = (each: DemoArea) =>
      signedArea(open(each.ring).map(([lng, lat]) => [lng - 113.8, lat - 35.1]))
    const sum = areas.reduce((total, each) => total + area(each), 0)
    expect(Math.abs(sum / area(district) - 1)).toBeLessThan(1e-9)
  })

  it('has every building whole inside its community and its compound', () => {
    for (const { ring, community, compound, position } of district.buildings) {
      for (const corner of [...ring, position] as Position[]) {
        expect(contains(open(district.communities[community].ring), corner)).toBe(true)
      }
      if (compound >= 0) expect(contains(open(district.compounds[compound].ring), position)).toBe(true)
    }
  })

  it('keeps buildings off roads, river and each other', () => {
    const halfWidth = { ring: 16, arterial: 13, secondary: 9, tertiary: 6, residential: 3.5, river: 38 }
    const lines = [...town.lattice.lines, ...town.roads].map((line) => ({
      ...line,
      box: boundingBox(line.points),
    }))
    const isNear = ([x, y]: Point, [southWest, , northEast]: Point[]) =>
      x > southWest[0] - 40 && x < northEast[0] + 40 && y > southWest[1] - 40 && y < northEast[1] + 40
    const buildings = town.compounds.flatMap((each) => each.buildings)
    const isOnLine = (corner: Point) =>
      lines.some(
        (line) => isNear(corner, line.box) && distanceToLine(corner, line.points) <= halfWidth[line.class],
      )
    expect(buildings.filter(({ corners }) => corners.some(isOnLine)).length).toBe(0)
    expect(overlaps(buildings.map(({ corners }) => corners))).toBe(0)
  })

  it('leaves every community enough households for a grid', () => {
    const sizes = district.communities.map(() => 0)
    for (const { community, households } of district.buildings) sizes[community] += households
    expect(Math.min(...sizes)).toBeGreaterThan(360)
  })

  it('has no field for what the product refuses to hold', () => {
    const keys = Object.keys(district.buildings[0]).join()
    expect(keys).not.toMatch(/person|resident|identity|party|belief|phone/i)
  })
})

/** How many pairs of rectangles overlap (a corner of one lies in the other). */
function overlaps(polygons: readonly Point[][]): number {
  const far = 130
  const ordered = [...polygons].sort((a, b) => a[0][0] - b[0][0])
  const meet = (a: Point[], b: Point[]) =>
    Math.abs(a[0][1] - b[0][1]) < far &&
    (a.some((corner) => contains(b, corner)) || b.some((corner) => contains(a, corner)))
  let count = 0
  ordered.forEach((each, i) => {
    for (let j = i + 1; j < ordered.length && ordered[j][0][0] < each[0][0] + far; j++) {
      if (meet(each, ordered[j])) count++
    }
  })
  return count
}
