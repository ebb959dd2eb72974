import { expect, test } from 'vitest'
import { nearestBorder } from '../../../../geo/index'
import { gridId } from '../../../../src/plan/model/ids'
import { movableCorners, rimPlaces } from '../../../../src/plan/model/rim'
import { drawnPlan, smallGround } from '../small-district'

test('the corners of a grid lie on borders that move, apart from one another, and belong to it', async () => {
  const live = await drawnPlan(smallGround())
  for (const [id, figure] of live.figures) {
    const corners = movableCorners(live, figure, 20)
    expect(corners.length, id).toBeGreaterThan(0)
    for (const at of corners) {
      const place = nearestBorder(live.coverage, at, 1)
      expect(place?.vertex).toEqual(at)
      expect(live.coverage.edgesAt(...at).some((edge) => isSideOf(edge, figure.key))).toBe(true)
    }
    for (let next = 1; next < corners.length; next++) {
      const [[x, y], [toX, toY]] = [corners[next - 1], corners[next]]
      expect(Math.hypot(toX - x, toY - y)).toBeGreaterThanOrEqual(2000)
    }
  }
  function isSideOf(id: number, key: number): boolean {
    const { left, right } = live.coverage.edge(id)
    return [left, right].some((face) => live.coverage.gridOf(face) === key)
  }
})

test('the rim of a grid is its buildings beside another grid, and no other', async () => {
  const live = await drawnPlan(smallGround())
  const { instance, cells } = live.ground
  for (const { key } of live.figures.values()) {
    const rim = rimPlaces(live, key)
    expect(live.draft.grids.has(gridId({ level: 1, key }))).toBe(true)
    const beside = live.placesOf(key).filter((place) =>
      [...instance.edgeLengths.keys()].some((edge) => {
        const [one, other] = [0, 1].map((end) => cells.inputIndex[instance.edges[2 * edge + end]])
        const neighbour = one === place ? other : other === place ? one : null
        return neighbour !== null && live.draft.assignment[neighbour] !== key
      }),
    )
    expect(new Set(rim)).toEqual(new Set(beside))
    expect(rim).toHaveLength(beside.length)
  }
})
