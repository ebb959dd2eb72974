// @vitest-environment happy-dom
import type { Map as MapLibreMap } from 'maplibre-gl'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { computed, effectScope, shallowRef } from 'vue'
import { useBorder } from '../../../../src/features/analysis/border/useBorder'
import { useCornerDrag } from '../../../../src/features/analysis/border/useCornerDrag'
import type { Analysis } from '../../../../src/features/analysis/useAnalysis'

type Listener = (event: unknown) => void
type Corners = [number, number][]

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout'] }),
)
afterEach(() => void vi.useRealTimers())

const PIXELS_PER_DEGREE = 1000
const SQUARE: Corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]

/** A border on a map on which a degree has a thousand pixels, and the hand that goes over it. */
function drawn() {
  const choice = shallowRef<{ border: Corners | null }>({ border: SQUARE })
  const choose = vi.fn((part: { border: Corners | null }) => void (choice.value = part))
  const heard: [string, Listener][] = []
  const canvas = document.createElement('canvas')
  const map = {
    on: (name: string, listener: Listener) => {
      const entry: [string, Listener] = [name, listener]
      heard.push(entry)
      return { unsubscribe: () => heard.splice(heard.indexOf(entry), 1) }
    },
    project: ([lng, lat]: [number, number]) => ({ x: lng * PIXELS_PER_DEGREE, y: lat * PIXELS_PER_DEGREE }),
    dragPan: { enable: vi.fn(), disable: vi.fn() },
    getCanvas: () => canvas,
    triggerRepaint: vi.fn(),
  }
  const send = (name: string, lng: number, lat: number) => {
    const originalEvent = { button: 0, buttons: 0, altKey: false }
    const event = { target: map, lngLat: { lng, lat }, originalEvent, preventDefault: vi.fn() }
    for (const [, listener] of heard.filter(([own]) => own === name)) listener(event)
    vi.advanceTimersToNextFrame()
  }
  const scope = effectScope()
  const border = scope.run(() => {
    const made = useBorder({ choice: computed(() => choice.value), choose } as unknown as Analysis)
    useCornerDrag(shallowRef(map as unknown as MapLibreMap), made)
    return made
  })!
  return { border, choose, send, heard, scope, map, canvas }
}

it('a corner follows the hand that took it a little beside, and is chosen when the hand lets go', () => {
  const { border, choose, send, map } = drawn()
  send('mousedown', 1.005, 0.002)
  send('mousemove', 1.205, 0.102)
  expect(border.corners.value[1]).toEqual([1.2, 0.1])
  expect(map.dragPan.disable).toHaveBeenCalledOnce()
  expect(choose).not.toHaveBeenCalled()
  send('mouseup', 1.305, 0.102)
  expect(choose.mock.calls).toEqual([[{ border: [[0, 0], [1.3, 0.1], [1, 1], [0, 1]] }]]) // prettier-ignore
})

it('a touch chooses nothing, and Escape puts the corner back', () => {
  const { border, choose, send } = drawn()
  send('mousedown', 1.005, 0)
  send('mouseup', 1.005, 0)
  send('mousedown', 1, 1)
  send('mousemove', 2, 2)
  expect(border.corners.value[2]).toEqual([2, 2])
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  expect(border.corners.value).toEqual(SQUARE)
  expect(choose).not.toHaveBeenCalled()
})

it('beside the corners, and while a border is drawn, the map is dragged as usual', () => {
  const { border, send, map, canvas } = drawn()
  send('mousedown', 0.5, 0.02)
  expect(map.dragPan.disable).not.toHaveBeenCalled()
  send('mousemove', 0, 0.01)
  expect(canvas.style.cursor).toBe('grab')
  border.draw()
  border.add({ lng: 0, lat: 0 })
  send('mousedown', 0, 0)
  expect(map.dragPan.disable).not.toHaveBeenCalled()
})

it('shows every corner, and listens no longer than its scope', () => {
  const { border, heard, scope } = drawn()
  expect(border.marks.value).toContainEqual(
    expect.objectContaining({
      kind: 'circles',
      circles: SQUARE.map((at): unknown => expect.objectContaining({ at })),
    }),
  )
  scope.stop()
  expect(heard).toEqual([])
})
