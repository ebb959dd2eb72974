import {
  addPlace,
  cellsWithin,
  CELLS_PER_BANDWIDTH,
  cornersOf,
  densityOf,
  type DensitySurface,
  densitySurface,
  type Frame,
  frameAround,
  hotSpots,
  MONTH_DAYS,
  type MultiPolygonRings,
  perThousandHouseholds,
  rasterAround,
  scottBandwidthMetres,
  shareInside,
} from '../../geo/index'
import { type CaseChunk, type CaseColumns, caseCount, joinChunks } from '../lib/incidents/case-columns'
import {
  type CaseFilter,
  type CaseQuestion,
  type CaseWindow,
  countsByDay,
  WindowCounter,
  type WindowCounts,
} from './analysis-counts'
import { type Alarm, type AlarmQuestion, alarmsIn, repeatsIn, type RepeatSpot } from './analysis-finds'
import { type ComparedPlace, TestCells } from './analysis-comparison'
import { type Field, fieldAt, paint, type Scale, type View } from './analysis-image'
import {
  type Denominator,
  densityOfHouseholds,
  type Households,
  leastLiving,
  livingInside,
  type LivingInside,
} from './analysis-households'
import { hotAreas, STREET_METRES, type HotSpot, type SpotUnit } from './analysis-spots'
import {
  degreesOf,
  type GridFinder,
  gridFinder,
  type GridGround,
  gridsOfCases,
  MetresOf,
} from './analysis-places'

/** Where cases are counted: communities in the order of the columns' list. */
export interface Ground {
  communities: readonly { id: number; polygons: MultiPolygonRings }[]
}

/** What is looked at. */
export interface Selection {
  window: CaseWindow
  filter: CaseFilter
  /** Other cases that these are compared with. */
  versus: { window: CaseWindow; filter: CaseFilter } | null
  /** What is painted is the difference of both sides; else the first one's density. */
  isDifference: boolean
  /** Metres; null: by rule. */
  bandwidth: number | null
  /** What the map tells cases by: square kilometres, or 1,000 households. */
  per: Denominator
}

/** Answers about a selection; lists as typed arrays, by the order of what was loaded. */
export interface Answer extends WindowCounts {
  versus: WindowCounts | null
  /** Which grids `byGrid` is in the order of. */
  gridsName: string
  /** Households inside the drawn border; null without one. */
  living: LivingInside | null
  /** Of each day from `firstDay` (since 1970) on, whatever the window. */
  byDay: Int32Array
  firstDay: number
  bandwidthMetres: number
  /** What the map tells cases by. */
  per: Denominator
  /** The highest value on the map, per square kilometre or 1,000 households and 30 days (of what is open: without days). */
  peak: number
}

const DAY_HOURS = 24
/** Above it a bandwidth by rule says nothing of streets any more, below it the picture is one of single cases. */
const LEAST_BANDWIDTH = 60
const MOST_BANDWIDTH = 800
/** Finer than accuracy asks for, so that the borders of classes are smooth. */
const CELLS = CELLS_PER_BANDWIDTH + 1
const RULE_SAMPLE = 100_000
const SPOT_METRES = 250
const SPOT_REACH_METRES = 500

/** Counts and densities of cases, kept up as the selection moves. Everything is in the order of the lists given to `load`. */
export class AnalysisEngine {
  private columns: CaseColumns = joinChunks([], [], [])
  private chunks = new Map<string, CaseChunk>()
  private ground: Ground = { communities: [] }
  private grids: { name: string; list: readonly GridGround[]; find: GridFinder } = noGrids()
  private compounds: readonly GridGround[] = []
  private frame: Frame = { lng: 0, lat: 0 }
  private gridOf: Uint16Array | null = null
  private metres: MetresOf | null = null
  private surface: DensitySurface | null = null
  /** Where differences are tested: cells of their own, coarser than those of the picture. */
  private test: TestCells | null = null
  private rule: number | null = null
  private sides: Side[] = []
  private daysOf = ''
  private byDay: Int32Array = new Int32Array(0)
  private field: Field | null = null
  private households: Households = { cellsPerDegree: 1, community: [], x: [], y: [], households: [] }
  /** Households per square kilometre on the surface of their own. */
  private living: { surface: DensitySurface; density: Float32Array } | null = null

  /** Sets where cases are counted. */
  setGround(ground: Ground): void {
    this.ground = ground
    const polygons = ground.communities.flatMap(({ polygons: own }) => own)
    this.frame = polygons.length ? frameAround(polygons.flat(2)) : { lng: 0, lat: 0 }
    this.forget()
  }

  /** Sets the grids that cases are counted by, under a name that answers say. */
  setGrids(name: string, list: readonly GridGround[]): void {
    this.grids = { name, list, find: gridFinder(list) }
    this.gridOf = null
    this.sides = []
  }

  /** Sets the compounds that hot spots are looked for among. */
  setCompounds(list: readonly GridGround[]): void {
    this.compounds = list
  }

  /** Sets where households live; what was not set is nobody. */
  setHouseholds(households: Households): void {
    this.households = households
    this.living = null
  }

  /** Adds a month of cases, or puts it in place of the one of that name. */
  put(month: string, chunk: CaseChunk): void {
    this.chunks.set(month, chunk)
  }

  /** Takes what was put for the cases there are; other months are forgotten. Communities are those of the ground. */
  join(months: readonly string[], categories: readonly number[]): number {
    for (const month of this.chunks.keys()) if (!months.includes(month)) this.chunks.delete(month)
    const chunks = [...this.chunks].sort(([one], [other]) => one.localeCompare(other))
    const communities = this.ground.communities.map(({ id }) => id)
    this.columns = joinChunks(
      chunks.map(([, chunk]) => chunk),
      categories,
      communities,
    )
    this.forget()
    return caseCount(this.columns)
  }

  private forget(): void {
    this.gridOf = null
    this.metres = null
    this.surface = null
    this.test = null
    this.rule = null
    this.sides = []
    this.daysOf = ''
  }

  /** Looks at a selection: what differs from the last one is counted, and nothing else. */
  look({ window, versus, filter, isDifference, bandwidth, per }: Selection): Answer {
    this.metres ??= new MetresOf(this.columns, this.frame)
    this.gridOf ??= gridsOfCases(this.columns, this.grids.find)
    const surface = this.surfaceOf(bandwidth ?? this.bandwidthByRule())
    const asked = versus ? [{ window, filter }, versus] : [{ window, filter }]
    const test = isDifference ? this.testOf(surface.bandwidthMetres) : null
    this.sides = asked.map((own, place) => {
      const key = JSON.stringify([own.filter, surface.bandwidthMetres, isDifference])
      const side =
        this.sides[place]?.key === key ? this.sides[place] : this.sideOf(key, own.filter, surface, test)
      side.counter.move(own.window)
      return side
    })
    this.countDays(window.question, filter)
    const windows = asked.map((own) => own.window)
    const field = this.fieldOf(surface, isDifference ? windows : windows.slice(0, 1), test)
    this.field =
      per === 'households' ? { ...field, values: this.perHouseholds(surface, field.values) } : field
    const [first, second] = this.sides.map(({ counter }) => copied(counter.counts))
    return {
      ...first,
      versus: versus ? second : null,
      gridsName: this.grids.name,
      living: filter.inside && livingInside(this.households, filter.inside, this.grids.find),
      byDay: this.byDay.slice(),
      firstDay: this.columns.firstDay,
      bandwidthMetres: surface.bandwidthMetres,
      per,
      peak: this.field.values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0),
    }
  }

  private countDays(question: CaseQuestion, filter: CaseFilter): void {
    const key = JSON.stringify([question, filter])
    if (key === this.daysOf) return
    this.daysOf = key
    this.byDay = countsByDay(this.columns, question, filter)
  }

  private bandwidthByRule(): number {
    if (this.rule !== null) return this.rule
    const step = Math.max(1, Math.ceil(caseCount(this.columns) / RULE_SAMPLE))
    const [x, y]: [number[], number[]] = [[], []]
    for (let row = 0; row < caseCount(this.columns); row += step) {
      x.push(this.metres!.x(row))
      y.push(this.metres!.y(row))
    }
    // Drawn from a part of the cases, it is narrower for all of them.
    const own = x.length < 2 ? MOST_BANDWIDTH : scottBandwidthMetres({ x, y }) * step ** (-1 / 6)
    this.rule = Math.round(Math.min(MOST_BANDWIDTH, Math.max(LEAST_BANDWIDTH, own)) / 10) * 10
    return this.rule
  }

  private surfaceOf(bandwidthMetres: number): DensitySurface {
    if (this.surface?.bandwidthMetres === bandwidthMetres) return this.surface
    const polygons = this.ground.communities.flatMap(({ polygons: own }) => own)
    const raster = rasterAround(
      this.frame,
      cornersOf(this.frame, polygons),
      bandwidthMetres / CELLS,
      2 * bandwidthMetres,
    )
    this.surface = densitySurface(raster, shareInside(raster, polygons), bandwidthMetres)
    return this.surface
  }

  private testOf(bandwidthMetres: number): TestCells {
    if (this.test?.reachMetres === bandwidthMetres) return this.test
    const polygons = this.ground.communities.flatMap(({ polygons: own }) => own)
    this.test = new TestCells(this.frame, polygons, bandwidthMetres)
    return this.test
  }

  private sideOf(key: string, filter: CaseFilter, { raster }: DensitySurface, test: TestCells | null): Side {
    const values = new Float32Array(raster.columns * raster.rows)
    const cases = test?.nothing() ?? null
    const metres = this.metres!
    const sink = (row: number, sign: number) => {
      const [x, y] = [metres.x(row), metres.y(row)]
      addPlace(raster, values, x, y, sign)
      if (test && cases) test.add(cases, x, y, sign)
    }
    const counter = new WindowCounter(this.columns, this.gridOf, this.grids.list.length, sink, filter)
    return { key, counter, values, cases, density: new Float32Array(values.length) }
  }

  /** Densities of cases over that of households, by the same kernel: NaN where fewer live in its reach than a rate needs. */
  private perHouseholds(surface: DensitySurface, cases: Float32Array): Float32Array {
    if (this.living?.surface !== surface)
      this.living = { surface, density: densityOfHouseholds(this.households, surface) }
    return perThousandHouseholds(cases, this.living.density, leastLiving(surface.bandwidthMetres))
  }

  private fieldOf(surface: DensitySurface, windows: readonly CaseWindow[], test: TestCells | null): Field {
    const days = windows.map(exposureOf)
    const [own, other] = days.map((length, place) => {
      const { values, density } = this.sides[place]
      return densityOf(surface, values, length, density)
    })
    const { raster, share } = surface
    const [first, second] = this.sides
    if (windows.length === 1 || !test || !first.cases || !second.cases)
      return { raster, share, values: own, marks: null }
    const values = own.map((density, at) => density - other[at])
    const marks = test.compare(first.cases, second.cases, [days[0], days[1]])
    return { raster, share, values, marks }
  }

  /** Paints the density of the last selection, or the difference of its windows. */
  picture(view: View, scale: Scale): Uint8ClampedArray<ArrayBuffer> {
    return this.field ? paint(this.field, view, scale) : new Uint8ClampedArray(view.width * view.height * 4)
  }

  /** What the map shows of the last selection at a place in degrees; null outside of the area, NaN where too few live for a rate. */
  valueAt(lng: number, lat: number): number | null {
    return this.field && fieldAt(this.field, lng, lat)
  }

  /** The cases of both sides around a place in degrees, and whether they differ by more than chance; null without a difference. */
  comparedAt(lng: number, lat: number): ComparedPlace | null {
    return this.field?.marks ? (this.test?.at(lng, lat) ?? null) : null
  }

  /** Places where more cases of the selection lie than chance explains, in cells of 250 m or by area, those with most cases first. Seconds in a city. */
  spots(selection: Selection, by: SpotUnit = 'cell'): HotSpot[] {
    const answer = this.look(selection)
    if (by === 'compound') return this.spotsOfCompounds(selection)
    if (by !== 'cell') return this.spotsOfAreas(answer, selection, by)
    const polygons = this.ground.communities.flatMap(({ polygons: own }) => own)
    const raster = rasterAround(this.frame, cornersOf(this.frame, polygons), SPOT_METRES, SPOT_METRES)
    const units = cellsWithin(raster, shareInside(raster, polygons), SPOT_REACH_METRES)
    const unitOf = new Int32Array(raster.columns * raster.rows).fill(-1)
    units.cells.forEach((cell, unit) => (unitOf[cell] = unit))
    const counts = new Float64Array(units.cells.length)
    const communities = units.cells.length ? Array.from(units.cells, () => new Map<number, number>()) : []
    const counter = new WindowCounter(
      this.columns,
      null,
      0,
      (row, sign) => {
        const column = Math.floor((this.metres!.x(row) - raster.westMetres) / SPOT_METRES)
        const line = Math.floor((this.metres!.y(row) - raster.southMetres) / SPOT_METRES)
        const unit = unitOf[line * raster.columns + column] ?? -1
        if (unit < 0) return
        counts[unit] += sign
        const id = this.columns.communities[this.columns.community[row]]
        communities[unit].set(id, (communities[unit].get(id) ?? 0) + 1)
      },
      selection.filter,
    )
    counter.move(selection.window)
    const sum = counts.reduce((all, count) => all + count, 0)
    if (sum === 0) return []
    const { kind } = hotSpots(counts, units.neighbours, { seed: 1, permutations: 9_999 })
    return piecesOf(kind, unitOf, units.cells, raster.columns)
      .map((piece) => this.spotOf(piece, units.cells, raster, counts, communities, sum / counts.length))
      .sort((one, other) => other.cases - one.cases)
  }

  private spotsOfAreas(
    { byCommunity, byGrid }: Answer,
    { filter, per }: Selection,
    by: 'community' | 'grid',
  ): HotSpot[] {
    const { community, x, y, households, cellsPerDegree: size } = this.households
    const living = new Map<number, number>()
    community.forEach((id, at) => {
      const key = by === 'community' ? id : this.grids.find(id, (x[at] + 0.5) / size, (y[at] + 0.5) / size)
      living.set(key, (living.get(key) ?? 0) + households[at])
    })
    const areas =
      by === 'community'
        ? this.ground.communities.map(({ id, polygons }, at) => ({ id, community: id, polygons, cases: byCommunity[at] ?? 0, households: living.get(id) ?? 0 })) // prettier-ignore
        : this.grids.list.map(({ id, community: own, rings }, at) => ({ id, community: own, polygons: [rings] as MultiPolygonRings, cases: byGrid[at] ?? 0, households: living.get(at) ?? 0 })) // prettier-ignore
    const seen = filter.communities && new Set(filter.communities)
    return hotAreas(
      areas.filter((area) => !seen || seen.has(area.community)),
      per,
      this.frame,
    )
  }

  private spotsOfCompounds({ window, filter, per }: Selection): HotSpot[] {
    const find = gridFinder(this.compounds)
    const compoundOf = gridsOfCases(this.columns, find)
    const counter = new WindowCounter(
      this.columns,
      compoundOf,
      this.compounds.length,
      () => undefined,
      filter,
    )
    counter.move(window)
    const { community, x, y, households, cellsPerDegree: size } = this.households
    const living = new Map<number, number>()
    community.forEach((id, at) => {
      const place = find(id, (x[at] + 0.5) / size, (y[at] + 0.5) / size)
      living.set(place, (living.get(place) ?? 0) + households[at])
    })
    const seen = filter.communities && new Set(filter.communities)
    const areas = this.compounds.map(({ id, community: own, rings }, at) => ({ id, community: own, polygons: [rings] as MultiPolygonRings, cases: counter.counts.byGrid[at] ?? 0, households: living.get(at) ?? 0 })) // prettier-ignore
    return hotAreas(
      areas.filter((area) => !seen || seen.has(area.community)),
      per,
      this.frame,
      STREET_METRES,
    )
  }

  /** Places where cases of a selection lie together, those with most first. */
  repeats({ window, filter }: Selection): RepeatSpot[] {
    this.metres ??= new MetresOf(this.columns, this.frame)
    return repeatsIn(this.columns, this.metres, this.frame, window, filter)
  }

  /** What was reported unusually often lately, by community or by the grids that were set. */
  alarms(asked: AlarmQuestion): Alarm[] {
    const { columns } = this
    if (asked.by === 'community')
      return alarmsIn(columns, asked, { ids: columns.communities, unitOf: (row) => columns.community[row] })
    const gridOf = (this.gridOf ??= gridsOfCases(columns, this.grids.find))
    return alarmsIn(columns, asked, {
      ids: this.grids.list.map(({ id }) => id),
      unitOf: (row) => gridOf[row],
    })
  }

  private spotOf(
    piece: readonly number[],
    cells: Int32Array,
    raster: ReturnType<typeof rasterAround>,
    counts: Float64Array,
    communities: readonly ReadonlyMap<number, number>[],
    mean: number,
  ): HotSpot {
    const cases = piece.reduce((sum, unit) => sum + counts[unit], 0)
    const byCommunity = new Map<number, number>()
    for (const unit of piece)
      for (const [id, count] of communities[unit]) byCommunity.set(id, (byCommunity.get(id) ?? 0) + count)
    const corner = (unit: number, right: number, up: number) =>
      degreesOf(
        this.frame,
        raster.westMetres + ((cells[unit] % raster.columns) + right) * SPOT_METRES,
        raster.southMetres + (Math.floor(cells[unit] / raster.columns) + up) * SPOT_METRES,
      )
    const middles = piece.map((unit) => corner(unit, 0.5, 0.5))
    const middle = (of: (position: [number, number]) => number) =>
      middles.reduce((all, position, at) => all + of(position) * counts[piece[at]], 0) / Math.max(1, cases)
    return {
      lng: middle(([lng]) => lng),
      lat: middle(([, lat]) => lat),
      cases,
      areaSquareKilometres: (piece.length * SPOT_METRES ** 2) / 1e6,
      times: cases / piece.length / mean,
      community: [...byCommunity].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 0,
      unit: null,
      ground: piece.map((unit) => [
        [
          [
            corner(unit, 0, 0),
            corner(unit, 1, 0),
            corner(unit, 1, 1),
            corner(unit, 0, 1),
            corner(unit, 0, 0),
          ],
        ],
      ]),
    }
  }
}

/** The days of a window; of what is open, which has none, as many as a density is told by. */
function exposureOf({ question, from, until }: CaseWindow): number {
  return question === 'open' ? MONTH_DAYS : (until - from) / DAY_HOURS
}

const noGrids = () => ({ name: '', list: [], find: gridFinder([]) })

/** A window and what was gathered of it. */
interface Side {
  /** What it counts, and how wide it spreads it. */
  key: string
  counter: WindowCounter
  values: Float32Array
  /** Whole cases by cell of the test; null where nothing is compared on the map. */
  cases: Float32Array | null
  density: Float32Array
}

function copied({ total, ...lists }: WindowCounts): WindowCounts {
  return {
    total,
    byHourOfWeek: lists.byHourOfWeek.slice(),
    byCategory: lists.byCategory.slice(),
    byCommunity: lists.byCommunity.slice(),
    byGrid: lists.byGrid.slice(),
  }
}

/** Hot units in pieces that hang together by their sides. */
function piecesOf(kind: Int8Array, unitOf: Int32Array, cells: Int32Array, columns: number): number[][] {
  const seen = new Uint8Array(kind.length)
  const pieces: number[][] = []
  for (let first = 0; first < kind.length; first++) {
    if (kind[first] !== 1 || seen[first]) continue
    const piece = [first]
    seen[first] = 1
    for (let at = 0; at < piece.length; at++)
      for (const step of [1, -1, columns, -columns]) {
        const other = unitOf[cells[piece[at]] + step] ?? -1
        if (other < 0 || kind[other] !== 1 || seen[other]) continue
        seen[other] = 1
        piece.push(other)
      }
    pieces.push(piece)
  }
  return pieces
}
