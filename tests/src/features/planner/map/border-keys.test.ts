// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import type { Point } from '../../../../../geo/index'
import { useBorderKeys } from '../../../../../src/features/planner/map/tools/useBorderKeys'

const CORNERS: Point[] = [
  [0, 0],
  [3_000, 0],
  [3_000, 2_000],
]
const keyboard = { enable: vi.fn(), disable: vi.fn() }
const canvas = { focus: vi.fn() }
const hand = { corners: () => CORNERS, hold: vi.fn(), moveTo: vi.fn(), put: vi.fn(), letGo: vi.fn() }
const isActive = ref(true)
let scope = effectScope()

/** Presses a key and returns whether it reached the keys of the page. */
function press(key: string, shiftKey = false): boolean {
  const heard = vi.fn()
  document.body.addEventListener('keydown', heard, { once: true })
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }))
  document.body.removeEventListener('keydown', heard)
  return heard.mock.calls.length > 0
}

beforeEach(() => {
  isActive.value = true
  scope = effectScope()
  scope.run(() => useBorderKeys(shallowRef({ keyboard, getCanvas: () => canvas } as never), isActive, hand))
})
afterEach(() => {
  scope.stop()
  vi.clearAllMocks()
})

it('goes from corner to corner, both ways and around', () => {
  for (const key of ['=', '=', '=', '=', '-', '-']) press(key)
  expect(hand.hold.mock.calls.map(([corner]) => corner as Point)).toEqual(
    [0, 1, 2, 0, 2, 1].map((at) => CORNERS[at]),
  )
})

it('moves the held corner by one metre or ten, and puts it where it then is', () => {
  press('=')
  press('ArrowRight', true)
  press('ArrowUp')
  expect(hand.moveTo).toHaveBeenLastCalledWith([1_000, 100])
  expect(press('Enter')).toBe(false)
  expect(hand.put).toHaveBeenCalledExactlyOnceWith([1_000, 100])
  press('ArrowUp')
  expect(hand.moveTo).toHaveBeenCalledTimes(2)
})

it('lets go with Escape, and with another tool; the map has its arrows back', async () => {
  press('=')
  expect(keyboard.disable).toHaveBeenCalledOnce()
  press('Escape')
  expect(hand.letGo).toHaveBeenCalledOnce()
  expect(keyboard.enable).toHaveBeenCalled()
  press('=')
  isActive.value = false
  await nextTick()
  expect(hand.letGo).toHaveBeenCalledTimes(2)
  expect(hand.put).not.toHaveBeenCalled()
})

it('leaves keys to the page while no corner is held, and hears nothing once it is gone', () => {
  expect(press('ArrowUp')).toBe(true)
  expect(press('Enter')).toBe(true)
  scope.stop()
  expect(press('=')).toBe(true)
  expect(hand.hold).not.toHaveBeenCalled()
})
