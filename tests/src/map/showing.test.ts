import { describe, expect, it, vi } from 'vitest'
import { palette } from '../../../src/lib/theme'
import { buildingsPart } from '../../../src/map/parts/buildings'
import { noFeatures } from '../../../src/map/part'
import type { MapLike, Shown } from '../../../src/map/reconcile'
import { createShowing } from '../../../src/map/showing'

/** A map that notes what it is given, and what is wanted on it. */
function setUp() {
  const sources = new Map<string, { setData: () => void }>()
  const layers = new Set<string>()
  const said: string[] = []
  const addSource = (id: string) => {
    said.push(`source ${id}`)
    sources.set(id, { setData: () => said.push(`data ${id}`) })
  }
  const map = {
    addSource,
    getSource: (id: string) => sources.get(id),
    addLayer: ({ id }: { id: string }) => layers.add(id),
    getLayer: (id: string) => (layers.has(id) ? {} : undefined),
    setPaintProperty: vi.fn(),
    setLayoutProperty: vi.fn(),
  } as unknown as MapLike
  const part = (id: string) => ({
    ...buildingsPart(noFeatures()),
    id,
    sources: { [id]: { data: noFeatures() } },
  })
  const wanted: { now: Shown } = { now: { parts: [part('one'), part('two')], colours: palette('dark') } }
  return { map, said, part, wanted, showing: createShowing(() => wanted.now) }
}

describe('what is wanted comes on the map', () => {
  it('a source at a time', async () => {
    const { map, said, showing } = setUp()
    const brought = showing.bring(map)
    expect(said).toEqual(['source one'])
    await brought
    expect(said).toEqual(['source one', 'source two'])
  })

  it('what changes meanwhile comes after it, and what stays is not sent again', async () => {
    const { map, said, part, wanted, showing } = setUp()
    const brought = showing.bring(map)
    wanted.now = { ...wanted.now, parts: [...wanted.now.parts, part('three')] }
    await showing.bring(map)
    await brought
    expect(said).toEqual(['source one', 'source two', 'source three'])
  })

  it('what is forgotten on the way stops, and all of it is put on the map again', async () => {
    const { map, said, showing } = setUp()
    const brought = showing.bring(map)
    showing.forget()
    await brought
    expect(said).toEqual(['source one'])
    await showing.bring(map)
    expect(said).toEqual(['source one', 'data one', 'source two'])
  })
})
