import { expect, test } from 'vitest'
import { ref } from 'vue'
import { commandOf } from '../../../../../src/features/planner/commands/registry'
import { shownParts } from '../../../../../src/features/planner/map/shown-parts'
import {
  HIDDEN_AT_FIRST,
  type LayerName,
  LAYERS,
} from '../../../../../src/features/planner/desk/looking/layers'
import { LANGUAGE_TAGS } from '../../../../../src/lib/languages'
import { noFeatures } from '../../../../../src/map/part'
import { baseMapPart } from '../../../../../src/map/parts/basemap'
import { buildingsPart } from '../../../../../src/map/parts/buildings'
import { gridsPart } from '../../../../../src/map/parts/grids'
import { incidentPlacesPart, servicesPart } from '../../../../../src/map/parts/services'
import { palette } from '../../../../../src/lib/theme'
import { groundParts } from '../../../../../src/map/plan-parts'
import { smallGround } from '../../../plan/small-district'

test('what lies under the grids can be taken off the map, each part by its id', () => {
  const [language] = LANGUAGE_TAGS
  const parts = [
    baseMapPart(noFeatures(), language),
    ...groundParts(smallGround(), language),
    buildingsPart(noFeatures()),
    incidentPlacesPart({ lng: [113.001], lat: [35.001], incidents: [4] }),
    servicesPart([{ lng: 113.002, lat: 35.002, name: '便民服务点', nameEn: null }], language),
  ]
  expect([...parts.map(({ id }) => id), 'roads', 'labels'].sort()).toEqual([...LAYERS].sort())
  for (const { id } of parts)
    expect(shownParts(parts, new Set([id as LayerName])).map((part) => part.id)).toEqual(
      parts.map((part) => part.id).filter((one) => one !== id),
    )
})

test('roads and words are taken off where they are layers of several parts; the same part stays the same', () => {
  const [language] = LANGUAGE_TAGS
  const colours = palette('light')
  const parts = [
    baseMapPart(noFeatures(), language),
    ...groundParts(smallGround(), language),
    gridsPart(noFeatures(), noFeatures(), 0.1),
    buildingsPart(noFeatures()),
    servicesPart([], language),
  ]
  const idsWithout = (...names: LayerName[]) =>
    shownParts(parts, new Set(names)).flatMap((part) => part.layers(colours).map(({ id }) => id))
  const all = idsWithout()
  const gone = (...names: LayerName[]) => {
    const left = idsWithout(...names)
    return all.filter((id) => !left.includes(id))
  }
  expect(gone('roads')).toEqual(['base-road-casing', 'base-road', 'base-road-name'])
  expect(gone('labels')).toEqual([
    'base-road-name',
    'base-place-name',
    'communities-name',
    'compounds-name',
    'grids-label',
    'grids-label-close',
    'buildings-households',
    'services-name',
  ])
  const hidden: ReadonlySet<LayerName> = new Set(['labels'])
  shownParts(parts, hidden).forEach((part, at) => expect(shownParts(parts, hidden)[at]).toBe(part))
})

test('each layer has its command, and what is asked for seldom is off at first', () => {
  const hidden = ref<ReadonlySet<LayerName>>(new Set(HIDDEN_AT_FIRST))
  for (const layer of HIDDEN_AT_FIRST) commandOf(`layer.${layer}`).run({ hidden } as never)
  expect(hidden.value.size).toBe(0)
  for (const layer of LAYERS) commandOf(`layer.${layer}`).run({ hidden } as never)
  expect([...hidden.value].sort()).toEqual([...LAYERS].sort())
})
