import type { CellProblem, Cells, CellsResult, Instance, LngLat } from '../../../geo/index'
import type { PlanningInput } from './input'
import type { AreaId, BuildingId } from '../../lib/ids'
import type { BuildingPlace, CommunityPlace } from './ids'

/** Where the name of a community stands on a map. */
export interface CommunityLabel {
  /** Place of the community in the input. */
  community: CommunityPlace
  at: LngLat
}

/** What a plan is drawn on: the places, their cells, and how the numbers of the two belong together. */
export interface Ground {
  readonly input: PlanningInput
  readonly cells: Cells
  readonly instance: Instance
  readonly problems: readonly CellProblem[]
  /** Number of each building of the input in `cells` and `instance`; −1 for one without a cell. */
  readonly vertexOf: Int32Array
  /** Place in the input by the building's id. */
  readonly placeOf: ReadonlyMap<BuildingId, BuildingPlace>
  /** Number of a community, in the input and in `cells`, by its id. */
  readonly communityOf: ReadonlyMap<AreaId, CommunityPlace>
  /** Empty where no map is drawn. */
  readonly labels: readonly CommunityLabel[]
}

/** Returns the ground of a plan from the places and their cells. */
export function groundOf(
  input: PlanningInput,
  { cells, instance, problems }: CellsResult,
  labels: readonly CommunityLabel[] = [],
): Ground {
  const vertexOf = new Int32Array(input.buildings.id.length).fill(-1)
  cells.inputIndex.forEach((place, vertex) => (vertexOf[place] = vertex))
  const placeOf = new Map(input.buildings.id.map((id, place) => [id, place]))
  const communityOf = new Map(input.communities.map(({ id }, number) => [id, number]))
  return { input, cells, instance, problems, vertexOf, placeOf, communityOf, labels }
}
