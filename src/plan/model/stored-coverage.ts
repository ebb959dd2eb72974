import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon'
import type { MultiPolygon } from 'geojson'
import { atOnce, Coverage, fromUnits, pointInFace, type Steps } from '../../../geo/index'
import type { Ground } from './ground'
import { expand, type GroundPatch, isKnown } from './ground-patch'
import type { AreaId, GridKey } from '../../lib/ids'

/** As much of a stored plan as makes its ground. `assignment` is in the order of the planning input. */
interface StoredGround {
  assignment: Int32Array
  borders: readonly GroundPatch[]
  /** Leaf grids with their polygons as they are stored: ground without buildings is found again by them. */
  leaves: readonly StoredLeaf[]
}

/** A leaf grid as it is stored. `community` is its id. */
export interface StoredLeaf {
  key: GridKey
  community: AreaId
  polygon?: MultiPolygon | null
}

/** Returns the coverage of the buildings' own cells. */
export function freshCoverage(ground: Ground, assignment: Int32Array): Coverage {
  return Coverage.of(ground.cells, ofCells(ground, assignment))
}

/** An assignment in the order of the cells. */
function ofCells({ cells }: Ground, assignment: Int32Array): Int32Array {
  return cells.inputIndex.map((place) => assignment[place])
}

/** Returns the coverage of a plan as it is stored; border edits that belong to other cells are left out. */
export function storedCoverage(ground: Ground, stored: StoredGround): Coverage {
  return atOnce(storedCoverageInSteps(ground, stored))
}

/** The same, resting now and then. */
export function* storedCoverageInSteps(
  ground: Ground,
  { assignment, borders, leaves }: StoredGround,
): Steps<Coverage> {
  const coverage = yield* Coverage.inSteps(ground.cells, ofCells(ground, assignment))
  for (const border of borders) {
    if (!isKnown(coverage, border)) continue
    const patch = expand(coverage, border)
    if (coverage.fits(patch)) coverage.apply(patch)
  }
  findGround(ground, coverage, leaves)
  return coverage
}

/**
 * Gives grids that no building leads to the ground of their community that lies in their polygon: a plan that was brought, or
 * drawn on other cells, has no list of faces.
 */
function findGround(ground: Ground, coverage: Coverage, leaves: readonly StoredLeaf[]): void {
  const bare = leaves.filter(({ key, polygon }) => polygon && coverage.facesOfGrid(key).size === 0)
  if (bare.length === 0) return
  const communities = new Set(bare.map(({ community }) => ground.communityOf.get(community)))
  const faces = [...coverage.faces].flatMap(([id, face]) => {
    if (!communities.has(face.community)) return []
    const at = face.home < 0 ? pointInFace(coverage, id) : undefined
    if (!at) return []
    const position = fromUnits(coverage.frame, ...at)
    const grid = bare.find(({ community, polygon }) => {
      return (
        ground.communityOf.get(community) === face.community &&
        polygon &&
        booleanPointInPolygon(position, polygon)
      )
    })
    return grid ? [{ id, was: face, is: { ...face, grid: grid.key } }] : []
  })
  coverage.apply({ faces, edges: [] })
}
