/** `npm run -s bench:geometry`: one JSON line per figure, milliseconds of processor time, on a made-up district of 10,000 buildings. */
import { assignBuildings, mergeGrids } from '../../geo/coverage/assign'
import { moveVertex } from '../../geo/coverage/border'
import { borderKind } from '../../geo/coverage/chains'
import { splitGrid } from '../../geo/coverage/split'
import {
  buildCells,
  type CellsInput,
  Coverage,
  coveragePolygon,
  type EditFault,
  fromUnits,
  gridPolygons,
  type Instance,
  isFault,
  type Patch,
  PlanRules,
  type Point,
  touchedGrids,
} from '../../geo/index'

const BUILDINGS = 10_000
const GRIDS = 716
const [WIDTH, HEIGHT, COLUMNS, ROWS] = [10_000, 6_000, 10, 6]

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const random = generator(7)
const frame = { lng: 113.23, lat: 35.24 }
const at = (x: number, y: number) => fromUnits(frame, Math.round(100 * x), Math.round(100 * y))

/** Sixty communities between winding roads, buildings strewn over them. */
function makeDistrict(): CellsInput {
  const corner = (column: number, row: number) => at((column * WIDTH) / COLUMNS, (row * HEIGHT) / ROWS)
  const communities = Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
    const [column, row] = [cell % COLUMNS, Math.floor(cell / COLUMNS)]
    const ring = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ].map(([right, up]) => corner(column + right, row + up))
    return [[ring]]
  })
  const road = (x: number) =>
    Array.from({ length: 121 }, (_, step) => at(x + 40 * Math.sin(step / 3), (step * HEIGHT) / 120))
  return {
    buildings: Array.from({ length: BUILDINGS }, () => ({
      position: at(5 + random() * (WIDTH - 10), 5 + random() * (HEIGHT - 10)),
      households: 10 + Math.floor(random() * 40),
      compound: -1,
      community: -1,
    })),
    communities,
    barriers: Array.from({ length: 19 }, (_, number) => road((WIDTH * (number + 0.5)) / 19)),
    crossings: [],
  }
}

/** Grids around 716 buildings: each building goes with the nearest of its community. */
function makePlan({ count, x, y, community }: Instance): Int32Array {
  const seeds = Array.from({ length: GRIDS }, (_, grid) => Math.floor((grid * count) / GRIDS))
  return Int32Array.from({ length: count }, (_, building) => {
    const near = (seed: number) => Math.hypot(x[seeds[seed]] - x[building], y[seeds[seed]] - y[building])
    const own = [...seeds.keys()].filter((seed) => community[seeds[seed]] === community[building])
    return own.reduce((best, seed) => (near(seed) < near(best) ? seed : best), own[0] ?? -1)
  })
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function report(name: string, value: number, bar?: number): void {
  console.log(JSON.stringify({ name, value: Number(value.toFixed(2)), unit: 'ms', ...(bar && { bar }) }))
}

function best(times: number, run: () => void): number {
  const measured = Array.from({ length: times }, () => {
    const start = processorMs()
    run()
    return processorMs() - start
  })
  return Math.min(...measured)
}

type Draw = (coverage: Coverage, building: number, edge: [Point, Point, number, number]) => Patch | EditFault

const edits: Record<string, Draw> = {
  assign: (coverage, building, [, , grid]) => assignBuildings(coverage, [building], grid),
  merge: (coverage, _, [, , left, right]) => mergeGrids(coverage, [left, right]),
  moveVertex: (coverage, _, [[x, y]]) => moveVertex(coverage, [x, y], [x + 1500, y - 1000], 3000),
  splitGrid: (coverage, building) => {
    const [x, y] = coverage.sites.subarray(2 * building, 2 * building + 2)
    const line: Point[] = [
      [x - 30_000, y - 20_040],
      [x + 30_000, y + 20_000],
    ]
    return splitGrid(coverage, coverage.gridOfBuilding(building), line, coverage.nextFace + GRIDS)
  },
}

function borderEdges(coverage: Coverage): [Point, Point, number, number][] {
  return [...coverage.edges.values()]
    .filter((edge) => borderKind(coverage, edge) === 'movable')
    .map(({ x1, y1, x2, y2, left, right }) => [
      [x1, y1],
      [x2, y2],
      coverage.gridOf(left),
      coverage.gridOf(right),
    ])
}

/** One edit from the call to new polygons, figures and faults of the touched grids. */
function measureEdits(name: string, draw: Draw, coverage: Coverage, rules: PlanRules): void {
  const times: number[] = []
  let made = 0
  for (let round = 0; round < 200; round++) {
    const edges = borderEdges(coverage)
    const edge = edges[Math.floor(random() * edges.length)]
    const building = Math.floor(random() * coverage.homeFace.length)
    const start = processorMs()
    const patch = draw(coverage, building, edge)
    if (!isFault(patch)) {
      made++
      coverage.apply(patch)
      rules.update(coverage.assignment(), coverage.grids())
      for (const grid of touchedGrids(coverage, patch)) coveragePolygon(coverage, grid)
    }
    times.push(processorMs() - start)
    if (!isFault(patch)) coverage.revert(patch)
    rules.update(coverage.assignment(), coverage.grids())
  }
  times.sort((a, b) => a - b)
  report(`${name}, median of 200 (${made} made)`, times[100], 5)
  report(`${name}, p95`, times[190])
}

const input = makeDistrict()
const { cells, instance } = buildCells(input)
report(
  'buildCells, 10,000 buildings, 60 communities',
  best(5, () => buildCells(input)),
  1000,
)
const plan = makePlan(instance)
report(
  'gridPolygons, 716 grids',
  best(5, () => gridPolygons(cells, plan)),
)
report(
  'new Coverage',
  best(3, () => Coverage.of(cells, plan)),
)
const coverage = Coverage.of(cells, plan)
const rules = PlanRules.of(instance, plan, { targetHouseholds: 420, tolerance: 0.1 })
for (const [name, draw] of Object.entries(edits)) measureEdits(name, draw, coverage, rules)
