import { expect, it, vi } from 'vitest'
import { holdFrames } from '../../../src/map/hold-frames'

class FakeMap {
  drawn = vi.fn()
  triggerRepaint(): void {
    this.drawn()
  }
}

it('draws what was asked for meanwhile once, afterwards', () => {
  const map = new FakeMap()
  const release = holdFrames(map)
  map.triggerRepaint()
  map.triggerRepaint()
  expect(map.drawn).not.toHaveBeenCalled()
  release()
  expect(map.drawn).toHaveBeenCalledOnce()
  map.triggerRepaint()
  expect(map.drawn).toHaveBeenCalledTimes(2)
})

it('is let go once: a second time changes nothing', () => {
  const map = new FakeMap()
  const release = holdFrames(map)
  release()
  const next = holdFrames(map)
  release()
  map.triggerRepaint()
  expect(map.drawn).not.toHaveBeenCalled()
  next()
  expect(map.drawn).toHaveBeenCalledOnce()
})

it('draws nothing afterwards where nothing was asked for', () => {
  const map = new FakeMap()
  holdFrames(map)()
  expect(map.drawn).not.toHaveBeenCalled()
})
