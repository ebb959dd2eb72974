import { type Coverage, type CoverageEdge, type CoverageFace, type Patch } from '../../../geo/index'

interface Change<T> {
  id: number
  was: T | null
  is: T | null
}

/**
 * A patch of the coverage as it is stored. Most faces only change their grid: those are flat triples of face, grid
 * before, grid after, a tenth of the size of full records.
 */
export interface GroundPatch {
  readonly moved: readonly number[]
  readonly faces: readonly Change<CoverageFace>[]
  readonly edges: readonly Change<CoverageEdge>[]
}

/** A patch that changes no ground. */
export const NO_GROUND: GroundPatch = { moved: [], faces: [], edges: [] }

/** Returns how many faces a patch changes. */
export function changedFaces({ moved, faces }: GroundPatch): number {
  return moved.length / 3 + faces.length
}

function isRegrid({ was, is }: Change<CoverageFace>): boolean {
  if (!was || !is) return false
  const sameRest = was.home === is.home && was.owner === is.owner && was.block === is.block
  return sameRest && was.community === is.community
}

/** Returns a patch in the form in which it is stored. */
export function compact({ faces, edges }: Patch): GroundPatch {
  const regrids = faces.filter(isRegrid)
  return {
    moved: regrids.flatMap(({ id, was, is }) => [id, was?.grid ?? -1, is?.grid ?? -1]),
    faces: faces.filter((change) => !isRegrid(change)),
    edges,
  }
}

/** Returns whether a coverage has every face that a patch only gives to another grid. */
export function isKnown({ faces }: Coverage, { moved }: GroundPatch): boolean {
  return moved.every((face, at) => at % 3 !== 0 || faces.has(face))
}

/** Returns the full patch, given the coverage it is about to be applied to. Throws `no-such-face` where that is another. */
export function expand(coverage: Coverage, { moved, faces, edges }: GroundPatch): Patch {
  const regrids: Change<CoverageFace>[] = []
  for (let at = 0; at < moved.length; at += 3) {
    const face = coverage.face(moved[at])
    regrids.push({
      id: moved[at],
      was: { ...face, grid: moved[at + 1] },
      is: { ...face, grid: moved[at + 2] },
    })
  }
  return { faces: [...regrids, ...faces], edges: [...edges] }
}

/** Returns the patch that takes this one back. */
export function invertGround({ moved, faces, edges }: GroundPatch): GroundPatch {
  const turned = moved.slice()
  for (let at = 0; at < moved.length; at += 3) {
    turned[at + 1] = moved[at + 2]
    turned[at + 2] = moved[at + 1]
  }
  const turn = <T>({ id, was, is }: Change<T>): Change<T> => ({ id, was: is, is: was })
  return {
    moved: turned,
    faces: faces.map((change) => turn(change)),
    edges: edges.map((change) => turn(change)),
  }
}

/** Returns whether the patch changes no ground. */
export function isNoGround({ moved, faces, edges }: GroundPatch): boolean {
  return moved.length === 0 && faces.length === 0 && edges.length === 0
}

function recordChanges<T extends object>(
  before: ReadonlyMap<number, T>,
  after: ReadonlyMap<number, T>,
): Change<T>[] {
  const same = (one: T | undefined, other: T | undefined) =>
    one === other ||
    (one && other && (Object.keys(one) as (keyof T)[]).every((key) => one[key] === other[key]))
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => !same(before.get(id), after.get(id)))
    .map((id) => ({ id, was: before.get(id) ?? null, is: after.get(id) ?? null }))
}

/** Returns what leads from one coverage to another over the same cells. Linear in both. */
export function groundBetween(before: Coverage, after: Coverage): GroundPatch {
  return compact({
    faces: recordChanges(before.faces, after.faces),
    edges: recordChanges(before.edges, after.edges),
  })
}
