import { describe, expect, it } from 'vitest'
import { freeRectangle, insetsOf, moveIntoView, type Rectangle } from '../../../src/map/in-view'

const WHOLE: Rectangle = [0, 0, 1000, 600]
const LEGEND: Rectangle = [12, 380, 150, 588]
const CONTROLS: Rectangle = [956, 492, 988, 588]
const FREE = freeRectangle(WHOLE, [LEGEND, CONTROLS])

describe('the free part of a map', () => {
  it('leaves out what lies over it, at the sides where least is lost', () => {
    expect(freeRectangle(WHOLE, [])).toEqual(WHOLE)
    expect(FREE).toEqual([150, 0, 956, 600])
    expect(freeRectangle(WHOLE, [[200, 12, 800, 40]])).toEqual([0, 40, 1000, 600])
    expect(insetsOf(FREE, WHOLE)).toEqual({ left: 150, top: 0, right: 44, bottom: 0 })
  })
})

describe('what is brought into view', () => {
  it('stays where it is seen whole', () => {
    expect(moveIntoView([200, 100, 400, 300], FREE)).toEqual({ kind: 'stay' })
  })

  it('comes to the middle of the free part where it is outside, cut, or under the legend', () => {
    expect(moveIntoView([1100, 200, 1200, 400], FREE)).toEqual({ kind: 'pan', by: [597, 0] })
    expect(moveIntoView([500, -50, 606, 50], FREE)).toEqual({ kind: 'pan', by: [0, -300] })
    expect(moveIntoView([100, 400, 200, 500], FREE)).toEqual({ kind: 'pan', by: [-403, 150] })
  })

  it('needs another zoom where it is larger than the free part', () => {
    expect(moveIntoView([0, 0, 900, 100], FREE)).toEqual({ kind: 'fit' })
  })
})
