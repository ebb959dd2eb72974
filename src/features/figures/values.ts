import type { Indicator, UnitFigures } from '../../data/indicators'

/** An indicator of a unit: the two counts (of a percentile the hours and how many cases they are of) and what they make; null where nothing was counted. */
export interface Value {
  above: number
  below: number | null
  value: number | null
}

/** A unit in a ranking, with what it is compared with. */
export interface Ranked {
  id: string
  code: string
  name: string
  nameEn: string | null
  parent: string | null
  now: Value
  /** Null where there is no such period to compare with. */
  last: Value | null
  year: Value | null
  /** Difference to the last period and to last year: of shares in points from −1 to 1, of counts as a share; else null. */
  sinceLast: number | null
  sinceYear: number | null
}

/** Returns the value of an indicator of a unit; a unit in which nothing was counted has a count of 0 and no rate. */
export function valueOf(indicator: Pick<Indicator, 'code' | 'kind'>, unit: UnitFigures | undefined): Value {
  const [above, below] = unit?.values[indicator.code] ?? [0, indicator.kind === 'count' ? null : 0]
  if (indicator.kind === 'count' || below === null) return { above, below: null, value: above }
  if (below === 0) return { above, below, value: null }
  return { above, below, value: indicator.kind === 'percentile' ? above : above / below }
}

/** Returns how a value differs from an earlier one: a rate by points, a count by a share of the earlier; null without one. */
export function difference(kind: Indicator['kind'], now: Value, then: Value | null): number | null {
  if (now.value === null || !then || then.value === null) return null
  if (kind === 'share') return now.value - then.value
  return then.value === 0 ? null : (now.value - then.value) / then.value
}

/** Returns how bad a value is, more being worse: what a ranking begins with. */
export function badness(indicator: Pick<Indicator, 'better'>, { value }: Value): number {
  if (value === null) return -Infinity
  return indicator.better === 'more' ? -value : value
}

/** Returns the units by one indicator, the worst first; those in which nothing was counted last, each by code. */
export function ranked(
  indicator: Indicator,
  now: readonly UnitFigures[],
  last: readonly UnitFigures[] | undefined,
  year: readonly UnitFigures[] | undefined,
): Ranked[] {
  const before = last && new Map(last.map((unit) => [unit.id, unit]))
  const yearBefore = year && new Map(year.map((unit) => [unit.id, unit]))
  return now
    .map((unit) => {
      const values = {
        now: valueOf(indicator, unit),
        last: before ? valueOf(indicator, before.get(unit.id)) : null,
        year: yearBefore ? valueOf(indicator, yearBefore.get(unit.id)) : null,
      }
      const { id, code, name, nameEn, parent } = unit
      return {
        id,
        code,
        name,
        nameEn,
        parent,
        ...values,
        sinceLast: difference(indicator.kind, values.now, values.last),
        sinceYear: difference(indicator.kind, values.now, values.year),
      }
    })
    .sort(
      (one, other) =>
        badness(indicator, other.now) - badness(indicator, one.now) || one.code.localeCompare(other.code),
    )
}

/** Below so many cases a rate says little: it is shown, and no sentence is made of it. */
export const FEW = 5

/** Returns whether a value rests on enough cases to speak of. */
export function isSolid({ above, below }: Value): boolean {
  return (below ?? above) >= FEW
}

/** Returns the unit that got worse most since the last period, or null where none did. */
export function mostWorsened(indicator: Pick<Indicator, 'better'>, rows: readonly Ranked[]): Ranked | null {
  return mostChanged(rows, indicator.better === 'more' ? -1 : 1)
}

/** Returns the unit that got better most since the last period, or null where none did. */
export function mostImproved(indicator: Pick<Indicator, 'better'>, rows: readonly Ranked[]): Ranked | null {
  return mostChanged(rows, indicator.better === 'more' ? 1 : -1)
}

function mostChanged(rows: readonly Ranked[], sign: number): Ranked | null {
  const solid = rows.filter(
    ({ now, last, sinceLast }) => isSolid(now) && last && isSolid(last) && (sinceLast ?? 0) * sign > 0,
  )
  return solid.reduce<Ranked | null>(
    (best, row) => (best && best.sinceLast! * sign >= row.sinceLast! * sign ? best : row),
    null,
  )
}

/** Returns the ascending limits of the classes that a map draws, at most five, for how bad units are (0: all is well). */
export function classLimits(indicator: Pick<Indicator, 'kind'>, rows: readonly Ranked[]): number[] {
  if (indicator.kind === 'share') return [0.05, 0.1, 0.2, 0.35, 0.5]
  const most = Math.max(0, ...rows.map(({ now }) => now.value ?? 0))
  if (most <= 0) return []
  const step = niceStep(most / 5)
  return Array.from({ length: 5 }, (_, index) => (index + 1) * step).filter((limit) => limit <= most)
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10)
}

/** Returns what a map colours a unit by: how far a rate is from all being well, or the value itself. */
export function shade(indicator: Pick<Indicator, 'kind' | 'better'>, { value }: Value): number {
  if (value === null) return 0
  return indicator.kind === 'share' && indicator.better === 'more' ? 1 - value : value
}
