import type { FeatureCollection } from 'geojson'
import type { LngLat } from '../../../geo/index'
import type { AcceptedRow, ImportKind, ImportSettings } from '../types'
import {
  type DerivedArea,
  deriveCommunities,
  deriveStreets,
  labelOf,
  type LabelledRow,
  lacksCommunities,
  positionOf,
  type Target,
} from './derive'
import { type Outlier, outliersOf } from './outliers'
import { PackedRows } from './packed'
import { asWritten, Preview, type WrittenRow } from './preview'
import { lineOf, type ReadRow } from './read'
import { type PlaceFault, placeFaults } from './places'
import { Spellings } from './spelling'
import { chunkLength, derivedRows, stagedRow, type StagedRow } from './stage'

/**
 * What was read of a file: its rows, packed, and of each only what is needed to say what is far from all others, which communities are
 * to be made, and what it comes to. Rows are added in the order of the file; after `settle` they are handed on.
 */
export class GatheredRows {
  private readonly rows = new PackedRows()
  private readonly lngs: number[] = []
  private readonly lats: number[] = []
  /** The label of each row, by its number in `labels`; −1 for one that was refused. */
  private readonly labelOfRow: number[] = []
  private readonly labels = new Map<string, number>()
  /** Households of each row where they are an estimate, else −1. */
  private readonly estimates: number[] = []
  private readonly preview = new Preview()
  private readonly first: { number: number; row: WrittenRow }[] = []
  private lastLine = 0
  private outliers = new Map<number, Outlier>()
  private faults = new Map<number, PlaceFault>()
  private readonly spellings = new Spellings()
  private readonly streets = new Set<string>()
  private derived: StagedRow[] = []

  constructor(private readonly kind: ImportKind) {}

  add(read: ReadRow): void {
    const number = this.rows.length
    this.lastLine = Math.max(this.lastLine, lineOf(read))
    if ('row' in read) this.spellings.settle(read.row)
    this.remember('row' in read ? read.row : undefined, number)
    this.rows.add(read)
  }

  private remember(row: AcceptedRow | undefined, number: number): void {
    const [lng, lat] = row?.geometry ? positionOf(row.geometry) : [Number.NaN, Number.NaN]
    this.lngs.push(lng)
    this.lats.push(lat)
    this.labelOfRow.push(row ? this.numberOf(labelOf(row)) : -1)
    this.estimates.push(row?.payload.householdsEstimated ? Number(row.payload.households) : -1)
    if (row?.part === 'street') this.streets.add(row.payload.name as string)
    if (!row) return
    this.preview.add(row, number)
    if (this.first.length < MOST_FIRST) this.first.push({ number, row: asWritten(row) })
  }

  private numberOf(label: string): number {
    let number = this.labels.get(label)
    if (number === undefined) this.labels.set(label, (number = this.labels.size))
    return number
  }

  /** Finds what is far from all others and the areas that the rest needs, and says what there is. */
  settle(settings: ImportSettings, target: Target) {
    this.outliers = outliersOf(this.kind, { lngs: this.lngs, lats: this.lats })
    this.faults = placeFaults(this.kind, { lngs: this.lngs, lats: this.lats }, settings.coordinates)
    const derived = this.derive(settings, target)
    this.derived = derivedRows(derived, this.lastLine)
    const isTaken = (number: number) => this.isTaken(number)
    return {
      staged: this.rows.length + derived.length,
      derivedStreets: derived.filter(({ part }) => part === 'street').length,
      derivedCommunities: derived.filter(({ part }) => part === 'community').length,
      lacksCommunities: standsInCommunity(this.kind) && lacksCommunities(this.labelled(), target),
      estimated: this.estimated(),
      first: this.first
        .filter(({ number }) => isTaken(number))
        .slice(0, WRITTEN_ROWS)
        .map(({ row }) => row),
      preview: this.preview.features(isTaken, derived) satisfies FeatureCollection,
    }
  }

  private derive({ kind, deriveAreas }: ImportSettings, target: Target): DerivedArea[] {
    const needsLabels = kind === 'areas' || (deriveAreas && target.bounded === 0)
    if (!needsLabels) return []
    const rows = this.labelled()
    return kind === 'areas'
      ? deriveStreets(new Set(rows.map(({ label }) => label)), target).filter(
          // One that stands in the file is made by its own line.
          ({ name }) => !this.streets.has(name),
        )
      : deriveCommunities(rows, target)
  }

  private labelled(): LabelledRow[] {
    const labels = [...this.labels.keys()]
    return this.labelOfRow.flatMap((label, i): LabelledRow[] => {
      if (!this.isTaken(i)) return []
      const position: LngLat = [this.lngs[i], this.lats[i]]
      return [{ label: labels[label], position }]
    })
  }

  private estimated(): { buildings: number; households: number } {
    const taken = this.estimates.filter((households, i) => households >= 0 && this.isTaken(i))
    return { buildings: taken.length, households: taken.reduce((sum, households) => sum + households, 0) }
  }

  private isTaken(number: number): boolean {
    const fault = this.faults.get(number)
    const isRefused =
      this.outliers.get(number)?.isRefused === true || (fault !== undefined && 'refusal' in fault)
    return this.labelOfRow[number] >= 0 && !isRefused
  }

  private judged(read: ReadRow, number: number): ReadRow {
    const fault = this.faults.get(number)
    // A place that is none is said to be none, not to be far.
    if (fault && 'refusal' in fault) return withFault(read, fault)
    return withFault(withOutlier(read, this.outliers.get(number)), fault)
  }

  /** Returns the next rows to stage, as many as one call should carry; none at the end. */
  chunk(from: number): StagedRow[] {
    const read = this.rows.from(from)
    const rows = read.map((row, i) => stagedRow(this.judged(row, from + i)))
    const left = from + read.length - this.rows.length
    if (left >= 0) rows.push(...this.derived.slice(left))
    return rows.slice(0, chunkLength(rows))
  }
}

/** Some of the first may turn out to be far from all others. */
const MOST_FIRST = 30
const WRITTEN_ROWS = 10

function standsInCommunity(kind: ImportKind): boolean {
  return kind === 'buildings' || kind === 'incidents'
}

function withOutlier(read: ReadRow, outlier: Outlier | undefined): ReadRow {
  if (!outlier || !('row' in read)) return read
  const { distance: detail } = outlier
  if (outlier.isRefused) return { refusal: { line: read.row.line, reason: 'far-from-others', detail } }
  const doubts = [...read.row.doubts, { code: 'far-from-others' as const, detail }]
  return { row: { ...read.row, doubts } }
}

function withFault(read: ReadRow, fault: PlaceFault | undefined): ReadRow {
  if (!fault || !('row' in read)) return read
  const { detail } = fault
  if ('refusal' in fault) return { refusal: { line: read.row.line, reason: fault.refusal, detail } }
  return { row: { ...read.row, doubts: [...read.row.doubts, { code: fault.doubt, detail }] } }
}
