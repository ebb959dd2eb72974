import { readCount } from '../values'
import type { ImportSettings, RowResult, SourceRow } from '../types'
import { Cells } from './cells'

/** Reads a building: a point or a footprint with a count of households. */
export function readBuilding(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const households = readCount(cells.raw('households'))
  if (households === undefined) return cells.refuse('no-households')
  if (Number.isNaN(households)) return cells.refuse('not-a-number', cells.raw('households'))
  const storeys = readCount(cells.raw('storeys'))
  if (Number.isNaN(storeys)) return cells.refuse('not-a-number', cells.raw('storeys'))
  const place = cells.place()
  if ('refusal' in place) return place
  const doubtful = cells.text('doubtful')
  if (doubtful) cells.doubt('geocode-doubtful', doubtful)
  const compound = readCompound(cells)
  const payload = {
    name: cells.text('name'),
    address: cells.text('address'),
    households,
    storeys: storeys || null,
    doubtful: doubtful || null,
    ...compound,
    ...readCommunity(cells),
  }
  const source = cells.source([payload.address, payload.name, compound.compound, place.geometry])
  return cells.accept('row', source, payload, place.geometry)
}

/** A compound may have an id, a name or both. Of an id like `bedok|@BEDOK STH AVE 1` the last part serves as a name. */
function readCompound(cells: Cells): { compound: string; compoundSource: string } {
  const source = cells.text('compoundSource')
  const name = cells.text('compound') || source.split('|').at(-1)!.replace(/^@/, '')
  return { compound: name, compoundSource: source || name }
}

/** What the row says about where it belongs; '' where it says nothing. */
export function readCommunity(cells: Cells): { community: string; communityCode: string; street: string } {
  return {
    community: cells.text('community'),
    communityCode: cells.text('communityCode'),
    street: cells.text('street'),
  }
}
