import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { buildCells } from '../../../geo/cells/build'
import { footprintOf } from '../../../geo/cells/footprints'
import type { BuildingInput, CellsInput } from '../../../geo/cells/types'
import { gridPolygons } from '../../../geo/coverage/polygons'
import { createMember } from '../../../geo/partition/member'
import { runPartition } from '../../../geo/partition/run'
import {
  frameAround,
  type LngLat,
  type MultiPolygonRings,
  type PolygonRings,
} from '../../../geo/planar/frame'
import { scorePlan } from '../../support/score/plan-score'
import { expectTiling } from '../invariants'
import { cellPolygons, isWithin, unitRings } from './outlines'

const file = fileURLToPath(
  new URL('../../../../shared/data/shanghai-basemap/buildings_merged.geojson', import.meta.url),
)

interface Feature {
  geometry:
    { type: 'Polygon'; coordinates: PolygonRings } | { type: 'MultiPolygon'; coordinates: MultiPolygonRings }
}

/** The 1,321 merged outlines of a part of Shanghai, with made-up households, in six by six square communities. */
function shanghai(): CellsInput {
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: Feature[] }
  const buildings = features.map(({ geometry }, number): BuildingInput => {
    const footprint = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    return {
      position: middleOf(footprint[0][0]),
      footprint,
      households: 10 + ((number * 37) % 50),
      compound: -1,
      community: -1,
    }
  })
  const extent = (axis: 0 | 1): [number, number] => {
    const values = buildings.map(({ position }) => position[axis])
    return [Math.min(...values) - 0.002, Math.max(...values) + 0.002]
  }
  const [[west, east], [south, north]] = [extent(0), extent(1)]
  const corner = (column: number, row: number): LngLat => [
    west + ((east - west) * column) / 6,
    south + ((north - south) * row) / 6,
  ]
  const communities = Array.from({ length: 36 }, (_, at): MultiPolygonRings => {
    const [column, row] = [at % 6, Math.floor(at / 6)]
    const corners = [0, 1, 1, 0, 0].map((right, k) => corner(column + right, row + [0, 0, 1, 1, 0][k]))
    return [[corners]]
  })
  return { buildings, communities, barriers: [], crossings: [] }
}

function middleOf(ring: LngLat[]): LngLat {
  const sum = ring.slice(1).reduce(([x, y], [lng, lat]) => [x + lng, y + lat], [0, 0])
  return [sum[0] / (ring.length - 1), sum[1] / (ring.length - 1)]
}

/** Share of the corners of all outlines that lie in the building's own cell. */
function shareInside(input: CellsInput, cells: ReturnType<typeof buildCells>['cells']): number {
  const polygons = cellPolygons(cells)
  const frame = frameAround(input.communities.flat(3))
  let [inside, all] = [0, 0]
  cells.inputIndex.forEach((index, vertex) => {
    const rings = unitRings(cells.frame, polygons.get(vertex)?.polygons ?? [])
    for (const ring of footprintOf(frame, input.buildings[index])?.rings ?? [])
      for (let at = 0; at < ring.length; at += 2) {
        all++
        if (isWithin(rings, ring[at], ring[at + 1])) inside++
      }
  })
  return inside / all
}

function onRealOutlines() {
  it('puts nearly every corner of an outline into its own cell, tiles, and can be planned', async () => {
    const input = shanghai()
    const { cells, instance } = buildCells(input)
    expect(instance.count).toBe(input.buildings.length)
    const pointsOnly = buildCells({
      ...input,
      buildings: input.buildings.map((each) => ({ ...each, footprint: undefined })),
    })
    // What is left reaches into another community or touches a neighbour wall to wall.
    expect(shareInside(input, cells)).toBeGreaterThan(0.9)
    expect(shareInside(input, pointsOnly.cells)).toBeLessThan(0.8)
    expectTiling(gridPolygons(cells, instance.community))
    const plan = await runPartition(
      instance,
      { targetHouseholds: 400, tolerance: 0.1, preset: 'balanced', seed: 1 },
      [createMember()],
      { steps: 200, clock: () => 0 },
    )
    if (plan.status === 'infeasible') throw new Error(plan.reason)
    const score = scorePlan(instance, plan.grid, 400)
    expect(score.noncontiguousParts + score.partsCrossingCommunity).toBe(0)
  })
}

if (existsSync(file)) describe('real footprints', onRealOutlines)
else
  test('not tried, since ../shared/data is not here: real footprints', () => expect(file).toMatch(/geojson$/))
