import type { Client } from '../lib/supabase'
import { type AnswerOf, ask, type Shape } from './contracts/contract'
import {
  comparablePeriods,
  type figureOptions,
  indicatorRows,
  indicatorTable,
  lateCases,
  type unitKind,
} from './contracts/indicators'
import type { Area } from './areas'
import type { AreaId } from '../lib/ids'
import { everyRow } from './every-row'

/** By what figures are counted. */
export type UnitKind = Shape<typeof unitKind>
/** What of the cases is counted, and how. */
export type FigureOptions = Shape<typeof figureOptions>
/** Indicators by unit over a period. */
export type IndicatorTable = AnswerOf<typeof indicatorTable>
/** A unit and its indicators as [numerator, denominator]. */
export type UnitFigures = IndicatorTable['units'][number]
/** A page of the cases behind a figure. */
export type IndicatorRows = AnswerOf<typeof indicatorRows>

/** An indicator of the registry: its words in both languages and what kind of number it is. */
export interface Indicator {
  code: string
  rank: number
  kind: 'count' | 'share' | 'hours' | 'ratio' | 'percentile'
  basis: 'cases' | 'open' | 'standing'
  better: 'more' | 'less' | 'neither'
  name: string
  nameEn: string
  formula: string
  formulaEn: string
  /** The units by which it is counted; null: by all. */
  units: readonly UnitKind[] | null
  version: number
  versionSince: string
}

/**
 * Returns whether an indicator is counted by a unit of an area of a kind; asking for another throws `indicator-not-by-unit`.
 * What is counted of the people of departments is counted of whole districts only.
 */
export function isCountedBy(
  { basis, units }: Pick<Indicator, 'basis' | 'units'>,
  unit: UnitKind,
  area: Area['kind'],
): boolean {
  if (basis === 'standing' && unit === 'department' && area !== 'district') return false
  return units === null || units.includes(unit)
}

/** Days of the district's calendar, the last one included. */
export interface Period {
  firstDay: string
  lastDay: string
}

/** What of a figure is asked for: below the line, above it, or what is below and not above. */
export type FigurePart = 'denominator' | 'numerator' | 'rest'

/** Returns the registry of indicators in its order. */
export async function listIndicators(client: Client): Promise<Indicator[]> {
  const rows = await everyRow((from, to) =>
    client
      .from('indicator_definitions')
      .select(
        'code, rank, kind, basis, better, name, name_en, formula, formula_en, units, version, version_since',
      )
      .order('rank')
      .order('code')
      .range(from, to),
  )
  return rows.map((row) => ({
    code: row.code,
    rank: row.rank,
    kind: row.kind as Indicator['kind'],
    basis: row.basis as Indicator['basis'],
    better: row.better as Indicator['better'],
    name: row.name,
    nameEn: row.name_en,
    formula: row.formula,
    formulaEn: row.formula_en,
    units: row.units as Indicator['units'],
    version: row.version,
    versionSince: row.version_since,
  }))
}

/**
 * Returns indicators of an area by unit. Throws `not-allowed`, `unit-unknown`, `indicator-unknown`, `indicator-not-by-unit`,
 * `period-wrong`.
 */
export async function readIndicatorTable(
  client: Client,
  areaId: AreaId,
  indicators: readonly string[],
  unit: UnitKind,
  { firstDay, lastDay }: Period,
  options: FigureOptions = {},
): Promise<IndicatorTable> {
  return ask(client, indicatorTable, {
    area: areaId,
    indicators: [...indicators],
    unit,
    first_day: firstDay,
    last_day: lastDay,
    options,
  })
}

/** Which figure: an indicator of a unit over a period. */
export interface FigureAsked extends Period {
  areaId: AreaId
  indicator: string
  unit: UnitKind
  unitId: string
  options?: FigureOptions
}

/** Returns a page of the cases behind a figure, the newest first. Throws as `readIndicatorTable`. */
export async function readIndicatorRows(
  client: Client,
  asked: FigureAsked,
  part: FigurePart,
  cursor: IndicatorRows['next'] = null,
): Promise<IndicatorRows> {
  return ask(client, indicatorRows, {
    area: asked.areaId,
    indicator: asked.indicator,
    unit: asked.unit,
    unit_id: asked.unitId,
    first_day: asked.firstDay,
    last_day: asked.lastDay,
    part,
    options: asked.options ?? {},
    cursor,
  })
}

/** Returns the periods that a period is compared with: the same weekdays, the same number of days off. */
export async function readComparablePeriods(
  client: Client,
  areaId: AreaId,
  { firstDay, lastDay }: Period,
): Promise<AnswerOf<typeof comparablePeriods>> {
  return ask(client, comparablePeriods, { area: areaId, first_day: firstDay, last_day: lastDay })
}

/** Returns what is overdue and open now, by the clock that ran out first and by age. */
export async function readLateCases(client: Client, areaId: AreaId): Promise<AnswerOf<typeof lateCases>> {
  return ask(client, lateCases, { area: areaId })
}
