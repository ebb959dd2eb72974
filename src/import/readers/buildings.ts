import type { Geometry } from 'geojson'
import { estimateHouseholds, type Estimate } from '../kinds/estimate'
import { useOf } from '../kinds/uses'
import { squareMetresOf } from '../values/area'
import { readCode } from '../values/codes'
import { withoutPart } from '../values/parts'
import { readStoreys } from '../values/storeys'
import { isRangeOfCounts } from '../values/counts'
import { formatOf } from '../values/values'
import type { ImportSettings, RefusalReason, RowResult, SourceRow } from '../types'
import { Cells } from './cells'

/** Reads a building: a point or a footprint with a count of households. */
export function readBuilding(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const counted = cells.count('households')
  if (counted === undefined && !settings.estimate) return cells.refuse('no-households')
  if (counted !== undefined && cells.isShared('households'))
    return cells.refuse('count-shared', cells.raw('households'))
  if (Number.isNaN(counted)) return cells.refuse(whyNoCount(cells.raw('households')), cells.raw('households'))
  const place = cells.place()
  if ('refusal' in place) return place
  const storeys = storeysOf(cells)
  const estimate = counted === undefined ? estimateOf(cells, place.geometry, storeys) : undefined
  const households = counted ?? estimate?.households
  if (households === undefined) return cells.refuse('no-households', 'm²')
  if (estimate) cells.doubt('households-estimated', estimate.how)
  const doubtful = cells.text('doubtful')
  if (doubtful) cells.doubt('geocode-doubtful', doubtful)
  const called = cells.name()
  const name = settings.addsUnits ? withoutPart(called) : called
  if (namesSeveral(name)) cells.doubt('several-in-one', name)
  const compound = readCompound(cells)
  if (isWholeCompound(cells)) cells.doubt('several-in-one', compound.compound)
  const payload = {
    name,
    address: cells.text('address'),
    households,
    ...(estimate && { householdsEstimated: true }),
    storeys,
    doubtful: doubtful || null,
    ...compound,
    ...readCommunity(cells),
  }
  const source = cells.source(
    settings.addsUnits
      ? partsOf(payload)
      : [payload.address, payload.name, compound.compound, place.geometry],
  )
  return cells.accept('row', source, payload, place.geometry)
}

function whyNoCount(cell: string): RefusalReason {
  if (isRangeOfCounts(cell)) return 'count-is-range'
  // 1.204 may be 1204 or no count at all.
  return formatOf(cell) === 'either' ? 'number-unclear' : 'not-a-number'
}

/** A row that names a compound and no house in it stands for all of its houses. */
function isWholeCompound(cells: Cells): boolean {
  const { name, address, source } = cells.settings.mapping
  return !name && !address && !source && cells.text('compound') !== ''
}

const house = '(?:号楼|号|栋|幢|座|楼|#)'
const several = new RegExp(
  `(\\d+)${house}?([-–—~至到])(\\d+)${house}$|\\d+${house}?(?:[、,&和及]\\d+${house}?)+$`,
)

/** Tells whether a name is one of several houses: 1-5号楼, 3、4#. Of 12-1号楼 the second number is that of a part. */
function namesSeveral(name: string): boolean {
  const found = several.exec(name.replace(/\s+/g, ''))
  return found !== null && (found[2] === undefined || Number(found[3]) > Number(found[1]))
}

/** What the parts of one building have in common: everything but their own place and households. */
function partsOf({ address, name, compound, community, street }: Record<string, unknown>): unknown[] {
  return [street, community, compound, address, name]
}

/** What a building probably has, by its size and use; undefined where nothing tells its size. */
function estimateOf(cells: Cells, geometry: Geometry, storeys: number | null): Estimate | undefined {
  return estimateHouseholds(
    {
      footprintSquareMetres: squareMetresOf(geometry),
      floorSquareMetres: cells.measure('floorArea', 'area'),
      heightMetres: cells.measure('height', 'length'),
      storeys: storeys ?? undefined,
      use: useOf(cells.text('use')) ?? 'unknown',
    },
    cells.settings.estimate!,
  )
}

/** Storeys are good to know and never refuse a building. */
function storeysOf(cells: Cells): number | null {
  const raw = cells.raw('storeys')
  const { value, isDoubtful } = readStoreys(raw)
  if (isDoubtful) cells.doubt('storeys-unclear', `${raw} → ${value ?? '–'}`)
  return value ?? null
}

/** A compound may have an id, a name or both. Of an id like `bedok|@BEDOK STH AVE 1` the last part serves as a name. */
function readCompound(cells: Cells): { compound: string; compoundSource: string } {
  const source = cells.optionalCode('compoundSource')
  const name = cells.text('compound') || source.split('|').at(-1)!.replace(/^@/, '')
  return { compound: name, compoundSource: source || name }
}

/** One name with a mark between two: 东社区/西社区, 东社区、西社区. */
const severalCommunities = /(社区|村|居委会)\s*[/、,;&+和与及]\s*\S+?(社区|村|居委会)/

/** A code that a spreadsheet damaged names no community: it would be one of that name. */
function namedCommunity(cells: Cells): string {
  const { text, isDamaged } = readCode(cells.text('community'))
  if (isDamaged) cells.doubt('code-damaged', cells.raw('community'))
  return isDamaged ? '' : text
}

/** What the row says about where it belongs; '' where it says nothing. */
export function readCommunity(cells: Cells): { community: string; communityCode: string; street: string } {
  const community = namedCommunity(cells)
  if (severalCommunities.test(community)) cells.doubt('several-in-one', community)
  return {
    community,
    communityCode: cells.optionalCode('communityCode'),
    street: cells.text('street'),
  }
}
