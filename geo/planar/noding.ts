/**
 * Snap rounding: linework on the integer grid is cut wherever it crosses, touches or passes within half a unit of a vertex,
 * until edges meet at common end points only (Hobby 1999, Practical segment intersection with finite precision output;
 * repeated as in Halperin and Packer 2002 until nothing changes).
 */
import { GeoError } from '../error'
import { bucketSegments } from './buckets'
import { crossing, passesThroughPixel } from './exact'
import { type Linework, mergeEdges, type NodedLinework, type Sourced } from './merge'

interface Cuts {
  segment: number[]
  x: number[]
  y: number[]
}

const MOST_ROUNDS = 40

/** The linework with every edge cut at its meetings; equal edges become one with both tags. Roughly linear in edges and crossings. */
export function nodeLinework(lines: Linework): NodedLinework {
  const source = Int32Array.from({ length: lines.tags.length }, (_, edge) => edge)
  let current = mergeEdges({ ...lines, source }, undefined)
  let fresh = new Uint8Array(current.tags.length).fill(1)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cuts = findCuts(current, fresh)
    if (cuts.segment.length === 0) return current
    const split = applyCuts(current, cuts)
    current = mergeEdges(split.lines, split.fresh)
    fresh = split.fresh.slice(0, current.tags.length)
  }
  throw new GeoError('noding-did-not-settle', current.tags.length)
}

function findCuts(lines: Linework, fresh: Uint8Array): Cuts {
  const { coordinates: c, tags } = lines
  const { squares, offsets, items } = bucketSegments(c, tags.length)
  const cuts: Cuts = { segment: [], x: [], y: [] }
  for (let square = 0; square < squares; square++)
    for (let i = offsets[square]; i < offsets[square + 1]; i++)
      for (let j = i + 1; j < offsets[square + 1]; j++) {
        const [a, b] = [items[i], items[j]]
        if ((fresh[a] || fresh[b]) && boxesMeet(c, 4 * a, 4 * b)) cutPair(c, a, b, cuts)
      }
  return cuts
}

function boxesMeet(c: ArrayLike<number>, a: number, b: number): boolean {
  return (
    Math.max(c[a], c[a + 2]) >= Math.min(c[b], c[b + 2]) &&
    Math.max(c[b], c[b + 2]) >= Math.min(c[a], c[a + 2]) &&
    Math.max(c[a + 1], c[a + 3]) >= Math.min(c[b + 1], c[b + 3]) &&
    Math.max(c[b + 1], c[b + 3]) >= Math.min(c[a + 1], c[a + 3])
  )
}

/** An end on the other edge goes first: the edge bent through it may no longer be crossed; if it is, the next round finds it. */
function cutPair(c: ArrayLike<number>, a: number, b: number, cuts: Cuts): void {
  const before = cuts.segment.length
  cutAtEnds(c, a, b, cuts)
  cutAtEnds(c, b, a, cuts)
  if (cuts.segment.length > before) return
  const [p, q] = [4 * a, 4 * b]
  const at = crossing(c[p], c[p + 1], c[p + 2], c[p + 3], c[q], c[q + 1], c[q + 2], c[q + 3])
  if (!at) return
  addCut(c, a, at[0], at[1], cuts)
  addCut(c, b, at[0], at[1], cuts)
}

function cutAtEnds(c: ArrayLike<number>, cut: number, by: number, cuts: Cuts): void {
  const p = 4 * cut
  for (let end = 4 * by; end < 4 * by + 4; end += 2)
    if (passesThroughPixel(c[p], c[p + 1], c[p + 2], c[p + 3], c[end], c[end + 1]))
      addCut(c, cut, c[end], c[end + 1], cuts)
}

function addCut(c: ArrayLike<number>, segment: number, x: number, y: number, cuts: Cuts): void {
  const p = 4 * segment
  if ((x === c[p] && y === c[p + 1]) || (x === c[p + 2] && y === c[p + 3])) return
  cuts.segment.push(segment)
  cuts.x.push(x)
  cuts.y.push(y)
}

/** Uncut edges first, then the pieces of cut ones, which are fresh. */
function applyCuts(lines: Sourced, cuts: Cuts): { lines: Sourced; fresh: Uint8Array } {
  const bySegment = new Map<number, number[]>()
  cuts.segment.forEach((segment, cut) => {
    const list = bySegment.get(segment)
    if (list) list.push(cut)
    else bySegment.set(segment, [cut])
  })
  const coordinates: number[] = []
  const tags: number[] = []
  const source: number[] = []
  const push = (x1: number, y1: number, x2: number, y2: number, from: number): void => {
    coordinates.push(x1, y1, x2, y2)
    tags.push(lines.tags[from])
    source.push(lines.source[from])
  }
  const c = lines.coordinates
  for (let s = 0; s < lines.tags.length; s++)
    if (!bySegment.has(s)) push(c[4 * s], c[4 * s + 1], c[4 * s + 2], c[4 * s + 3], s)
  const untouched = tags.length
  for (const [s, list] of bySegment) {
    let [x, y] = [c[4 * s], c[4 * s + 1]]
    const along = (cut: number): number =>
      (cuts.x[cut] - c[4 * s]) * (c[4 * s + 2] - c[4 * s]) +
      (cuts.y[cut] - c[4 * s + 1]) * (c[4 * s + 3] - c[4 * s + 1])
    list.sort((a, b) => along(a) - along(b) || cuts.x[a] - cuts.x[b] || cuts.y[a] - cuts.y[b])
    for (const cut of list) {
      push(x, y, cuts.x[cut], cuts.y[cut], s)
      x = cuts.x[cut]
      y = cuts.y[cut]
    }
    push(x, y, c[4 * s + 2], c[4 * s + 3], s)
  }
  return { lines: { coordinates, tags, source }, fresh: new Uint8Array(tags.length).fill(1, untouched) }
}
