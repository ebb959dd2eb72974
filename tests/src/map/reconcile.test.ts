import { beforeEach, describe, expect, it, vi } from 'vitest'
import { palette } from '../../../src/lib/theme'
import { buildingsPart } from '../../../src/map/buildings'
import { noFeatures } from '../../../src/map/part'
import { type MapLike, reconcile } from '../../../src/map/reconcile'

const dark = palette('dark')
const light = palette('light')

/** Stands in for the map: keeps sources and layers, and counts what is asked of it. */
function fakeMap() {
  const sources = new Map<string, { setData: ReturnType<typeof vi.fn> }>()
  const layers = new Map<string, { id: string }>()
  const map = {
    addSource: vi.fn((id: string) => sources.set(id, { setData: vi.fn() })),
    getSource: (id: string) => sources.get(id),
    removeSource: vi.fn((id: string) => sources.delete(id)),
    addLayer: vi.fn((layer: { id: string }) => layers.set(layer.id, layer)),
    getLayer: (id: string) => layers.get(id),
    removeLayer: vi.fn((id: string) => layers.delete(id)),
    setPaintProperty: vi.fn(),
    setLayoutProperty: vi.fn(),
    setFilter: vi.fn(),
    setFeatureState: vi.fn(),
    removeFeatureState: vi.fn(),
  }
  return { map, sources, layers, like: map as unknown as MapLike }
}

describe('putting parts on the map', () => {
  let fake: ReturnType<typeof fakeMap>
  const part = buildingsPart(noFeatures())
  beforeEach(() => {
    fake = fakeMap()
    reconcile(fake.like, null, { parts: [part], colours: dark })
  })

  it('adds sources and layers into their slots', () => {
    expect([...fake.layers.keys()]).toEqual(['buildings-circle', 'buildings-households'])
    expect(fake.map.addLayer).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'buildings-circle' }),
      'slot-points',
    )
    expect(fake.map.addLayer).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'buildings-households' }),
      'slot-labels',
    )
  })

  it('repaints for another theme without touching data or layers', () => {
    reconcile(fake.like, { parts: [part], colours: dark }, { parts: [part], colours: light })
    expect(fake.map.setPaintProperty).toHaveBeenCalledWith(
      'buildings-circle',
      'circle-color',
      expect.anything(),
    )
    expect(fake.sources.get('buildings')?.setData).not.toHaveBeenCalled()
    expect(fake.map.addLayer).toHaveBeenCalledTimes(2)
  })

  it('sets new data on the source that is there, and nothing else', () => {
    const next = buildingsPart(noFeatures())
    reconcile(fake.like, { parts: [part], colours: dark }, { parts: [next], colours: dark })
    expect(fake.sources.get('buildings')?.setData).toHaveBeenCalledOnce()
    expect(fake.map.setPaintProperty).not.toHaveBeenCalled()
  })

  it('sets and clears the states of single features', () => {
    const data = part.sources.buildings.data
    const first = buildingsPart(data, { buildings: new Map([[1, { selected: true }]]) })
    const second = buildingsPart(data, { buildings: new Map([[2, { selected: true }]]) })
    reconcile(fake.like, { parts: [part], colours: dark }, { parts: [first], colours: dark })
    reconcile(fake.like, { parts: [first], colours: dark }, { parts: [second], colours: dark })
    expect(fake.map.removeFeatureState).toHaveBeenCalledWith({ source: 'buildings', id: 1 })
    expect(fake.map.setFeatureState).toHaveBeenLastCalledWith(
      { source: 'buildings', id: 2 },
      { selected: true },
    )
  })

  it('sets states again after the graphics context was lost', () => {
    const selected = buildingsPart(part.sources.buildings.data, {
      buildings: new Map([[1, { selected: true }]]),
    })
    reconcile(fake.like, null, { parts: [selected], colours: dark })
    expect(fake.map.setFeatureState).toHaveBeenCalledWith({ source: 'buildings', id: 1 }, { selected: true })
    expect(fake.map.addSource).toHaveBeenCalledOnce()
  })

  it('takes everything of a part away', () => {
    reconcile(fake.like, { parts: [part], colours: dark }, { parts: [], colours: dark })
    expect(fake.layers.size).toBe(0)
    expect(fake.sources.size).toBe(0)
  })
})
