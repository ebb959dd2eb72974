import type { Design } from './quasi-poisson'

/** Counts of a unit and category by step (day or week), oldest first, the last one now. */
export interface AlarmSeries {
  counts: ArrayLike<number>
  /** Steps in a year: 365.25 days, 52.18 weeks. */
  stepsPerYear: number
  /** What kind of day each step is, from 0: weekdays, holidays, weekends that are worked. Left out where steps are weeks. */
  dayKinds?: ArrayLike<number>
}

/** The columns of a part of the expectation. */
interface Term {
  part: 'trend' | 'season' | 'dayKind'
  deviation: number
  value: (step: number) => number
}

/** The parts of what is expected, and what each adds to its logarithm at a step. */
export interface History extends Design {
  /** The part of each column; the first is the level. */
  parts: ('level' | Term['part'])[]
  /** Covariates of any step, now included. */
  rowOf: (step: number) => Float64Array
}

/** Expected change in a year, as a logarithm: a quarter more or less. */
const TREND_DEVIATION = 0.25
/** Of the first wave of the year; the second is half as high. */
const SEASON_DEVIATION = 0.4
const DAY_DEVIATION = 0.7
/** The level is known of the counts alone. */
const LEVEL_DEVIATION = 10

/**
 * Returns the covariates of the first `steps` steps of a series: level, trend, two waves of the year, kinds of days. Where the past is too
 * short to tell them apart, what is expected becomes uncertain rather than wrong. Columns are about 0, so that the level is that of the
 * middle of the history.
 */
export function historyOf({ stepsPerYear, dayKinds }: AlarmSeries, steps: number): History {
  const terms: Term[] = [
    { part: 'trend', deviation: TREND_DEVIATION, value: (step) => (step - steps / 2) / stepsPerYear },
    ...waves(stepsPerYear, 1),
    ...waves(stepsPerYear, 2),
    ...(dayKinds ? kinds(dayKinds, steps) : []),
  ]
  const columns = terms.length + 1
  const rowOf = (step: number) => Float64Array.of(1, ...terms.map(({ value }) => value(step)))
  const values = new Float64Array(steps * columns)
  for (let step = 0; step < steps; step++) values.set(rowOf(step), step * columns)
  return {
    rows: steps,
    columns,
    values,
    expectedDeviation: Float64Array.of(LEVEL_DEVIATION, ...terms.map(({ deviation }) => deviation)),
    parts: ['level', ...terms.map(({ part }) => part)],
    rowOf,
  }
}

function waves(stepsPerYear: number, perYear: number): Term[] {
  const angle = (step: number) => (2 * Math.PI * perYear * step) / stepsPerYear
  const deviation = SEASON_DEVIATION / perYear
  return [
    { part: 'season', deviation, value: (step) => Math.cos(angle(step)) },
    { part: 'season', deviation, value: (step) => Math.sin(angle(step)) },
  ]
}

/** A column for each kind but the most frequent, less how often it is: kinds that never were keep to the level. */
function kinds(dayKinds: ArrayLike<number>, steps: number): Term[] {
  const often: number[] = []
  for (let step = 0; step < steps; step++) often[dayKinds[step]] = (often[dayKinds[step]] ?? 0) + 1
  const most = often.indexOf(Math.max(...often.filter((count) => count > 0)))
  return often.flatMap((count, kind) =>
    kind === most || !count
      ? []
      : [
          {
            part: 'dayKind' as const,
            deviation: DAY_DEVIATION,
            value: (step: number) => (dayKinds[step] === kind ? 1 : 0) - count / steps,
          },
        ],
  )
}
