import type { Feature, LineString } from 'geojson'
import { describe, expect, it } from 'vitest'
import { printFrame } from '../../../src/map/print'
import { roadNameBoxes, roadNames } from '../../../src/map/road-names'

const frame = printFrame([113, 35, 113.01, 35.01], 100, 100)

function road(
  word: string,
  line: [number, number][],
  kind = 'local',
): Feature<LineString, { class: string; word: string }> {
  return {
    type: 'Feature',
    properties: { class: kind, word },
    geometry: { type: 'LineString', coordinates: line },
  }
}
const names = (roads: ReturnType<typeof road>[]) =>
  roadNames(frame, roads, ({ properties }) => (properties as { word?: string }).word ?? null, [])

describe('names of roads on paper', () => {
  it('stand along the road, in its middle, and can be read without turning the head', () => {
    const [east] = names([
      road('东西大街', [
        [113.009, 35.005],
        [113.001, 35.005],
      ]),
    ])
    expect(east.degrees).toBeCloseTo(0, 5)
    expect(east.x).toBeCloseTo(50, 0)
    const [north] = names([
      road('南北大街', [
        [113.005, 35.001],
        [113.005, 35.009],
      ]),
    ])
    expect(Math.abs(north.degrees)).toBeCloseTo(90, 5)
    const [slope] = names([
      road('斜街', [
        [113.009, 35.009],
        [113.001, 35.001],
      ]),
    ])
    expect(slope.degrees).toBeLessThan(0)
    expect(slope.degrees).toBeGreaterThan(-90)
  })

  it('are on the paper where the road goes on beyond it', () => {
    const [name] = names([
      road('长街', [
        [112.9, 35.005],
        [113.006, 35.005],
      ]),
    ])
    expect(name.x).toBeGreaterThan(5)
    expect(name.x).toBeLessThan(60)
  })

  it('stand once for a road of several pieces, and not at all where it is too short', () => {
    expect(
      names([
        road('同街', [
          [113.001, 35.005],
          [113.004, 35.005],
        ]),
        road('同街', [
          [113.004, 35.005],
          [113.009, 35.005],
        ]),
      ]),
    ).toHaveLength(1)
    expect(
      names([
        road('很长很长的名字', [
          [113.001, 35.005],
          [113.0015, 35.005],
        ]),
      ]),
    ).toEqual([])
  })

  it('never cover each other: the larger road has its name', () => {
    const crossing = [
      road('小巷子', [
        [113.001, 35.005],
        [113.009, 35.005],
      ]),
      road(
        '大路',
        [
          [113.005, 35.001],
          [113.005, 35.009],
        ],
        'trunk',
      ),
    ]
    expect(names(crossing).map(({ word }) => word)).toEqual(['大路'])
  })

  it('bend with no road: a name stands on its longest straight stretch', () => {
    const [name] = names([
      road('弯路', [
        [113.001, 35.001],
        [113.003, 35.001],
        [113.003, 35.009],
      ]),
    ])
    expect(Math.abs(name.degrees)).toBeCloseTo(90, 0)
    expect(roadNameBoxes(name)).toHaveLength(2)
  })
})
