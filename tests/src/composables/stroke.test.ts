// @vitest-environment happy-dom
import type { Map as MapLibreMap } from 'maplibre-gl'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref, shallowRef } from 'vue'
import { useStroke } from '../../../src/composables/map/useStroke'

type Listener = (event: unknown) => void

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout'] }),
)
afterEach(() => void vi.useRealTimers())

/** A map that a hand goes over. */
function handOver() {
  const heard = new Map<string, Listener>()
  const map = {
    on: (name: string, listener: Listener) => {
      heard.set(name, listener)
      return { unsubscribe: () => heard.delete(name) }
    },
    dragPan: { enable: vi.fn(), disable: vi.fn() },
    getCanvas: () => document.createElement('canvas'),
    triggerRepaint: vi.fn(),
  }
  const send = (name: string, lng: number, altKey = false) =>
    heard.get(name)?.({
      target: map,
      lngLat: { lng, lat: 0 },
      originalEvent: { button: 0, altKey },
      preventDefault: vi.fn(),
    })
  return { map: map as unknown as MapLibreMap, send, heard }
}

function stroked() {
  const hand = handOver()
  const done: string[] = []
  const scope = effectScope()
  scope.run(() =>
    useStroke(shallowRef(hand.map), ref(true), {
      begin: ([lng]) => done.push(`begin ${lng}`) > 0,
      move: ([lng]) => done.push(`move ${lng}`),
      end: ([lng], { isAlt }) => done.push(`end ${lng}${isAlt ? ' alt' : ''}`),
      cancel: () => done.push('cancel'),
    }),
  )
  return { ...hand, done, scope }
}

it('follows the hand once a frame, to where it is then', () => {
  const { send, done } = stroked()
  send('mousedown', 1)
  for (const lng of [2, 3, 4]) send('mousemove', lng)
  expect(done).toEqual(['begin 1'])
  vi.advanceTimersToNextFrame()
  send('mousemove', 5)
  vi.advanceTimersToNextFrame()
  expect(done).toEqual(['begin 1', 'move 4', 'move 5'])
})

it('ends where the hand lets go, and what it was to follow before is left', () => {
  const { send, done } = stroked()
  send('mousedown', 1)
  send('mousemove', 2)
  send('mouseup', 3, true)
  vi.advanceTimersToNextFrame()
  send('mousemove', 4)
  vi.advanceTimersToNextFrame()
  expect(done).toEqual(['begin 1', 'end 3 alt'])
})

it('is broken off by Escape, and forgotten with its scope', () => {
  const { send, done, scope, heard } = stroked()
  send('mousedown', 1)
  send('mousemove', 2)
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  vi.advanceTimersToNextFrame()
  send('mouseup', 3)
  expect(done).toEqual(['begin 1', 'cancel'])
  scope.stop()
  expect(heard.size).toBe(0)
})
