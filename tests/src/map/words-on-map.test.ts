import { readdirSync, readFileSync } from 'node:fs'
import { textStyle } from '../../../src/map/parts/text'
import { latest, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, it } from 'vitest'
import { palette } from '../../../src/lib/theme'
import { LANGUAGE_TAGS } from '../../../src/lib/languages'
import { type MapPart, noFeatures, SLOTS } from '../../../src/map/part'
import { communitiesPart, compoundsPart } from '../../../src/map/parts/areas'
import { buildingsPart } from '../../../src/map/parts/buildings'
import { gridsPart } from '../../../src/map/parts/grids'
import { incidentPlacesPart, servicesPart } from '../../../src/map/parts/services'
import { emptyStyle } from '../../../src/map/parts/style'

const colours = palette('light')
const [language] = LANGUAGE_TAGS
const none = noFeatures()
const parts: MapPart[] = [
  communitiesPart(none, none, language),
  compoundsPart(none),
  gridsPart(none, none, 0.1),
  buildingsPart(none),
  incidentPlacesPart({ lng: [113], lat: [35], incidents: [4] }),
  servicesPart([{ lng: 113, lat: 35, name: '便民服务点', nameEn: null }], language),
]
const layers = parts.flatMap((part) =>
  part
    .layers(colours)
    .map(({ slot = part.slot, ...layer }) => ({ slot, layer, height: SLOTS.indexOf(slot) })),
)
function wordsOf(id: string) {
  const found = layers.find(({ layer }) => layer.id === id)
  if (found?.layer.type !== 'symbol') throw new Error(`There are no words ${id}.`)
  return { ...found, layer: found.layer, layout: found.layer.layout ?? {}, paint: found.layer.paint ?? {} }
}
const heightOf = (id: string) => layers.find(({ layer }) => layer.id === id)!.height

it('lets names of communities stand out against the labels of grids: larger, heavier, of another colour', () => {
  const [name, label] = [wordsOf('communities-name'), wordsOf('grids-label')]
  expect(name.layout['text-size']).toBeGreaterThanOrEqual(Number(label.layout['text-size']) + 4)
  // A generic family with a word beside it is no font of a canvas: it draws everything ten pixels high.
  expect(name.layout['text-font']).toEqual(['semibold', 'sans-serif'])
  expect(name.paint['text-color']).not.toBe(label.paint['text-color'])
})

it('lets labels of grids keep clear of buildings close by, and lie beneath them where there is no room', () => {
  const [close, number, far] = ['grids-label-close', 'buildings-households', 'grids-label'].map(wordsOf)
  expect(close.height).toBeLessThan(heightOf('buildings-circle'))
  // Words that lie higher get their place first.
  expect(number.height).toBeGreaterThan(close.height)
  expect(close.layout['text-variable-anchor']).toContain('bottom')
  expect(close.layout['text-overlap']).toBe('always')
  expect([far.layer.maxzoom, number.layer.minzoom]).toEqual([close.layer.minzoom, close.layer.minzoom])
  expect(wordsOf('compounds-name').height).toBeLessThan(heightOf('buildings-circle'))
})

it('is a style that the map takes', () => {
  const sources = Object.fromEntries(
    parts.flatMap(({ sources: own }) =>
      Object.entries(own).map(([id, { data }]) => [id, { type: 'geojson' as const, data }]),
    ),
  )
  const style = { ...emptyStyle(colours), sources, layers: layers.map(({ layer }) => layer) }
  // The map draws words with the fonts of the device, which the check does not know of.
  const problems = validateStyleMin({ ...style, glyphs: 'https://example.org/{fontstack}/{range}' }, latest)
  expect(problems.map(({ message }) => message)).toEqual([])
})

it('fonts are named in one place, which knows what a canvas takes', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|vue)$/.test(file),
  )
  const naming = files.filter((file) => readFileSync(`src/${file}`, 'utf8').includes("'text-font'"))
  expect(naming).toEqual(['map/parts/text.ts'])
  for (const weight of ['normal', 'semibold'] as const)
    for (const font of textStyle(12, weight)['text-font'] as string[]) expect(font).toMatch(/^[\w-]+$/)
})
