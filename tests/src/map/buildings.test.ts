import { expression, latest, type StylePropertySpecification } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { householdsRadius, householdsRadiusPixels } from '../../../src/map/parts/buildings'

/** The radius that the map itself makes of its style. */
function radiusOnMap(households: number, zoom: number): number {
  const specification = latest.paint_circle['circle-radius'] as StylePropertySpecification
  const parsed = expression.createExpression(householdsRadius(), 'circle-radius', specification)
  if (parsed.result === 'error') throw new Error(parsed.value.map(({ message }) => message).join())
  const radius: unknown = parsed.value.evaluate({ zoom }, { type: 'Point', properties: { households } })
  return Number(radius)
}

describe('the radius of a building', () => {
  const zooms = [8, 10, 10.4, 12, 13.99, 14, 15.5, 17, 18, 20]

  it.each(zooms)('is the same to marks and to the map at zoom %d', (zoom) => {
    for (const households of [0, 1, 4, 30, 120, 480])
      expect(householdsRadiusPixels(households, zoom)).toBeCloseTo(radiusOnMap(households, zoom), 6)
  })

  it('makes areas go with households, and grows with the zoom between the ends of its scale', () => {
    expect(householdsRadiusPixels(400, 14)).toBeCloseTo(2 * householdsRadiusPixels(100, 14), 9)
    for (let zoom = 10; zoom < 18; zoom++)
      expect(householdsRadiusPixels(100, zoom + 1)).toBeGreaterThan(householdsRadiusPixels(100, zoom))
    expect(householdsRadiusPixels(100, 22)).toBe(householdsRadiusPixels(100, 18))
    expect(householdsRadiusPixels(100, 3)).toBe(householdsRadiusPixels(100, 10))
  })
})
