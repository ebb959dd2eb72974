import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeProgramsFirst } from '../../../src/map/programs-first'

/** Stands in for the graphics: notes what is asked of them, and answers fences when told to. */
class FakeGl {
  SYNC_GPU_COMMANDS_COMPLETE = 1
  SYNC_STATUS = 2
  SIGNALED = 3
  did: string[] = []
  isAnswering = true
  isLost = false
  makingMs = 0
  fenceSync = () => ({})
  deleteSync = () => undefined
  flush = () => undefined
  getSyncParameter = () => (this.isAnswering ? this.SIGNALED : 0)
  isContextLost = () => this.isLost
  createProgram() {
    vi.advanceTimersByTime(this.makingMs)
    this.did.push('program')
    return {}
  }
  drawElements() {
    this.did.push('draw')
  }
  clear() {
    this.did.push('clear')
  }
}

/** A painter that makes a program for each name that it has not met, and a map that asks for frames. */
function setUp() {
  const gl = new FakeGl()
  const known = new Set<string>()
  const render = (names: string[]) => {
    gl.clear()
    for (const name of names) {
      if (!known.has(name)) gl.createProgram()
      known.add(name)
      gl.drawElements()
    }
  }
  const painter = { render, context: { gl: gl as unknown as WebGL2RenderingContext } }
  const map = { triggerRepaint: vi.fn(), isComplete: vi.fn(() => true) }
  const programs = makeProgramsFirst(painter, map)
  /** Frames until none is asked for any more; returns how many there were. */
  const paint = (names: string[], msApart = 16) => {
    for (let frame = 1; frame < 300; frame++) {
      map.triggerRepaint.mockClear()
      painter.render(names)
      if (!map.triggerRepaint.mock.calls.length) return frame
      vi.advanceTimersByTime(msApart)
    }
    throw new Error('The map was never drawn.')
  }
  return { gl, painter, map, programs, paint }
}

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

describe('programs come before the first drawing', () => {
  it('all of them are made before anything is drawn, a few in a frame', () => {
    const { gl, programs, painter, paint } = setUp()
    gl.makingMs = 20
    painter.render(['fill', 'line', 'circle'])
    expect(programs.isBehind()).toBe(true)
    expect(paint(['fill', 'line', 'circle'])).toBeGreaterThan(3)
    expect(gl.did).toEqual(['program', 'program', 'program', 'clear', 'draw', 'draw', 'draw'])
    expect(programs.isBehind()).toBe(false)
  })

  it('makes as many in a frame as it has time for', () => {
    const { gl, paint } = setUp()
    gl.makingMs = 1
    // One frame asks the graphics, one makes programs, one draws.
    expect(paint(['fill', 'line', 'circle'])).toBe(3)
  })

  it('makes none while the graphics are at work, nor right after an answer that came late', () => {
    const { gl, map, painter, paint } = setUp()
    gl.isAnswering = false
    for (let frame = 0; frame < 5; frame++) {
      painter.render(['fill'])
      vi.advanceTimersByTime(16)
    }
    expect(gl.did).toEqual([])
    expect(map.triggerRepaint).toHaveBeenCalledTimes(5)
    gl.isAnswering = true
    painter.render(['fill'])
    expect(gl.did).toEqual([])
    vi.advanceTimersByTime(16)
    paint(['fill'])
    expect(gl.did).toEqual(['program', 'clear', 'draw'])
  })

  it('does not wait for ever', () => {
    const { gl, paint } = setUp()
    gl.isAnswering = false
    paint(['fill', 'line'])
    expect(gl.did).toEqual(['program', 'program', 'clear', 'draw', 'draw'])
  })

  it('goes on for as long as something is still being loaded, then leaves the painter alone until new layers come', () => {
    const { gl, map, programs, painter, paint } = setUp()
    map.isComplete.mockReturnValue(false)
    paint(['fill'])
    paint(['fill', 'line'])
    expect(gl.did).toEqual(['program', 'clear', 'draw', 'program', 'clear', 'draw', 'draw'])
    map.isComplete.mockReturnValue(true)
    paint(['fill', 'line'])
    gl.did.length = 0
    painter.render(['fill', 'circle'])
    expect(gl.did).toEqual(['clear', 'draw', 'program', 'draw'])
    programs.expectNew()
    paint(['symbol'])
    expect(gl.did.slice(4)).toEqual(['program', 'clear', 'draw'])
  })

  it('an error is passed on, and the graphics are as they were', () => {
    const gl = new FakeGl()
    const render = () => {
      gl.drawElements()
      throw new Error('a broken scene')
    }
    const painter = { render, context: { gl: gl as unknown as WebGL2RenderingContext } }
    makeProgramsFirst(painter, { triggerRepaint: () => undefined, isComplete: () => true })
    painter.render()
    expect(() => painter.render()).toThrow('a broken scene')
    expect(gl.did).toEqual([])
    gl.drawElements()
    expect(gl.did).toEqual(['draw'])
  })

  it('a lost context is left to the painter', () => {
    const { gl, map, painter } = setUp()
    gl.isLost = true
    painter.render(['fill'])
    expect(gl.did).toEqual(['clear', 'program', 'draw'])
    expect(map.triggerRepaint).not.toHaveBeenCalled()
  })
})
