import type { Feature, Geometry } from 'geojson'
import { expect, test } from 'vitest'
import { palette } from '../../../src/lib/theme'
import { importLegend } from '../../../src/map/parts/import'

const feature = (type: Geometry['type'], derived = false): Feature => ({
  type: 'Feature',
  properties: { derived },
  geometry: { type, coordinates: [] } as unknown as Geometry,
})
const wordsOf = (features: Feature[], hasNeighbours = false) =>
  importLegend(palette('light'), {
    features: { type: 'FeatureCollection', features },
    hasNeighbours,
  }).items.map(({ swatch, wordsKey }) => `${swatch} ${wordsKey}`)

test('the legend of a look at a file has a mark for each sort of thing that is drawn, and no other', () => {
  expect(wordsOf([feature('MultiPolygon')])).toEqual(['fill import.mapAreas'])
  expect(wordsOf([feature('Point'), feature('Polygon', true)])).toEqual([
    'circle import.mapPoints',
    'line import.mapDerived',
  ])
  expect(wordsOf([feature('LineString'), feature('Point')], true)).toEqual([
    'circle import.mapPoints',
    'line import.mapLines',
    'line formats.previewCommunities',
  ])
})
