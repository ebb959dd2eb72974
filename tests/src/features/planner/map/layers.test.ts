import { expect, test } from 'vitest'
import { LAYERS } from '../../../../../src/features/planner/desk/looking/layers'
import { LANGUAGE_TAGS } from '../../../../../src/lib/languages'
import { noFeatures } from '../../../../../src/map/part'
import { baseMapPart } from '../../../../../src/map/parts/basemap'
import { buildingsPart } from '../../../../../src/map/parts/buildings'
import { groundParts } from '../../../../../src/map/plan-parts'
import { smallGround } from '../../../plan/small-district'

test('what lies under the grids can be taken off the map, each part by its id', () => {
  const [language] = LANGUAGE_TAGS
  const parts = [
    baseMapPart(noFeatures(), language),
    ...groundParts(smallGround(), language),
    buildingsPart(noFeatures()),
  ]
  expect(parts.map(({ id }) => id).sort()).toEqual([...LAYERS].sort())
})
