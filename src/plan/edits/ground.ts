import { assignFaces, type Coverage, type Patch, pointInFace, regridFaces } from '../../../geo/index'
import { adoptingUpper, newUppers } from './adopt'
import { type EditAnswer, type GroundRefusalCode, leafGrid, removed } from './edits'
import type { Offer } from '../foresight/offers'
import { type GridChange, type GridFacts, nextKey } from '../model/draft'
import { gridId } from '../model/ids'
import type { Ground } from '../model/ground'
import { compact } from '../model/ground-patch'
import type { PlanView } from '../model/plan-view'
import type { AreaId, GridKey } from '../../lib/ids'

const UNITS_PER_METRE = 100

/** Returns the id of the community that a face lies in. */
function communityAt({ coverage, ground }: PlanView, face: number): number {
  return ground.input.communities[coverage.face(face).community].id
}

/** Returns whether any building is said to stand in a community (its id). */
export function isInhabited({ ground }: Pick<PlanView, 'ground'>, community: AreaId): boolean {
  return ground.input.buildings.community.includes(community)
}

/** Returns the communities (ids) of some faces, each once. */
export function communitiesOfGround(live: PlanView, faces: readonly number[]): number[] {
  return [...new Set(faces.map((face) => communityAt(live, face)))]
}

/** Returns all ground of a community (its id) on which no building stands. Linear in the faces. */
export function groundOfCommunity({ coverage, ground }: PlanView, community: AreaId): number[] {
  const number = ground.communityOf.get(community)
  return [...coverage.faces].flatMap(([id, face]) => (face.home < 0 && face.community === number ? [id] : []))
}

/** Grids that have no ground left after a patch, of those that it takes some from. */
function bared(coverage: Coverage, { faces }: Patch): number[] {
  const left = new Map<number, number>()
  const count = (grid: number, by: number) => {
    if (grid >= 0) left.set(grid, (left.get(grid) ?? coverage.facesOfGrid(grid).size) + by)
  }
  for (const { was, is } of faces) {
    count(was?.grid ?? -1, -1)
    count(is?.grid ?? -1, 1)
  }
  return [...left].flatMap(([grid, faces]) => (faces === 0 ? [grid] : []))
}

function refusal({ coverage }: PlanView, faces: readonly number[], code: GroundRefusalCode): EditAnswer {
  return { code, at: pointInFace(coverage, faces[0]) ?? [0, 0] }
}

/** Returns the edit that gives ground without buildings (faces) to a leaf grid of its community; grids left without ground go. */
export function joinGround(live: PlanView, faces: readonly number[], to: number): EditAnswer {
  const community = leafGrid(live, to)?.community
  if (faces.some((face) => communityAt(live, face) !== community))
    return refusal(live, faces, 'ground-of-other-community')
  const patch = assignFaces(live.coverage, faces, to)
  const values = { count: faces.length, to }
  return {
    patch: { ground: compact(patch), grids: removed(live, bared(live.coverage, patch)) },
    sentence: { code: 'joinGround', values },
  }
}

/**
 * Returns the edit that makes one grid of ground: of all ground of its community where nobody is said to live there, else of
 * the faces themselves. In a plan of several levels it comes under the upper grid around it, or one of its own.
 */
export function gridOfGround(live: PlanView, faces: readonly number[]): EditAnswer {
  const [community, ...others] = communitiesOfGround(live, faces)
  if (others.length > 0) return refusal(live, faces, 'ground-of-other-community')
  const all = isInhabited(live, community) ? faces : groundOfCommunity(live, community)
  const { made, leaf } = newGridAt(live, community, all, [])
  const patch = assignFaces(live.coverage, all, leaf.key)
  const gone = removed(live, bared(live.coverage, patch), leaf)
  return {
    patch: { ground: compact(patch), grids: [...made, ...gone] },
    sentence: { code: 'groundGrid', values: { to: leaf.key } },
  }
}

/** Returns the edit that takes ground out of any grid: only where nobody is said to live. */
export function leaveOut(live: PlanView, faces: readonly number[]): EditAnswer {
  if (communitiesOfGround(live, faces).some((community) => isInhabited(live, community)))
    return refusal(live, faces, 'ground-is-needed')
  const patch = assignFaces(live.coverage, faces, -1)
  return {
    patch: { ground: compact(patch), grids: removed(live, bared(live.coverage, patch)) },
    sentence: { code: 'leaveOut', values: { count: faces.length } },
  }
}

/** Facts of a new grid on ground, with the upper grids that it needs; `before` were made by the same edit. */
export function newGridAt(
  live: PlanView,
  community: AreaId,
  faces: readonly number[],
  before: readonly GridChange[],
): { made: GridChange[]; leaf: GridFacts } {
  const next = (level: number) =>
    nextKey(live.draft, level) + before.filter(({ after }) => after?.level === level).length
  const owners = faces.map((face) => live.coverage.face(face).owner).filter((owner) => owner >= 0)
  const around = live.leaf < 2 ? null : adoptingUpper(live, owners, community)
  const uppers = around === null ? newUppers(live, community, next) : []
  const parent: GridKey | null = around ?? uppers.at(-1)?.key ?? null
  const leaf: GridFacts = {
    level: live.leaf,
    key: next(live.leaf),
    community,
    parent,
    name: '',
    locked: false,
  }
  return { made: [...uppers, leaf].map((after) => ({ before: null, after })), leaf }
}

const uninhabited = new WeakMap<Ground, readonly number[]>()

/** Returns the communities (ids) in which no building is said to stand, whatever the plan; worked out once for each ground. */
function uninhabitedOf(ground: Ground): readonly number[] {
  const known = uninhabited.get(ground)
  if (known) return known
  const inhabited = new Set(ground.input.buildings.community)
  const all = ground.input.communities.flatMap(({ id, boundary }) =>
    boundary && !inhabited.has(id) ? [id] : [],
  )
  uninhabited.set(ground, all)
  return all
}

/** Returns the communities (ids) without buildings that have no grid. Linear in the grids. */
export function bareCommunities({ draft, ground }: Pick<PlanView, 'draft' | 'ground'>): number[] {
  const all = uninhabitedOf(ground)
  if (all.length === 0) return []
  const drawn = new Set([...draft.grids.values()].map(({ community }) => community))
  return all.filter((id) => !drawn.has(id))
}

/** Returns the ground of each community without buildings and without a grid, as far as it is in none, by its id. */
export function bareGround(live: PlanView): Map<number, number[]> {
  const bare = new Map(bareCommunities(live).map((id) => [id, [] as number[]]))
  if (bare.size === 0) return bare
  for (const [id, { home, community, grid }] of live.coverage.faces)
    if (home < 0 && grid < 0) bare.get(live.ground.input.communities[community].id)?.push(id)
  for (const [id, faces] of bare) if (faces.length === 0) bare.delete(id)
  return bare
}

/** Returns the edit that makes one grid of each community without buildings that is in none. */
export function gridsOfBareCommunities(live: PlanView): EditAnswer {
  const bare = bareGround(live)
  const grids: GridChange[] = []
  const faces: (readonly [number, number])[] = []
  for (const [community, own] of bare) {
    const { made, leaf } = newGridAt(live, community, own, grids)
    grids.push(...made)
    for (const face of own) faces.push([face, leaf.key])
  }
  if (faces.length === 0) return { code: 'nothing-to-fill', at: [0, 0] }
  const ground = compact(regridFaces(live.coverage, faces))
  return { patch: { ground, grids }, sentence: { code: 'bareGrids', values: { count: bare.size } } }
}

/** Returns the grids of the same community beside ground, the longest common border first; nobody moves, so they stay as they are. */
export function groundOffers(live: PlanView, faces: readonly number[]): Offer[] {
  const { coverage, draft, figures, leaf } = live
  const [community, ...others] = communitiesOfGround(live, faces)
  if (others.length > 0) return []
  const own = new Set(faces)
  const borders = new Map<number, number>()
  for (const face of faces)
    for (const id of coverage.edgesOfFace(face)) {
      const { x1, y1, x2, y2, left, right } = coverage.edge(id)
      const other = left === face ? right : left
      const key = coverage.gridOf(other)
      if (own.has(other) || key < 0 || key === coverage.gridOf(face)) continue
      if (draft.grids.get(gridId({ level: leaf, key }))?.community !== community) continue
      borders.set(key, (borders.get(key) ?? 0) + Math.hypot(x2 - x1, y2 - y1) / UNITS_PER_METRE)
    }
  return [...borders]
    .map(([key, borderMetres]) => {
      const { households = 0, deviation = null } = figures.get(gridId({ level: leaf, key })) ?? {}
      return { key, before: households, after: households, deviation, borderMetres }
    })
    .sort((one, other) => other.borderMetres - one.borderMetres || one.key - other.key)
}
