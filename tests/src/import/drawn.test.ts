import booleanPointInPolygon from '@turf/boolean-point-in-polygon'
import fc from 'fast-check'
import type { MultiLineString, MultiPolygon, Position } from 'geojson'
import { expect, test } from 'vitest'
import { buildCells, createMember, runLevels } from '../../../geo/index'
import { ImportJob } from '../../../src/import/job'
import { positionOf } from '../../../src/import/rows/derive'
import type { StagedRow } from '../../../src/import/rows/stage'
import type { ImportSettings } from '../../../src/import/types'
import { solve } from '../../../src/plan/engine/solve'
import { groundOf } from '../../../src/plan/model/ground'
import { type PlanningInput, toCellsInput } from '../../../src/plan/model/input'
import { LivePlan } from '../../../src/plan/model/live'
import { NO_LOCKS } from '../../../src/plan/model/locks/stored-locks'
import { settledDistrict } from '../../support/random-district'
import { runs } from '../../support/runs'

// What the import accepts can be drawn, and the drawing has no fault. Here without a database, for thousands of districts: communities
// whose borders need no settling, and those that are drawn around rows that name them. tests/api/import-drawn.test.ts is the same with
// everything in between, for some.

/** Two thousand districts in all. */
const RUNS = runs(1000)
const RULE = { targets: [400], tolerance: 0.2 }

/** The rows that are taken of a file. */
async function taken(
  text: string,
  name: string,
  changes: Partial<ImportSettings>,
  bounded = 0,
): Promise<StagedRow[]> {
  const job = new ImportJob()
  await job.open(new Blob([text]), name)
  const settings = { ...job.propose('990101', changes.kind), ...changes }
  await job.read(
    settings,
    { code: '990101', name: '区', streets: 0, communities: 0, bounded },
    () => undefined,
  )
  const rows: StagedRow[] = []
  for (let chunk = job.chunk(0); chunk.length > 0; chunk = job.chunk(rows.length)) rows.push(...chunk)
  return rows.filter(({ refusal }) => refusal === undefined)
}

interface Community {
  name: string
  boundary: MultiPolygon
}

function communitiesOf(rows: StagedRow[]): Community[] {
  return rows
    .filter(({ part, geometry }) => part === 'community' && geometry)
    .map(({ payload, geometry }) => ({
      name: (payload as { name: string }).name,
      boundary: geometry as unknown as MultiPolygon,
    }))
}

/** What is planned: communities, and the buildings that stand in them. */
function planningInput(
  communities: Community[],
  rows: StagedRow[],
  communityOf: (row: StagedRow, place: Position) => number,
  lines: MultiLineString[],
): PlanningInput {
  const placed = rows
    .filter(({ part }) => part === 'row')
    .map((row) => {
      const place = positionOf(row.geometry as never)
      return { row, place, community: communityOf(row, place) }
    })
    .filter(({ community }) => community >= 0)
  return {
    area: { id: 1, code: '990101', kind: 'district', name: '区', nameEn: null, districtId: 1 },
    communities: communities.map(({ name, boundary }, number) => ({
      id: 11 + number,
      code: `990101001${String(number + 1).padStart(3, '0')}`,
      name,
      nameEn: null,
      street: 2,
      boundary,
    })),
    buildings: {
      id: placed.map((_, at) => 1001 + at),
      lng: placed.map(({ place }) => place[0]),
      lat: placed.map(({ place }) => place[1]),
      households: placed.map(({ row }) => (row.payload as { households: number }).households),
      community: placed.map(({ community }) => 11 + community),
      compound: placed.map(() => null),
      name: placed.map((_, at) => `${at + 1}号楼`),
      footprint: null,
    },
    compounds: [],
    barriers: lines.map((line, at) => ({ id: 31 + at, kind: 'river' as const, name: '河', line })),
    crossings: [],
  }
}

/** Draws what was imported and expects no fault, each building in a grid, and grids that fill the communities in which people live. */
async function expectDrawn(input: PlanningInput): Promise<void> {
  const ground = groundOf(input, buildCells(toCellsInput(input)))
  const problem = { ...RULE, preset: 'balanced' as const, seed: 1 }
  const plans = await runLevels(ground.instance, problem, [createMember()], { clock: () => 0, budgetMs: 0 })
  if (!Array.isArray(plans)) throw new Error(`not drawn: ${plans.reason}`)
  const assignment = new Int32Array(input.buildings.id.length).fill(-1)
  const live = LivePlan.of(ground, { assignment, grids: [], borders: [], locks: NO_LOCKS }, RULE)
  const levels = plans.map(({ grid }) => grid)
  live.apply(solve(live, { levels, isSolved: () => true }, { code: 'partition', values: {} }).patch)
  expect(live.faults().filter(({ isHard }) => isHard)).toEqual([])
  expect([...live.draft.assignment].filter((key) => key < 0)).toEqual([])
  const inhabited = new Set(input.buildings.community)
  // Positions go to a grid of a centimetre or so: as much as that along the borders, and no more.
  const ofCommunities = input.communities
    .filter(({ id }) => inhabited.has(id))
    .map(({ boundary }) => boundary as MultiPolygon)
  const ofGrids = [...live.figures.values()].map(({ polygon }) => ({
    coordinates: polygon!.polygons,
  }))
  const [whole, parts] = [ofCommunities, ofGrids].map((all) => all.reduce((sum, one) => sum + areaOf(one), 0))
  expect(Math.abs(whole - parts) / whole).toBeLessThan(3e-4)
}

/** Square degrees; rings of any direction, the first of each polygon outside. */
function areaOf({ coordinates }: { coordinates: Position[][][] }): number {
  const [[[[west, south]]]] = coordinates
  const ring = (positions: Position[]) =>
    Math.abs(
      positions.reduce((sum, [x, y], i) => {
        const [nextX, nextY] = positions[(i + 1) % positions.length]
        return sum + (x - west) * (nextY - south) - (nextX - west) * (y - south)
      }, 0) / 2,
    )
  return coordinates.reduce(
    (sum, [outer, ...holes]) => sum + ring(outer) - holes.reduce((gone, hole) => gone + ring(hole), 0),
    0,
  )
}

test('districts whose boundaries come in a file', { timeout: 900_000 }, async () => {
  let drawn = 0
  await fc.assert(
    fc.asyncProperty(settledDistrict, async ({ areas, buildings, barriers }) => {
      const communities = communitiesOf(
        await taken(areas, 'areas.geojson', { kind: 'areas', level: 'community' }),
      )
      const name = buildings.startsWith('{') ? 'buildings.geojson' : 'buildings.csv'
      const rows = await taken(buildings, name, { kind: 'buildings' }, 1)
      const lines = barriers ? await taken(barriers, 'roads.geojson', { kind: 'barriers' }) : []
      const input = planningInput(
        communities,
        rows,
        (_, place) => communities.findIndex(({ boundary }) => booleanPointInPolygon(place, boundary)),
        lines.map(({ geometry }) => geometry as unknown as MultiLineString),
      )
      if (!input.buildings.households.some((households) => households > 0)) return
      drawn++
      await expectDrawn(input)
    }),
    RUNS,
  )
  expect(drawn).toBeGreaterThan(RUNS.numRuns * 0.9)
})

test(
  'districts whose communities are drawn around the rows that name them',
  { timeout: 900_000 },
  async () => {
    const places = fc.array(
      fc.tuple(fc.nat(400), fc.nat(400), fc.constantFrom('东', '西', '南', '北'), fc.nat(120)),
      {
        minLength: 2,
        maxLength: 40,
      },
    )
    await fc.assert(
      fc.asyncProperty(places, async (all) => {
        const lines = all.map(
          ([x, y, community, households], i) =>
            `b-${i}x,${households},${community}社区,南街道,${113 + x / 50_000},${35 + y / 50_000}`,
        )
        const rows = await taken(`编号,户数,社区,街道,经度,纬度\n${lines.join('\n')}\n`, '楼栋.csv', {
          kind: 'buildings',
        })
        const communities = communitiesOf(rows)
        const input = planningInput(
          communities,
          rows,
          ({ payload }) =>
            communities.findIndex(({ name }) => name === (payload as { community: string }).community),
          [],
        )
        if (!input.buildings.households.some((households) => households > 0)) return
        await expectDrawn(input)
      }),
      RUNS,
    )
  },
)
