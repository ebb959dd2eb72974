import { describe, expect, it } from 'vitest'
import { chosenArea, type Mark, markPath, type Projecting, wordsPlace } from '../../../src/map/marks'

/** A map on which a degree is 100 pixels and the north-west corner is at 0, 10. */
function flatMap(zoom = 14, clientWidth = 800): Projecting {
  return {
    project: ([lng, lat]) => ({ x: lng * 100, y: (10 - lat) * 100 }),
    getZoom: () => zoom,
    getContainer: () => ({ clientWidth }),
  }
}

const square = [
  [0, 10],
  [1, 10],
  [1, 9],
  [0, 9],
]
const hole = [
  [0.25, 9.75],
  [0.75, 9.75],
  [0.75, 9.25],
]

describe('the path of a mark', () => {
  it('of lines is left open, and each line is one of its own', () => {
    const mark: Mark = { kind: 'lines', look: 'sketch', lines: [square.slice(0, 3), hole.slice(0, 2)] }
    expect(markPath(flatMap(), mark)).toBe('M0 0L100 0L100 100M25 25L75 25')
  })

  it('of an area is closed, with its holes in the same path', () => {
    const mark: Mark = { kind: 'area', look: 'drawn', lines: [square, hole] }
    expect(markPath(flatMap(), mark)).toBe('M0 0L100 0L100 100L0 100ZM25 25L75 25L75 75Z')
  })

  it('of chosen ground has all pieces of it', () => {
    const path = markPath(flatMap(), chosenArea([[square, hole], [hole]]))
    expect(path.match(/Z/g)).toHaveLength(3)
  })

  it('is nothing for a line of one point, which has no direction yet', () => {
    expect(markPath(flatMap(), { kind: 'lines', look: 'sketch', lines: [[[1, 1]]] })).toBe('')
    expect(markPath(flatMap(), { kind: 'lines', look: 'sketch', lines: [] })).toBe('')
  })

  it('of circles goes round their places', () => {
    const circles = [{ at: [2, 7], radiusPixels: () => 5 }]
    expect(markPath(flatMap(), { kind: 'circles', look: 'snap', circles })).toBe(
      'M195 300a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z',
    )
  })

  it('of circles is as large as they are at the zoom of the map', () => {
    const circles = [{ at: [2, 7], radiusPixels: (zoom: number) => 2 ** (zoom - 12) }]
    const mark: Mark = { kind: 'circles', look: 'picked', circles }
    expect(markPath(flatMap(14), mark)).toContain('M196 300a4 4 ')
    expect(markPath(flatMap(15), mark)).toContain('M192 300a8 8 ')
  })

  it('tells tenths of pixels', () => {
    const lines = [
      [
        [0.12345, 10],
        [1.23456, 9.99999],
      ],
    ]
    expect(markPath(flatMap(), { kind: 'lines', look: 'sketch', lines })).toBe('M12.3 0L123.5 0')
  })
})

describe('words beside a place', () => {
  it.each([
    ['above and right of it', [4, 6], { x: 400, y: 400, isLeft: false, isBelow: false }],
    ['left of it at the right edge', [7.5, 6], { x: 750, y: 400, isLeft: true, isBelow: false }],
    ['below it at the upper edge', [4, 9.9], { x: 400, y: 10, isLeft: false, isBelow: true }],
    ['left and below in the corner', [7.9, 9.8], { x: 790, y: 20, isLeft: true, isBelow: true }],
  ])('stand %s', (_where, at, place) => {
    expect(wordsPlace(flatMap(), at)).toEqual(place)
  })
})
