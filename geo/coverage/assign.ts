import type { Coverage } from './coverage'
import { tidyLooseParts } from './tidy'
import { draftEdit } from './transaction'
import { isFault, type Patch } from './types'
import { GeoError } from '../error'

/**
 * The patch that gives buildings to a grid (−1 takes them out of any), with the loose ground that goes with them. Ground that
 * is thereby cut off from its grid follows its neighbours.
 */
export function assignBuildings(coverage: Coverage, buildings: Iterable<number>, grid: number): Patch {
  const faces = new Set<number>()
  const from = new Set<number>()
  const moved = new Map<number, number>()
  for (const building of buildings) {
    const home = coverage.homeFace[building]
    if (home === undefined || home < 0) throw new GeoError('no-such-building', building)
    faces.add(home)
    moved.set(building, coverage.gridOf(home))
    from.add(coverage.gridOf(home))
  }
  for (const source of from)
    for (const id of coverage.facesOfGrid(source)) {
      const face = coverage.face(id)
      if (face.home < 0 && moved.get(face.owner) === source) faces.add(id)
    }
  return assignFaces(coverage, faces, grid)
}

/** The patch that gives faces to a grid: for ground without buildings. */
export function assignFaces(coverage: Coverage, faces: Iterable<number>, grid: number): Patch {
  return regridFaces(
    coverage,
    Array.from(faces, (face) => [face, grid] as const),
  )
}

/** The patch that gives each face to a grid of its own choosing: for a plan drawn anew. Closed grids get no loose ground and lose none. */
export function regridFaces(
  coverage: Coverage,
  grids: readonly (readonly [face: number, grid: number])[],
  closed?: ReadonlySet<number>,
): Patch {
  const touched = new Set(grids.flatMap(([face, grid]) => [grid, coverage.gridOf(face)]))
  const result = draftEdit(coverage, (draft) => {
    draft.assign(grids)
    tidyLooseParts(draft, touched, closed)
    return undefined
  })
  if (isFault(result)) throw new GeoError('assignment-failed', result)
  return result
}

/** The patch that gives all ground of the other grids to the first. */
export function mergeGrids(coverage: Coverage, [into, ...others]: readonly number[]): Patch {
  return assignFaces(
    coverage,
    others.flatMap((grid) => [...coverage.facesOfGrid(grid)]),
    into,
  )
}
