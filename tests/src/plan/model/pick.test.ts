import { describe, expect, it } from 'vitest'
import { placesAlong, placesInside, withCompounds } from '../../../../src/plan/model/pick'
import { smallDistrict } from '../small-district'

const district = smallDistrict()
const { lng, lat } = district.buildings
const at = (place: number): [number, number] => [lng[place], lat[place]]

describe('picking buildings', () => {
  it('takes what stands around a place', () => {
    expect(placesAlong(district, [at(9), at(9)], 5)).toEqual([9])
    // Rows are 56 m apart, columns 46 m.
    expect(placesAlong(district, [at(9), at(9)], 50)).toEqual([8, 9, 10])
    expect(placesAlong(district, [at(9), at(9)], 60)).toEqual([1, 8, 9, 10, 17])
  })

  it('takes what stands beside the way of a stroke, however long its leaps', () => {
    expect(placesAlong(district, [at(8), at(13)], 5)).toEqual([8, 9, 10, 11, 12, 13])
    expect(placesAlong(district, [at(13), at(8)], 5)).toEqual([8, 9, 10, 11, 12, 13])
    expect(placesAlong(district, [at(0), at(27)], 5)).toEqual([0, 9, 18, 27])
  })

  it('takes what stands inside an outline', () => {
    const [west, south] = at(0)
    const half = 0.00025
    const ring = [
      [west - half, south - half],
      [west + 4.5 * half, south - half],
      [west - half, south + 4.5 * half],
    ]
    expect(placesInside(district, ring)).toEqual([0, 1, 8])
    expect(placesInside(district, [...ring, ring[0]])).toEqual([0, 1, 8])
  })

  it('completes compounds, and leaves what stands in none', () => {
    expect(withCompounds(district, [9, 40]).sort((one, other) => one - other)).toEqual([0, 1, 8, 9, 40])
    expect(withCompounds(district, [40])).toEqual([40])
  })
})
