import type { BuildingInput, CellsInput, LngLat, MultiPolygonRings } from '../../geo/index'

/** Cells input whose footprints stand in one array: tens of thousands of little arrays take a page's thread 50 ms to copy, one takes none. */
export interface PackedCellsInput {
  input: CellsInput
  /** For each building: polygons, for each of these rings, for each of these positions, and those as lng, lat. */
  footprints: Float64Array
}

/** Takes the footprints out of an input and puts them into one array that can change hands. O(positions). */
export function packFootprints(input: CellsInput): PackedCellsInput {
  const numbers: number[] = []
  const buildings = input.buildings.map(({ position, households, compound, community, footprint }) => {
    numbers.push(footprint?.length ?? 0)
    for (const polygon of footprint ?? []) {
      numbers.push(polygon.length)
      for (const ring of polygon) {
        numbers.push(ring.length)
        for (const [lng, lat] of ring) numbers.push(lng, lat)
      }
    }
    return { position, households, compound, community }
  })
  return { input: { ...input, buildings }, footprints: Float64Array.from(numbers) }
}

/** Puts the footprints back. O(positions). */
export function unpackFootprints({ input, footprints }: PackedCellsInput): CellsInput {
  let at = 0
  const next = (): number => footprints[at++]
  const times = <T>(make: () => T): T[] => Array.from({ length: next() }, make)
  const buildings = input.buildings.map((building): BuildingInput => {
    const footprint: MultiPolygonRings = times(() => times(() => times((): LngLat => [next(), next()])))
    return footprint.length > 0 ? { ...building, footprint } : building
  })
  return { ...input, buildings }
}
