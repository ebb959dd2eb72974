import { describe, expect, it } from 'vitest'
import { onPaper, printFrame } from '../../../src/map/print'
import { visiblePlace } from '../../../src/map/visible'
import { square } from '../../support/squares'

const frame = printFrame([113, 35, 113.01, 35.01], 100, 100)
describe('the place of an area on paper', () => {
  it('is its middle where all of it is seen', () => {
    const found = visiblePlace(frame, square(113.004, 35.004, 0.002))
    const middle = onPaper(frame, [113.005, 35.005])
    expect(Math.hypot(...middle.map((value, at) => value - (found?.at[at] ?? NaN)))).toBeLessThan(2)
  })

  it('lies on the paper where only a part is seen', () => {
    const found = visiblePlace(frame, square(113.008, 35.002, 0.05))
    expect(found?.at[0]).toBeGreaterThan(onPaper(frame, [113.008, 35])[0])
    expect(found?.at[0]).toBeLessThan(100)
    expect(found?.at[1]).toBeGreaterThan(0)
  })

  it('is nowhere where nothing is seen', () => {
    expect(visiblePlace(frame, square(113.1, 35.1, 0.01))).toBeNull()
  })
})
