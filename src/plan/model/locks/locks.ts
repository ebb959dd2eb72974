import type { Coverage, CoverageEdge, CoverageFace, Patch, Point } from '../../../../geo/index'
import { ancestorsChanged, keyAt, keysUnder } from '../levels/chain'
import { changedGrids, type Draft, type DraftPatch, type GridChange } from '../draft'
import { borderKey, gridId } from '../ids'
import { expand } from '../ground-patch'
import type { PlanView } from '../plan-view'
import type { GridKey } from '../../../lib/ids'

/** Which lock an edit would break: of a grid, of a building, or of a stretch of border. */
export type LockFaultCode = 'locked-grid' | 'locked-building' | 'locked-border'

export interface LockFault {
  code: LockFaultCode
  /** Where, units. */
  at: Point
}

/** Ends of border pieces may be so far from the border they were cut from, units. */
const ROUNDING_UNITS = 3

/** A stretch of border that must stay, and what must be true of it afterwards. */
interface LockedStretch {
  code: LockFaultCode
  edge: CoverageEdge
  id: number
  stays: (one: number, other: number, above: Above) => boolean
}

/** The grid of an upper level that a leaf grid lies in, by their keys; null for none. */
type Above = (key: GridKey, level: number) => GridKey | null

function aboveIn({ grids }: Pick<Draft, 'grids'>, leaf: number): Above {
  return (key, level) => keyAt(grids, { level: leaf, key }, level)
}

/** The upper levels on which two leaf grids lie in different grids. */
function levelsBetween(leaf: number, [one, other]: readonly GridKey[], above: Above): number[] {
  return Array.from({ length: leaf - 1 }, (_, at) => at + 1).filter(
    (level) => above(one, level) !== above(other, level),
  )
}

function isLockedIn({ grids }: Pick<Draft, 'grids'>, level: number, key: GridKey | null): boolean {
  return key !== null && (grids.get(gridId({ level, key }))?.locked ?? false)
}

/** Returns the building (its place) that the ground of a face goes with; −1 for none. */
function ownerOf(coverage: Coverage, face: number): number {
  if (face < 0) return -1
  const { home, owner } = coverage.face(face)
  return home >= 0 ? home : owner
}

/** Returns the name of the border that an edge is part of, by the buildings (ids) on its sides; null where there is none. */
export function borderOf(
  { coverage, ground }: PlanView,
  { left, right }: CoverageEdge,
): [number, number] | null {
  const owners = [ownerOf(coverage, left), ownerOf(coverage, right)]
  if (owners.some((owner) => owner < 0)) return null
  const [one, other] = owners.map((owner) => ground.input.buildings.id[ground.cells.inputIndex[owner]])
  return [one, other]
}

/** Returns whether a draft has anything locked. Linear in grids and buildings, some microseconds. */
function hasLocks(draft: Draft): boolean {
  return draft.pinned.includes(1) || hasLockedLines(draft)
}

/** Returns whether a border or a whole grid is locked. */
export function hasLockedLines({ grids, lockedBorders }: Draft): boolean {
  if (lockedBorders.size > 0) return true
  for (const { locked } of grids.values()) if (locked) return true
  return false
}

function lockedStretch(live: PlanView, id: number): LockedStretch | null {
  const { coverage, draft, leaf } = live
  const edge = coverage.edge(id)
  const sides = [coverage.gridOf(edge.left), coverage.gridOf(edge.right)]
  if (sides[0] === sides[1]) return null
  const above = aboveIn(draft, leaf)
  const levels = levelsBetween(leaf, sides, above)
  const lockedLeaves = sides.filter((key) => isLockedIn(draft, leaf, key))
  const lockedUppers = levels.flatMap((level) =>
    sides
      .map((key) => above(key, level))
      .flatMap((key) => (isLockedIn(draft, level, key) ? [{ level, key }] : [])),
  )
  if (lockedLeaves.length > 0 || lockedUppers.length > 0) {
    const stays: LockedStretch['stays'] = (one, other, now) =>
      lockedLeaves.every((key) => (one === key) !== (other === key)) &&
      lockedUppers.every(({ level, key }) => (now(one, level) === key) !== (now(other, level) === key))
    return { code: 'locked-grid', edge, id, stays }
  }
  const border = draft.lockedBorders.size > 0 ? borderOf(live, edge) : null
  if (!border || !draft.lockedBorders.has(borderKey(...border))) return null
  const stays: LockedStretch['stays'] = (one, other, now) =>
    one !== other && levels.every((level) => now(one, level) !== now(other, level))
  return { code: 'locked-border', edge, id, stays }
}

/** Edges on which an edit could change what lies on their sides. */
function edgesTouched({ coverage, draft, leaf }: PlanView, patch: Patch, { grids }: DraftPatch): Set<number> {
  const edges = new Set(patch.edges.flatMap(({ id, was }) => (was ? [id] : [])))
  const addFace = (face: number) => {
    for (const id of coverage.edgesOfFace(face)) edges.add(id)
  }
  for (const { id, was, is } of patch.faces) if (was && was.grid !== is?.grid) addFace(id)
  for (const { before, after } of grids)
    if (before && after && before.parent !== after.parent)
      for (const key of keysUnder(draft.grids, before, leaf))
        for (const face of coverage.facesOfGrid(key)) addFace(face)
  return edges
}

/** The ground as it would be after a patch, told from the two: nothing is done. */
class GroundAfter {
  private readonly faces: ReadonlyMap<number, CoverageFace | null>
  private readonly edges: ReadonlyMap<number, CoverageEdge | null>

  constructor(
    private readonly coverage: Coverage,
    patch: Patch,
  ) {
    this.faces = new Map(patch.faces.map(({ id, is }) => [id, is]))
    this.edges = new Map(patch.edges.map(({ id, is }) => [id, is]))
  }

  gridOf(face: number): number {
    const changed = this.faces.get(face)
    return changed === undefined ? this.coverage.gridOf(face) : (changed?.grid ?? -1)
  }

  edge(id: number): CoverageEdge | undefined {
    const changed = this.edges.get(id)
    return changed === undefined ? this.coverage.edges.get(id) : (changed ?? undefined)
  }

  /** Edges along a segment, and some beside it: those of the patch wherever they are. */
  along(segment: CoverageEdge): CoverageEdge[] {
    const ids = new Set([...this.coverage.edgesAlong(segment), ...this.edges.keys()])
    return [...ids].flatMap((id) => this.edge(id) ?? [])
  }
}

/** Whether a stretch of border still divides what it has to: as it was, or cut into pieces of the same line. */
function isKept(after: GroundAfter, { edge, id, stays }: LockedStretch, above: Above): boolean {
  const divides = ({ left, right }: CoverageEdge) => stays(after.gridOf(left), after.gridOf(right), above)
  const now = after.edge(id)
  if (now && now.x1 === edge.x1 && now.y1 === edge.y1 && now.x2 === edge.x2 && now.y2 === edge.y2)
    return divides(now)
  let covered = 0
  for (const part of after.along(edge)) {
    const { x1, y1, x2, y2 } = part
    if (isNear(edge, x1, y1) && isNear(edge, x2, y2) && divides(part)) covered += Math.hypot(x2 - x1, y2 - y1)
  }
  return covered >= Math.hypot(edge.x2 - edge.x1, edge.y2 - edge.y1) - 2 * ROUNDING_UNITS
}

function isNear({ x1, y1, x2, y2 }: CoverageEdge, x: number, y: number): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const share = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy) <= ROUNDING_UNITS
}

/** Whether a grid that is locked, or under a locked one, would go or change what it is under; `is`: the grids after the edit. */
function leavesLocked({ grids }: Draft, is: Draft['grids'], change: GridChange): boolean {
  const { before, after } = change
  if (!before || (after && after.parent === before.parent)) return before?.locked === true && !after
  if (before.locked || !after) return before.locked
  const { left, entered } = ancestorsChanged(grids, is, change)
  return [...left, ...entered].some((above) => isLockedIn({ grids }, above.level, above.key))
}

/** Whether ground that goes from one leaf grid to another leaves or enters a locked grid of any level. */
function crossesLocked(
  { draft, leaf }: PlanView,
  from: number,
  to: number,
  after: Pick<Draft, 'grids'>,
): boolean {
  if ([from, to].some((key) => isLockedIn(draft, leaf, key))) return true
  const [was, is] = [aboveIn(draft, leaf), aboveIn(after, leaf)]
  return Array.from({ length: leaf - 1 }, (_, at) => at + 1).some((level) => {
    const uppers = [was(from, level), is(to, level)]
    return uppers[0] !== uppers[1] && uppers.some((key) => isLockedIn(draft, level, key))
  })
}

function siteOf({ coverage }: PlanView, { home, owner }: CoverageFace): Point {
  const vertex = Math.max(0, home >= 0 ? home : owner)
  return [coverage.sites[2 * vertex], coverage.sites[2 * vertex + 1]]
}

/**
 * Returns the lock that an edit would break, or null. A locked grid keeps its ground, its buildings and the grid above it; a
 * pinned building keeps its grid; a locked border goes on dividing where it is. Costs as much as making the edit.
 */
export function lockFault(live: PlanView, edit: DraftPatch): LockFault | null {
  const { coverage, draft, leaf, ground } = live
  if (!hasLocks(draft)) return null
  const after = { grids: changedGrids(draft.grids, edit.grids) }
  if (edit.grids.some((change) => leavesLocked(draft, after.grids, change)))
    return { code: 'locked-grid', at: [0, 0] }
  const patch = expand(coverage, edit.ground)
  for (const { was, is } of patch.faces) {
    if (!was || !is || was.grid === is.grid) continue
    const at = siteOf(live, is)
    if (crossesLocked(live, was.grid, is.grid, after)) return { code: 'locked-grid', at }
    if (is.home >= 0 && was.grid >= 0 && draft.pinned[ground.cells.inputIndex[is.home]])
      return { code: 'locked-building', at }
  }
  const locked = [...edgesTouched(live, patch, edit)].flatMap((id) => lockedStretch(live, id) ?? [])
  if (locked.length === 0) return null
  const [above, changed] = [aboveIn(after, leaf), new GroundAfter(coverage, patch)]
  const broken = locked.find((stretch) => !isKept(changed, stretch, above))
  return broken ? { code: broken.code, at: [broken.edge.x1, broken.edge.y1] } : null
}
