import { describe, expect, it } from 'vitest'
import type { LngLat } from '../../../../../geo/index'
import {
  borderMarks,
  chosenGrids,
  measureMarks,
  pickedBuildings,
} from '../../../../../src/features/planner/map/marks'
import type { GridFigure } from '../../../../../src/plan/model/figures'
import { householdsRadiusPixels } from '../../../../../src/map/parts/buildings'
import { smallDistrict } from '../../../plan/small-district'

const [a, b, c]: LngLat[] = [
  [113, 35],
  [113.01, 35],
  [113.01, 35.01],
]
const kinds = (marks: readonly { kind: string }[]) => marks.map(({ kind }) => kind)

describe('the marks of the planner', () => {
  it('put a ring around each picked building, outside of its circle at every zoom', () => {
    const district = smallDistrict()
    const [mark] = pickedBuildings(district, [0, 9])
    const circles = mark.kind === 'circles' ? mark.circles : []
    const { lng, lat, households } = district.buildings
    expect(circles.map(({ at }) => at)).toEqual([0, 9].map((place) => [lng[place], lat[place]]))
    for (const zoom of [11, 14, 17])
      for (const [at, place] of [0, 9].entries())
        expect(circles[at].radiusPixels(zoom)).toBeGreaterThan(
          householdsRadiusPixels(households[place], zoom),
        )
    expect(pickedBuildings(district, [])).toEqual([])
  })

  it('are nothing for a chosen grid without ground', () => {
    expect(chosenGrids([{ polygon: null } as GridFigure])).toEqual([])
  })

  it('show where a dragged border snaps, and nothing there where it does not', () => {
    expect(borderMarks({ line: [a, b], snap: 'road' }, [])).toEqual([
      { kind: 'lines', look: 'sketch', lines: [[a, b]] },
      expect.objectContaining({
        kind: 'circles',
        look: 'snap',
        circles: [expect.objectContaining({ at: b })],
      }),
    ])
    expect(kinds(borderMarks({ line: [a, b], snap: null }, []))).toEqual(['lines'])
    expect(borderMarks({ line: [], snap: null }, [])).toEqual([])
  })

  it('show where a dragged border would lie, and in words at the hand what that would do', () => {
    const effect = { grids: [], obstacle: null, borders: [[a, c]] as [typeof a, typeof c][] }
    const words = [{ text: '012  398 → 465  +16.3 %', isOut: true }]
    const marks = borderMarks({ line: [a, b], snap: null, effect }, words)
    expect(marks).toContainEqual({ kind: 'lines', look: 'border', lines: [[a, c]] })
    expect(marks).toContainEqual({ kind: 'words', at: b, words })
  })

  it('tell a length at the end of the line once there is one', () => {
    expect(kinds(measureMarks([], ['0米']))).toEqual([])
    expect(kinds(measureMarks([a], ['0米']))).toEqual(['lines', 'circles'])
    expect(measureMarks([a, b], ['910米'])).toContainEqual({
      kind: 'words',
      at: b,
      words: [{ text: '910米' }],
    })
  })

  it('fill what is measured only where its line is closed', () => {
    expect(kinds(measureMarks([a, b, c], []))).not.toContain('area')
    expect(kinds(measureMarks([a, b, a], []))).not.toContain('area')
    expect(kinds(measureMarks([a, b, c, a], []))).toContain('area')
  })
})
