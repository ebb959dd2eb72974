import { add, along, distance, scale, subtract, unit, type Point } from './plane'

/** What a line of the street pattern is. The river is one of them: it bounds blocks as roads do. */
export type LineClass = 'ring' | 'arterial' | 'secondary' | 'tertiary' | 'residential' | 'river'

/** What is kept free on each side of the centre line, metres: half the width and the set-back. */
export const CLEARANCE: Record<LineClass, number> = {
  ring: 30,
  arterial: 26,
  secondary: 16,
  tertiary: 11,
  residential: 6.5,
  river: 72,
}

export const COLUMNS = 8
export const ROWS = 6
/** The row of the lattice along which the river flows. */
export const RIVER_ROW = 2
/** Columns whose road crosses the river. */
export const BRIDGE_COLUMNS = [1, 3, 4, 5, 7]
/** Avenues across the pattern, from node to node. */
const DIAGONALS: [number, number][][] = [
  [
    [5, 4],
    [6, 5],
    [7, 6],
  ],
  [
    [3, 4],
    [2, 5],
    [1, 6],
  ],
]

const SCALE = 1.02
const COLUMN_WIDTHS = [560, 500, 440, 400, 400, 440, 500, 580]
const ROW_HEIGHTS = [500, 440, 420, 400, 430, 520]
const SEGMENTS = 8

/** A stretch of road or river between two nodes of the lattice: blocks on both sides share its points. */
export interface Arc {
  class: LineClass
  points: Point[]
}

/** A block of the pattern between main lines, counter-clockwise; `column` and `row` say where. */
export interface Face {
  column: number
  row: number
  sides: { arc: Arc; reversed: boolean }[]
}

/** A whole road, or the river's centre line: `inside` the district, and as drawn, going on beyond it. */
export interface MainLine {
  key: string
  class: LineClass
  inside: Point[]
  points: Point[]
}

export interface Lattice {
  arcs: Arc[]
  faces: Face[]
  lines: MainLine[]
}

const sums = (steps: number[]) =>
  steps.reduce<number[]>((all, step) => [...all, all[all.length - 1] + step], [0])
const columnAt = sums(COLUMN_WIDTHS)
const rowAt = sums(ROW_HEIGHTS)
const HALF_WIDTH = columnAt[COLUMNS] / 2
const HALF_HEIGHT = rowAt[ROWS] / 2

const interpolate = (stops: number[], at: number) => {
  const k = Math.min(stops.length - 2, Math.max(0, Math.floor(at)))
  return stops[k] + (stops[k + 1] - stops[k]) * (at - k)
}

/**
 * Where a place of the lattice lies, metres: straight in the old centre, turning and bending outwards, rounded at
 * the corners, and waving where the river is.
 */
export function warp(u: number, v: number): Point {
  const a = interpolate(columnAt, u) / HALF_WIDTH - 1
  const b = interpolate(rowAt, v) / HALF_HEIGHT - 1
  const x = a * Math.sqrt(1 - 0.3 * b * b) * HALF_WIDTH * SCALE
  const y = b * Math.sqrt(1 - 0.26 * a * a) * HALF_HEIGHT * SCALE
  const turn = (-9 * Math.PI * Math.min(1, (a * a + b * b) / 1.2)) / 180
  const meander = 95 * Math.exp(-(((v - RIVER_ROW) / 0.75) ** 2)) * Math.sin(u * 1.15 + 0.6)
  const edge = Math.max(0, Math.max(Math.abs(a), Math.abs(b)) - 0.72) / 0.28
  const frayed = 1 + edge * (0.022 * Math.sin(u * 1.9 + v * 2.3) + 0.014 * Math.sin(u * 3.1 - v * 1.7))
  const [bentX, bentY] = [x + 48 * Math.sin(y / 620 + 0.8), y + 52 * Math.sin(x / 830 - 0.5) + meander]
  return [
    (bentX * Math.cos(turn) - bentY * Math.sin(turn)) * frayed,
    (bentX * Math.sin(turn) + bentY * Math.cos(turn)) * frayed,
  ]
}

function classOf(vertical: boolean, line: number, segment: number): LineClass {
  if (vertical) {
    if (line === 3 || line === 5) return 'arterial'
    return (line === 1 || line === 7) && segment >= 1 && segment <= 4 ? 'ring' : 'secondary'
  }
  if (line === RIVER_ROW) return 'river'
  if (line === 4) return 'arterial'
  return (line === 1 || line === 5) && segment >= 1 && segment <= 6 ? 'ring' : 'secondary'
}

function makeArc(from: [number, number], to: [number, number], lineClass: LineClass): Arc {
  const points = Array.from({ length: SEGMENTS + 1 }, (_, k) => {
    const share = k / SEGMENTS
    return warp(from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share)
  })
  return { class: lineClass, points }
}

/** The street pattern of the town: main lines, and the blocks between them. */
export function createLattice(): Lattice {
  const arcs: Arc[] = []
  const keep = (arc: Arc) => (arcs.push(arc), arc)
  const verticals = Array.from({ length: COLUMNS + 1 }, (_, i) =>
    Array.from({ length: ROWS }, (__, j) => keep(makeArc([i, j], [i, j + 1], classOf(true, i, j)))),
  )
  const horizontals = Array.from({ length: ROWS + 1 }, (_, j) =>
    Array.from({ length: COLUMNS }, (__, i) => keep(makeArc([i, j], [i + 1, j], classOf(false, j, i)))),
  )
  const diagonals = DIAGONALS.flatMap((nodes) =>
    nodes.slice(1).map((to, k) => ({ from: nodes[k], to, arc: keep(makeArc(nodes[k], to, 'arterial')) })),
  )
  const faces: Face[] = []
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const [south, north] = [horizontals[row][column], horizontals[row + 1][column]]
      const [west, east] = [verticals[column][row], verticals[column + 1][row]]
      const diagonal = diagonals.find(
        ({ from, to }) => Math.min(from[0], to[0]) === column && Math.min(from[1], to[1]) === row,
      )
      const forward = (arc: Arc) => ({ arc, reversed: false })
      const backward = (arc: Arc) => ({ arc, reversed: true })
      if (!diagonal) {
        faces.push({ column, row, sides: [forward(south), forward(east), backward(north), backward(west)] })
      } else if (diagonal.to[0] > diagonal.from[0]) {
        faces.push({ column, row, sides: [forward(south), forward(east), backward(diagonal.arc)] })
        faces.push({ column, row, sides: [forward(diagonal.arc), backward(north), backward(west)] })
      } else {
        faces.push({ column, row, sides: [forward(south), forward(diagonal.arc), backward(west)] })
        faces.push({ column, row, sides: [forward(east), backward(north), backward(diagonal.arc)] })
      }
    }
  }
  return { arcs, faces, lines: wholeLines(verticals, horizontals, diagonals) }
}

const joined = (arcs: Arc[]): Point[] =>
  arcs.flatMap((arc, k) => (k === 0 ? arc.points : arc.points.slice(1)))

function wholeLines(
  verticals: Arc[][],
  horizontals: Arc[][],
  diagonals: { from: [number, number]; arc: Arc }[],
): Lattice['lines'] {
  const lines: Lattice['lines'] = []
  const push = (key: string, lineClass: LineClass, arcs: Arc[], out: 'both' | 'none' | 'start' | 'end') => {
    const points = joined(arcs)
    const head = out === 'both' || out === 'start' ? beyond(points[2], points[0]) : []
    const tail =
      out === 'both' || out === 'end' ? beyond(points[points.length - 3], points[points.length - 1]) : []
    lines.push({ key, class: lineClass, inside: points, points: [...head.reverse(), ...points, ...tail] })
  }
  verticals.forEach((arcs, i) => {
    if (i === 1 || i === 7) {
      push(`v${i}s`, 'secondary', arcs.slice(0, 1), i === 1 ? 'start' : 'none')
      push(`v${i}`, 'ring', arcs.slice(1, 5), 'none')
      push(`v${i}n`, 'secondary', arcs.slice(5), i === 7 ? 'end' : 'none')
    } else if (BRIDGE_COLUMNS.includes(i)) push(`v${i}`, arcs[0].class, arcs, i === 4 ? 'none' : 'both')
    else {
      push(`v${i}s`, 'secondary', shortened(arcs.slice(0, RIVER_ROW), 'end'), 'none')
      push(`v${i}n`, 'secondary', shortened(arcs.slice(RIVER_ROW), 'start'), 'none')
    }
  })
  horizontals.forEach((arcs, j) => {
    if (j === 1 || j === 5) {
      push(`h${j}w`, 'secondary', arcs.slice(0, 1), j === 5 ? 'start' : 'none')
      push(`h${j}`, 'ring', arcs.slice(1, 7), 'none')
      push(`h${j}e`, 'secondary', arcs.slice(7), j === 1 ? 'end' : 'none')
    } else push(`h${j}`, arcs[0].class, arcs, j === RIVER_ROW || j === 4 ? 'both' : 'none')
  })
  DIAGONALS.forEach((nodes, k) => {
    const parts = diagonals.slice(k * (nodes.length - 1), (k + 1) * (nodes.length - 1)).map(({ arc }) => arc)
    push(`d${k}`, 'arterial', parts, 'end')
  })
  return lines
}

/** The road goes on outside the district for a good kilometre, straightening out. */
function beyond(inner: Point, end: Point): Point[] {
  const direction = unit(subtract(end, inner))
  return [250, 600, 1000, 1500].map((metres) => add(end, scale(direction, metres)))
}

/** Takes the river's bank off the road that ends at it. */
function shortened(arcs: Arc[], at: 'start' | 'end'): Arc[] {
  const points = at === 'start' ? joined(arcs) : joined(arcs).reverse()
  const cut = CLEARANCE.river - 10
  const rest = points.filter((point) => distance(point, points[0]) > cut)
  const first = along(points[0], rest[0], cut / distance(points[0], rest[0]))
  const kept = [first, ...rest]
  return [{ class: 'secondary', points: at === 'start' ? kept : kept.reverse() }]
}

/** The ring of a block's corners, counter-clockwise, with the clearance of each side. */
export function outline(face: Face): { points: Point[]; clearances: number[] } {
  const points: Point[] = []
  const clearances: number[] = []
  for (const { arc, reversed } of face.sides) {
    const run = reversed ? [...arc.points].reverse() : arc.points
    for (const point of run.slice(0, -1)) {
      points.push(point)
      clearances.push(CLEARANCE[arc.class])
    }
  }
  return { points, clearances }
}
