// @vitest-environment happy-dom
import type { Map as MapLibreMap } from 'maplibre-gl'
import { effectScope, ref, shallowRef } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useMeasure } from '../../../../../src/features/planner/map/tools/useMeasure'
import { eventually } from '../../../../support/eventually'

type Position = [lng: number, lat: number]

/** Stands in for a map of which a degree is 1,000 pixels; `does` is what the hand does on it. */
function flatMap() {
  const heard = new Map<string, Set<(event: unknown) => void>>()
  const map = {
    project: ([lng, lat]: Position) => ({ x: lng * 1000, y: -lat * 1000 }),
    on: (name: string, act: (event: unknown) => void) => {
      const acts = heard.get(name) ?? new Set()
      heard.set(name, acts.add(act))
      return { unsubscribe: () => acts.delete(act) }
    },
  }
  const does = (name: string, at: Position) => {
    const event = {
      target: map,
      lngLat: { lng: at[0], lat: at[1] },
      point: map.project(at),
      preventDefault: vi.fn(),
    }
    heard.get(name)?.forEach((act) => act(event))
  }
  const listeners = () => [...heard.values()].reduce((sum, acts) => sum + acts.size, 0)
  return { map: map as unknown as MapLibreMap, does, listeners }
}

const corners: Position[] = [
  [113, 35],
  [113.1, 35],
  [113.1, 35.1],
]

describe('measuring', () => {
  const fake = flatMap()
  const isActive = ref(true)
  let scope = effectScope()
  let measure: ReturnType<typeof useMeasure>

  beforeEach(() => {
    isActive.value = true
    scope = effectScope()
    scope.run(() => (measure = useMeasure(shallowRef(fake.map), isActive)))
    corners.forEach((at) => fake.does('click', at))
  })
  afterEach(() => scope.stop())

  it('runs on to the hand, as a length only', () => {
    fake.does('mousemove', [113, 35.1])
    expect(measure.line.value).toEqual([...corners, [113, 35.1]])
    expect(measure.areaSquareMetres.value).toBeNull()
  })

  it('closes while the hand is on the first point, and opens again beside it', () => {
    const first = corners[0]
    fake.does('mousemove', [first[0] + 0.005, first[1]])
    expect(measure.line.value).toEqual([...corners, first])
    expect(measure.areaSquareMetres.value).toBeGreaterThan(50e6)
    fake.does('mousemove', [first[0] + 0.02, first[1]])
    expect(measure.areaSquareMetres.value).toBeNull()
  })

  it('stays closed after a click on the first point, and begins anew with the next', () => {
    fake.does('click', corners[0])
    fake.does('mousemove', [114, 36])
    expect(measure.line.value).toEqual([...corners, corners[0]])
    fake.does('click', [115, 36])
    expect(measure.line.value).toEqual([[115, 36]])
  })

  it('ends with a double click, whose second click is no point of its own', () => {
    fake.does('click', corners[2])
    fake.does('dblclick', corners[2])
    fake.does('mousemove', [114, 36])
    expect(measure.line.value).toEqual(corners)
    expect(measure.areaSquareMetres.value).toBeNull()
  })

  it('takes the last point back, and forgets all when it is put away', async () => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace' }))
    expect(measure.line.value).toEqual(corners.slice(0, 2))
    isActive.value = false
    await eventually(() => expect(measure.line.value).toEqual([]))
  })

  it('no longer listens once its scope has ended', () => {
    scope.stop()
    expect(fake.listeners()).toBe(0)
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace' }))
    expect(measure.line.value).toEqual(corners)
  })
})
