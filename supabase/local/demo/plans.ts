import {
  buildCells,
  createMember,
  gridPolygons,
  runPartition,
  type Cells,
  type Instance,
  type MultiPolygonRings,
} from '../../../geo/index'
import type { District } from './types'

/** A drawing of grids: which grid each building of the district is in, and the polygon of each grid. */
export interface DrawnPlan {
  /** By building of the district, 0-based. */
  grid: Int32Array
  polygons: MultiPolygonRings[]
  /** Community of each grid, index into the district's. */
  community: number[]
  /** What the engine needs to draw it again. */
  engine: { preset: 'balanced'; seed: number; steps: number }
}

/** The ground on which plans of the district are drawn; made once, used for each. */
export interface DrawingBoard {
  district: District
  cells: Cells
  instance: Instance
}

/** Divides the district's communities into the cells of their buildings. Throws when a building has no place. */
export function createDrawingBoard(district: District): DrawingBoard {
  const { cells, instance, problems } = buildCells({
    buildings: district.buildings.map(({ position, households, compound, community }) => ({
      position,
      households,
      compound,
      community,
    })),
    communities: district.communities.map(({ ring }) => [[ring]]),
    barriers: district.barriers.map(({ line }) => line),
    crossings: district.crossings.map(({ line }) => line),
  })
  if (problems.length > 0) throw new Error(`The demo district has ${problems.length} doubtful buildings.`)
  return { district, cells, instance }
}

/** Draws grids of about `targetHouseholds`. The same seed and steps draw the same plan. */
export async function drawPlan(
  { district, cells, instance }: DrawingBoard,
  { targetHouseholds, seed, steps }: { targetHouseholds: number; seed: number; steps: number },
): Promise<DrawnPlan> {
  const problem = { targetHouseholds, tolerance: 0.1, preset: 'balanced', seed } as const
  const plan = await runPartition(instance, problem, [createMember()], {
    steps,
    clock: () => 0,
  })
  if (plan.status !== 'planned') throw new Error(`The demo district cannot be planned: ${plan.reason}.`)
  const drawn = gridPolygons(cells, plan.grid)
  const grid = new Int32Array(district.buildings.length).fill(-1)
  const community = new Array<number>(drawn.length).fill(-1)
  cells.inputIndex.forEach((building, vertex) => {
    grid[building] = plan.grid[vertex]
    community[plan.grid[vertex]] = instance.community[vertex]
  })
  return {
    grid,
    polygons: drawn.map(({ polygons }) => polygons),
    community,
    engine: { preset: 'balanced', seed, steps: plan.steps },
  }
}
