import { describe, expect, it } from 'vitest'
import { DENSITY_LIMITS } from '../../../src/lib/density'
import { palette } from '../../../src/lib/theme'
import { boundsOf } from '../../../src/map/bounds'
import { hatchImage, hatchName } from '../../../src/map/parts/hatch'
import { densityLegend, deviationLegend, planMarksLegend } from '../../../src/map/legend'
import { noFeatures } from '../../../src/map/part'
import { scaleBar } from '../../../src/map/scale'
import { densityBreaks } from '../../../src/map/parts/surface'

describe('density classes', () => {
  it.each([
    [0, [1, 2, 3, 4, 5, 6]],
    [70, [10, 20, 30, 40, 50, 60]],
    [1234, [150, 300, 450, 600, 750, 900]],
    [0.5, [0.06, 0.12, 0.18, 0.24, 0.3, 0.36]],
  ])('up to %d are round', (highest, breaks) => {
    expect(densityBreaks(highest)).toEqual(breaks)
  })

  it('are the same whatever is drawn, with a legend item from each limit up', () => {
    const legend = densityLegend(palette('dark'), DENSITY_LIMITS, 'map.perSquareKilometreMonth')
    expect(legend.items.map(({ text }) => text)).toEqual([
      '20 – 50',
      '50 – 100',
      '100 – 200',
      '200 – 400',
      '400 – 800',
      '≥ 800',
    ])
  })
})

it('hatches every class out of tolerance in the legend and no other', () => {
  const swatches = deviationLegend(palette('light'), 0.1).items.map(({ swatch }) => swatch)
  expect(swatches).toEqual(['hatch', 'hatch', 'fill', 'hatch', 'hatch'])
})

it('explains the marks that a plan has, told apart by more than colour, and no other', () => {
  const { items } = planMarksLegend(palette('light'), new Set(['locked', 'unassigned', 'note'] as const))
  expect(items.map(({ wordsKey }) => wordsKey)).toEqual([
    'map.marks.unassigned',
    'map.marks.note',
    'map.marks.locked',
  ])
  expect(new Set(items.map(({ swatch }) => swatch)).size).toBe(3)
})

it('makes a hatch that tiles', () => {
  const image = hatchImage(hatchName('#FF0000'))
  expect(image?.data.length).toBe(16 * 16 * 4)
  const opacity = (x: number, y: number) => image?.data[(y * 16 + x) * 4 + 3]
  for (let at = 0; at < 15; at++) expect(opacity(at, 15)).toBe(opacity((at + 15) % 16, 0))
  expect(hatchImage('marker')).toBeNull()
})

it('draws a scale bar of a round length that fits', () => {
  const { metres, widthPixels } = scaleBar(35.2, 14, 96)
  expect(metres).toBe(200)
  expect(widthPixels).toBeGreaterThan(38)
  expect(widthPixels).toBeLessThanOrEqual(96)
})

it('finds the bounds of points and polygons, or none', () => {
  const at = (coordinates: number[]) =>
    ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } }) as const
  expect(boundsOf({ type: 'FeatureCollection', features: [at([113.2, 35.1]), at([113.4, 35.3])] })).toEqual([
    113.2, 35.1, 113.4, 35.3,
  ])
  expect(boundsOf(noFeatures())).toBeNull()
})
