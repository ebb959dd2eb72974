// @vitest-environment happy-dom
import type { Map as MapLibreMap } from 'maplibre-gl'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EffectScope, effectScope, ref, shallowRef } from 'vue'
import { metresPerPixelAt } from '../../../../../src/map/scale'
import { useSplitTool } from '../../../../../src/features/planner/map/tools/useSplitTool'
import { type EditAnswer, isEdit } from '../../../../../src/plan/edits/edits'
import { usePlan } from '../../../../../src/stores/plan'
import { eventually } from '../../../../support/eventually'
import { detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'

type Position = [lng: number, lat: number]
type Keys = Partial<Record<'shiftKey' | 'altKey', boolean>>

const ZOOM = 17
const LATITUDE = 35.002
const DEGREES_PER_PIXEL = metresPerPixelAt(LATITUDE, ZOOM) / 111_320
const NARROW = Math.cos((LATITUDE * Math.PI) / 180)

/** A map as far as the tool needs one; `does` is what the hand does on it. */
function flatMap() {
  const heard = new Map<string, Set<(event: unknown) => void>>()
  const map = {
    project: ([lng, lat]: Position) => ({
      x: (lng * NARROW) / DEGREES_PER_PIXEL,
      y: -lat / DEGREES_PER_PIXEL,
    }),
    getCenter: () => ({ lat: LATITUDE }),
    getZoom: () => ZOOM,
    getCanvas: () => ({ focus: vi.fn() }),
    on: (name: string, act: (event: unknown) => void) => {
      const acts = heard.get(name) ?? new Set()
      heard.set(name, acts.add(act))
      return { unsubscribe: () => acts.delete(act) }
    },
  }
  const does = (name: string, [lng, lat]: Position, keys: Keys = {}) => {
    const preventDefault = vi.fn()
    const originalEvent = { button: 0, shiftKey: false, altKey: true, ...keys }
    const event = { target: map, lngLat: { lng, lat }, point: map.project([lng, lat]), originalEvent, preventDefault } // prettier-ignore
    heard.get(name)?.forEach((act) => act(event))
    return preventDefault.mock.calls.length > 0
  }
  const drag = (from: Position, to: Position) => {
    does('mousedown', from)
    does('mousemove', to)
    does('mouseup', to)
  }
  const click = (at: Position, keys: Keys = {}) => {
    does('mousemove', at, keys)
    const isTaken = does('mousedown', at, keys)
    does('mouseup', at, keys)
    return isTaken
  }
  const listeners = () => [...heard.values()].reduce((sum, acts) => sum + acts.size, 0)
  return { map: map as unknown as MapLibreMap, does, drag, click, listeners }
}

/** Where a meridian crosses a polygon: its southernmost and northernmost place. */
function across(polygons: readonly (readonly (readonly number[][])[])[], lng: number): [number, number] {
  const ring = polygons[0][0]
  const lats = ring.slice(1).flatMap(([x, y], at) => {
    const [fromX, fromY] = ring[at]
    return fromX < lng === x < lng ? [] : [fromY + ((lng - fromX) / (x - fromX)) * (y - fromY)]
  })
  return [Math.min(...lats), Math.max(...lats)]
}

describe('splitting by a line', () => {
  const small = withSmallPlan()
  const grid = ref<number | null>(null)
  const isActive = ref(true)
  const edited = vi.fn<(answer: EditAnswer) => void>()
  let hand = flatMap()
  let scope: EffectScope
  let tool: ReturnType<typeof useSplitTool>
  let [south, middle, north]: Position[] = []
  const pixels = (count: number) => count * DEGREES_PER_PIXEL
  const parts = () =>
    edited.mock.calls.map(([answer]) => (isEdit(answer) ? answer.sentence.code : answer.code))

  beforeEach(async () => {
    vi.clearAllMocks()
    await usePlan().open(small.ground, scheme, detailOf(7, small))
    const [figure] = usePlan().figures.values()
    grid.value = figure.key
    isActive.value = true
    const { polygons } = figure.polygon!
    // Between two columns of buildings, where the grid is highest.
    const lines = Array.from({ length: 15 }, (_, at) => 113 + (at + 1) * 0.0005)
      .map((lng) => ({ lng, ends: across(polygons, lng) }))
      .sort((one, other) => other.ends[1] - other.ends[0] - (one.ends[1] - one.ends[0]))
    const { lng, ends } = lines.filter(({ ends: [low, high] }) => Number.isFinite(high - low))[0]
    south = [lng, ends[0]]
    middle = [lng, (ends[0] + ends[1]) / 2]
    north = [lng, ends[1]]
    hand = flatMap()
    scope = effectScope()
    const subject = { level: ref(1), grid, snapping: shallowRef(null) }
    scope.run(() => (tool = useSplitTool(shallowRef(hand.map), isActive, subject, edited)))
  })
  afterEach(() => scope.stop())

  it('is done by a drag from border to border', () => {
    hand.drag(south, north)
    expect(parts()).toEqual(['split'])
    expect(tool.sketch.value).toBeNull()
  })

  it('is done by a click and a second click, and says before what it would do', () => {
    expect(hand.click(south)).toBe(true)
    hand.does('mousemove', north)
    expect(tool.sketch.value?.effect?.grids.length ?? 0).toBeGreaterThan(0)
    expect(edited).not.toHaveBeenCalled()
    hand.click(north)
    expect(parts()).toEqual(['split'])
  })

  it('carries a line on that ends, or begins, five pixels short of the border', () => {
    hand.drag([south[0], south[1] + pixels(5)], [north[0], north[1] - pixels(5)])
    expect(parts()).toEqual(['split'])
  })

  it('says why where a drag ends in the middle of the grid', () => {
    hand.drag(south, middle)
    expect(parts()).toEqual(['does-not-divide'])
  })

  it('takes a click before the far border as a corner, and so with Shift held one at the border', () => {
    hand.click(south)
    hand.click(middle)
    expect(edited).not.toHaveBeenCalled()
    hand.click(north, { shiftKey: true })
    expect(edited).not.toHaveBeenCalled()
    hand.click([north[0], north[1] + pixels(8)])
    expect(parts()).toEqual(['split'])
  })

  it('takes a corner back with Backspace, and says why where a second click ends a line in one place', () => {
    hand.click(south)
    hand.click(middle)
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace' }))
    hand.click([middle[0], middle[1] + pixels(6)])
    hand.click([middle[0], middle[1] + pixels(6)])
    expect(parts()).toEqual(['does-not-divide'])
  })

  it('never begins outside of the chosen grid: the press is the map’s, the click chooses', () => {
    const outside: Position = [south[0], small.ground.input.buildings.lat[0] - 0.01]
    expect(hand.click(outside)).toBe(false)
    expect(tool.isOwnPress()).toBe(false)
    hand.drag(outside, north)
    expect(edited).not.toHaveBeenCalled()
    expect(tool.sketch.value).toBeNull()
    hand.click(middle)
    expect(tool.isOwnPress()).toBe(true)
  })

  it('snaps to the border of the grid, and not while Alt is held', () => {
    const beside: Position = [north[0], north[1] - pixels(6)]
    hand.click(south)
    hand.does('mousemove', beside, { altKey: false })
    expect(tool.sketch.value?.snap).toBe('grid')
    expect(tool.sketch.value?.line.at(-1)).not.toEqual(beside)
    hand.does('mousemove', beside, { altKey: true })
    expect(tool.sketch.value?.snap).toBeNull()
  })

  it('forgets its line when it is put away or another grid is chosen, and listens no longer than its scope', async () => {
    hand.click(south)
    isActive.value = false
    await eventually(() => expect(tool.sketch.value).toBeNull())
    isActive.value = true
    scope.stop()
    expect(hand.listeners()).toBe(0)
  })
})
