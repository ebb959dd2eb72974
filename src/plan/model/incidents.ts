import { type Coverage, faceAt, type Patch, toUnits } from '../../../geo/index'

/** Where something happened, as parallel arrays in degrees; several at one place are one entry. */
export interface IncidentSquares {
  lng: number[]
  lat: number[]
  incidents: number[]
  /** Communities whose cases one sees; of the grids of others nothing is known. */
  communities: number[]
}

/**
 * Incidents by leaf grid, kept in step with the ground. Each entry is placed into a face once; after an edit only the entries
 * of faces that changed their shape are placed again, so an edit costs microseconds.
 */
export class IncidentCounts {
  private readonly entriesOfFace = new Map<number, number[]>()
  private readonly gridOfFace = new Map<number, number>()
  private readonly totals = new Map<number, number>()
  private placed = 0

  constructor(
    private readonly coverage: Coverage,
    private readonly squares: IncidentSquares,
  ) {}

  /** Whether every entry has been placed. */
  get isReady(): boolean {
    return this.placed >= this.squares.incidents.length
  }

  /** Places the next entries, at most so many: a large district is placed in slices. */
  place(most: number): void {
    const end = Math.min(this.squares.incidents.length, this.placed + most)
    while (this.placed < end) this.put(this.placed++)
  }

  /** Incidents of a leaf grid. */
  of(grid: number): number {
    return this.totals.get(grid) ?? 0
  }

  /** Incidents by leaf grid, as they are now. */
  totalsNow(): ReadonlyMap<number, number> {
    return new Map(this.totals)
  }

  /**
   * Incidents by the building on whose ground they happened, in the order of the ground; `buildings`: how many there are. What
   * happened on ground of none is left out.
   */
  byBuilding(buildings: number): Int32Array {
    const counts = new Int32Array(buildings)
    for (const [face, entries] of this.entriesOfFace) {
      if (face < 0) continue
      const { home, owner } = this.coverage.face(face)
      const building = home >= 0 ? home : owner
      if (building >= 0) for (const entry of entries) counts[building] += this.squares.incidents[entry]
    }
    return counts
  }

  /** Takes over a change of the ground that has just been made. */
  follow({ faces, edges }: Patch): void {
    const reshaped = new Set(faces.flatMap(({ id, was, is }) => (was && is ? [] : [id])))
    for (const { was, is } of edges)
      for (const edge of [was, is]) if (edge) reshaped.add(edge.left).add(edge.right)
    const loose: number[] = []
    for (const face of reshaped) {
      const entries = this.entriesOfFace.get(face)
      if (!entries) continue
      const grid = this.gridOfFace.get(face)
      if (grid !== undefined) for (const entry of entries) this.add(grid, -this.squares.incidents[entry])
      this.entriesOfFace.delete(face)
      this.gridOfFace.delete(face)
      loose.push(...entries)
    }
    for (const { id, is } of faces) if (is) this.regrid(id, is.grid)
    for (const entry of loose) this.put(entry)
  }

  private put(entry: number): void {
    const { lng, lat, incidents } = this.squares
    const face = faceAt(this.coverage, toUnits(this.coverage.frame, [lng[entry], lat[entry]]))
    const entries = this.entriesOfFace.get(face)
    if (entries) entries.push(entry)
    else this.entriesOfFace.set(face, [entry])
    // An edit can leave a point at the rim outside, and taking it back brings the point in again.
    if (face < 0) return
    const grid = this.coverage.gridOf(face)
    this.gridOfFace.set(face, grid)
    this.add(grid, incidents[entry])
  }

  private regrid(face: number, grid: number): void {
    const entries = this.entriesOfFace.get(face)
    const before = this.gridOfFace.get(face)
    if (!entries || before === undefined || before === grid) return
    const count = entries.reduce((sum, entry) => sum + this.squares.incidents[entry], 0)
    this.add(before, -count)
    this.add(grid, count)
    this.gridOfFace.set(face, grid)
  }

  private add(grid: number, incidents: number): void {
    this.totals.set(grid, (this.totals.get(grid) ?? 0) + incidents)
  }
}
