import type { Feature } from 'geojson'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { atOnce } from '../../../geo/index'
import { palette } from '../../../src/lib/theme'
import { buildingsPart } from '../../../src/map/parts/buildings'
import { type MapPart, noFeatures } from '../../../src/map/part'
import { type MapLike, reconcile, type Shown } from '../../../src/map/reconcile'

const dark = palette('dark')
const light = palette('light')

/** Stands in for the map: keeps sources and layers, and counts what is asked of it. */
function fakeMap() {
  const source = () => ({ setData: vi.fn(), updateData: vi.fn() })
  const sources = new Map<string, ReturnType<typeof source>>()
  const layers = new Map<string, { id: string }>()
  const map = {
    addSource: vi.fn((id: string) => sources.set(id, source())),
    getSource: (id: string) => sources.get(id),
    removeSource: vi.fn((id: string) => sources.delete(id)),
    addLayer: vi.fn((layer: { id: string }) => layers.set(layer.id, layer)),
    getLayer: (id: string) => layers.get(id),
    removeLayer: vi.fn((id: string) => layers.delete(id)),
    setPaintProperty: vi.fn(),
    setLayoutProperty: vi.fn(),
    setFilter: vi.fn(),
  }
  return { map, sources, layers, like: map as unknown as MapLike }
}

function bring(map: MapLike, before: Shown | null, after: Shown): void {
  atOnce(reconcile(map, before, after))
}

it('adds an archive of tiles as what it is, and takes it away with its part', () => {
  const fake = fakeMap()
  const address = 'pmtiles://https://here.example/city.pmtiles'
  for (const [kind, rest] of [
    ['vector', {}],
    ['raster', { tileSize: 256 }],
  ] as const) {
    const part: MapPart = {
      id: 'elsewhere',
      slot: 'base',
      sources: {},
      archives: { city: { address, kind } },
      layers: () => [{ id: 'city', type: 'background' }],
    }
    const shown = { parts: [part], colours: dark }
    bring(fake.like, null, shown)
    expect(fake.map.addSource).toHaveBeenLastCalledWith('city', { type: kind, url: address, ...rest })
    bring(fake.like, shown, { parts: [], colours: dark })
    expect([fake.sources.size, fake.layers.size]).toEqual([0, 0])
  }
})

describe('putting parts on the map', () => {
  let fake: ReturnType<typeof fakeMap>
  const part = buildingsPart(noFeatures())
  beforeEach(() => {
    fake = fakeMap()
    bring(fake.like, null, { parts: [part], colours: dark })
  })

  it('adds sources and layers into their slots', () => {
    expect([...fake.layers.keys()]).toEqual(['buildings-circle', 'buildings-households'])
    expect(fake.map.addLayer).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'buildings-circle' }),
      'slot-points',
    )
    expect(fake.map.addLayer).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'buildings-households' }),
      'slot-names',
    )
  })

  it('repaints for another theme without touching data or layers', () => {
    bring(fake.like, { parts: [part], colours: dark }, { parts: [part], colours: light })
    expect(fake.map.setPaintProperty).toHaveBeenCalledWith(
      'buildings-circle',
      'circle-color',
      expect.anything(),
    )
    expect(fake.sources.get('buildings')?.setData).not.toHaveBeenCalled()
    expect(fake.map.addLayer).toHaveBeenCalledTimes(2)
  })

  /** Puts one collection of buildings after another on the map and returns what the source was asked for. */
  function replace(before: Feature[], after: Feature[]) {
    const [first, second] = [before, after].map((features) =>
      buildingsPart({ type: 'FeatureCollection', features }),
    )
    const anew = fakeMap()
    bring(anew.like, null, { parts: [first], colours: dark })
    bring(anew.like, { parts: [first], colours: dark }, { parts: [second], colours: dark })
    expect(anew.map.setPaintProperty).not.toHaveBeenCalled()
    return anew.sources.get('buildings')
  }
  const building = (id: number, households = 30): Feature => ({
    type: 'Feature',
    properties: { id, households },
    geometry: { type: 'Point', coordinates: [113, 35] },
  })
  const many = Array.from({ length: 10 }, (_, id) => building(id))

  it('tells a source of the features that are other objects, and of those that are gone', () => {
    const [changed, added] = [building(2), building(10)]
    const source = replace(many, [...many.slice(0, 2), changed, ...many.slice(4), added])
    expect(source?.updateData).toHaveBeenCalledExactlyOnceWith({ add: [changed, added], remove: [3] })
    expect(source?.setData).not.toHaveBeenCalled()
  })

  it('asks nothing of a source whose features are all the same', () => {
    const source = replace(many, [...many])
    expect(source?.updateData).not.toHaveBeenCalled()
    expect(source?.setData).not.toHaveBeenCalled()
  })

  it('sets all data where most of it differs, or where features cannot be told apart', () => {
    expect(
      replace(
        many,
        many.map((_, id) => building(id, 31)),
      )?.setData,
    ).toHaveBeenCalledOnce()
    expect(replace(many, [...many, building(3)])?.setData).toHaveBeenCalledOnce()
  })

  it('sends nothing again that says the same', () => {
    const at = (lng: number): MapPart => {
      const geometry = { type: 'Point' as const, coordinates: [lng, 30] }
      return buildingsPart({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties: {}, geometry }],
      })
    }
    const show = (before: MapPart, after: MapPart) =>
      bring(fake.like, { parts: [before], colours: dark }, { parts: [after], colours: dark })
    show(at(113), at(113))
    expect(fake.sources.get('buildings')?.setData).not.toHaveBeenCalled()
    show(at(113), at(114))
    expect(fake.sources.get('buildings')?.setData).toHaveBeenCalledOnce()
  })

  it('takes everything of a part away', () => {
    bring(fake.like, { parts: [part], colours: dark }, { parts: [], colours: dark })
    expect(fake.layers.size).toBe(0)
    expect(fake.sources.size).toBe(0)
  })
})
