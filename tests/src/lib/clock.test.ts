import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ServerClock } from '../../../src/lib/time/clock'
import { runs } from '../../support/runs'

/** A server whose clock is `ahead` of the steady clock here, and this device with whatever its own clock says. */
function at(ahead: number) {
  let steadyMs = 1000
  let wallMs = 0
  const clock = new ServerClock({ steady: () => steadyMs, wall: () => wallMs })
  return {
    clock,
    truth: () => steadyMs + ahead,
    pass: (ms: number) => (steadyMs += ms),
    setWall: (ms: number) => (wallMs = ms),
    /** A question that takes `there` to the server and `back` from it. */
    ask(there: number, back: number, resolutionMs: number, source: 'header' | 'database' = 'header') {
      const sentAt = steadyMs
      steadyMs += there
      const atMs = Math.floor((steadyMs + ahead) / resolutionMs) * resolutionMs
      steadyMs += back
      clock.observe({ atMs, resolutionMs, sentAt, receivedAt: steadyMs, source })
    },
  }
}

describe('the clock of the server', () => {
  it('is within a second and the way of the answer, whatever this device believes', () => {
    const way = fc.nat(400)
    const story = fc.array(fc.record({ there: way, back: way, pause: fc.nat(90_000), wall: fc.integer() }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), story, (ahead, asked) => {
        const device = at(ahead)
        for (const { there, back, pause, wall } of asked) {
          device.pass(pause)
          device.ask(there, back, 1000)
          device.setWall(wall)
          expect(Math.abs(device.clock.nowMs() - device.truth())).toBeLessThanOrEqual(
            (1000 + there + back) / 2,
          )
        }
      }),
      runs(),
    )
  })

  it('goes on steadily while this device is set back and forth', () => {
    const device = at(5_000_000)
    device.ask(10, 10, 1, 'database')
    const before = device.clock.nowMs()
    device.setWall(-3 * 3_600_000)
    device.pass(7_000)
    expect(device.clock.nowMs() - before).toBe(7_000)
  })

  it('follows a server whose own clock was set', () => {
    const device = at(0)
    device.ask(10, 10, 1000)
    const later = 3_600_000
    device.clock.observe({
      atMs: device.truth() + later,
      resolutionMs: 1000,
      sentAt: 1020,
      receivedAt: 1020,
      source: 'header',
    })
    expect(device.clock.nowMs() - device.truth()).toBeGreaterThan(later - 1001)
  })

  it('believes the database before a proxy', () => {
    const device = at(0)
    device.ask(5, 5, 1, 'database')
    device.clock.observe({ atMs: 9e9, resolutionMs: 1000, sentAt: 1010, receivedAt: 1010, source: 'header' })
    expect(Math.abs(device.clock.nowMs() - device.truth())).toBeLessThanOrEqual(6)
  })

  it('asks this device only before the first answer', () => {
    const device = at(0)
    device.setWall(42)
    expect(device.clock.nowMs()).toBe(42)
    device.clock.observe({ atMs: Number.NaN, resolutionMs: 1, sentAt: 0, receivedAt: 0, source: 'header' })
    expect(device.clock.nowMs()).toBe(42)
  })
})
