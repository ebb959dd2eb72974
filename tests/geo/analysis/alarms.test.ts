import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quasiPoisson } from '../../../geo/analysis/alarms/quasi-poisson'
import { alarmNow, type AlarmOptions } from '../../../geo/index'
import reference from '../../reference/alarms.json'
import { regression } from '../../reference/chance.json'
import { runs } from '../../support/runs'
import { negativeBinomial, poisson, stream } from './draws'

const WEEKS = 52.18

describe('false alarms', () => {
  const rateOf = (draws: (next: () => number) => Parameters<typeof alarmNow>[0], series: number): number => {
    let alarms = 0
    for (let seed = 0; seed < series; seed++)
      if (alarmNow(draws(stream(seed)), { leastCases: 1 })?.isAlarm) alarms++
    return alarms / series
  }
  /** Three standard deviations of chance over 1.2 times the nominal rate. */
  const most = (series: number) => 0.012 + 3 * Math.sqrt((0.012 * 0.988) / series)

  it.each([
    { years: 1, level: 20, dispersion: 1.5 },
    { years: 3, level: 0.2, dispersion: 1 },
    { years: 3, level: 3, dispersion: 1.3 },
    { years: 4, level: 30, dispersion: 2 },
  ])('by week keep to their rate: $level a week over $years years', ({ years, level, dispersion }) => {
    const draws = (next: () => number) => {
      const [height, phase, trend] = [next() * 0.6, next() * 2 * Math.PI, (next() - 0.5) * 0.4]
      const weeks = Math.round(years * WEEKS) + 27
      const counts = Array.from({ length: weeks }, (_, week) => {
        const wave = height * Math.cos((2 * Math.PI * week) / WEEKS + phase)
        return negativeBinomial(
          next,
          level * Math.exp(wave + (trend * (week - weeks / 2)) / WEEKS),
          dispersion,
        )
      })
      return { counts, stepsPerYear: WEEKS }
    }
    expect(rateOf(draws, 300)).toBeLessThanOrEqual(most(300))
  })

  it('by day keep to their rate, with weekdays and holidays', () => {
    const draws = (next: () => number) => {
      const kinds = Array.from({ length: 8 }, () => Math.exp(next() - 0.5))
      const dayKinds = Array.from({ length: 2 * 365 }, (_, day) => (next() < 0.04 ? 7 : day % 7))
      return {
        counts: dayKinds.map((kind) => negativeBinomial(next, 3 * kinds[kind], 1.3)),
        stepsPerYear: 365.25,
        dayKinds,
      }
    }
    expect(rateOf(draws, 100)).toBeLessThanOrEqual(most(100))
  })
})

describe("beside surveillance's farringtonFlexible", () => {
  interface Series {
    counts: number[]
    outbreak: number[]
    alarms: number[]
  }
  /** Weeks from the first case of an outbreak to its first alarm; of one that is not found, all of them. */
  function tally(alarmsOf: (series: Series) => number[]) {
    const sums = { found: 0, delayWeeks: 0, falseAlarms: 0, quietWeeks: 0 }
    for (const series of reference.series) {
      const alarms = new Set(alarmsOf(series))
      const [first, last] = [series.outbreak[0], series.outbreak[series.outbreak.length - 1]]
      const at = series.outbreak.find((week) => alarms.has(week))
      if (at !== undefined) sums.found++
      sums.delayWeeks += (at ?? last + 1) - first
      const during = new Set(series.outbreak)
      for (let week = reference.firstWeek; week < series.counts.length; week++) {
        if (during.has(week)) continue
        sums.quietWeeks++
        if (alarms.has(week)) sums.falseAlarms++
      }
    }
    return sums
  }

  it('finds no fewer planted outbreaks, none later on the whole, and keeps to the rate of false alarms', () => {
    const theirs = tally(({ alarms }) => alarms)
    const ours = tally(({ counts }) =>
      counts.flatMap((_, week) =>
        week >= reference.firstWeek &&
        alarmNow({ counts: counts.slice(0, week + 1), stepsPerYear: WEEKS })?.isAlarm
          ? [week]
          : [],
      ),
    )
    expect(theirs.found).toBeGreaterThan(40)
    expect(ours.found).toBeGreaterThanOrEqual(theirs.found)
    expect(ours.delayWeeks).toBeLessThanOrEqual(theirs.delayWeeks)
    expect(ours.falseAlarms / ours.quietWeeks).toBeLessThanOrEqual(1.2 * reference.falseAlarmRate)
  }, 120_000)
})

describe('an alarm', () => {
  const verdictOf = (counts: number[], options?: AlarmOptions) =>
    alarmNow({ counts, stepsPerYear: WEEKS }, options)!

  it('has parts that make what is expected, and bounds around it', () => {
    const count = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(fc.array(count, { minLength: 60, maxLength: 200 }), (counts) => {
        const { expected, parts, upper, lower, isAlarm, observed, p } = verdictOf(counts)
        expect(parts.level * parts.trend * parts.season * parts.dayKind).toBeCloseTo(expected, 8)
        expect(lower).toBeLessThanOrEqual(expected)
        expect(upper + 1).toBeGreaterThanOrEqual(expected)
        expect(isAlarm).toBe(observed > upper && observed >= 3)
        expect(p).toBeGreaterThan(0)
      }),
      runs(40),
    )
  })

  it('knows the trend, the season and the weekday', () => {
    const next = stream(3)
    const days = 3 * 365
    const dayKinds = Array.from({ length: days }, (_, day) => day % 7)
    const counts = dayKinds.map((kind, day) => {
      const wave = 0.5 * Math.cos((2 * Math.PI * day) / 365.25)
      return poisson(next, 10 * Math.exp(wave + (0.2 * (day - days / 2)) / 365) * (kind === 6 ? 0.3 : 1))
    })
    const last = days - 1 - ((days - 1 - 6) % 7)
    const { parts } = alarmNow({ counts: counts.slice(0, last + 1), dayKinds, stepsPerYear: 365.25 })!
    expect(Math.abs(parts.trend / Math.exp(0.2 * 1.74) - 1)).toBeLessThan(0.15)
    expect(Math.abs(parts.season / Math.exp(0.5) - 1)).toBeLessThan(0.15)
    expect(parts.dayKind).toBeLessThan(0.45)
  })

  it('names the steps of a past outbreak that count less', () => {
    const next = stream(4)
    const counts = Array.from(
      { length: 200 },
      (_, week) => poisson(next, 4) + (week > 90 && week < 97 ? 40 : 0),
    )
    expect(verdictOf(counts).pastUnusual).toBeGreaterThanOrEqual(6)
  })

  it('comes soon after a trend changes, and no more often than stated where it does not', () => {
    const [SERIES, CHANGE, WATCHED] = [40, 3 * 52, 16]
    /** Weeks from the change to the first alarm, of each series; what is not found within the weeks watched is left out. */
    const delays = (growth: number) =>
      Array.from({ length: SERIES }, (_, seed) => {
        const next = stream(900 + seed)
        const counts = Array.from({ length: CHANGE + WATCHED }, (__, week) => {
          const wave = 0.3 * Math.cos((2 * Math.PI * week) / WEEKS)
          return poisson(next, 12 * Math.exp(wave + growth * Math.max(0, week - CHANGE)))
        })
        return Array.from({ length: WATCHED }, (__, week) => week).find(
          (week) => verdictOf(counts.slice(0, CHANGE + week + 1)).isAlarm,
        )
      }).flatMap((delay) => (delay === undefined ? [] : [delay]))
    // A tenth more each week: doubled after seven.
    const found = delays(0.1).sort((one, other) => one - other)
    expect(found.length).toBeGreaterThanOrEqual(0.9 * SERIES)
    expect(found[Math.floor(found.length / 2)]).toBeLessThanOrEqual(8)
    // Without a change, one in a hundred weeks: of forty series watched for sixteen weeks about six.
    const weeks = SERIES * WATCHED
    expect(delays(0).length).toBeLessThanOrEqual(0.012 * weeks + 3 * Math.sqrt(0.012 * 0.988 * weeks))
  })

  it('of few counts needs several, and comes when they are', () => {
    const nothing = Array.from({ length: 200 }, () => 0)
    expect(verdictOf([...nothing, 1]).isAlarm).toBe(false)
    expect(verdictOf([...nothing, 5]).isAlarm).toBe(true)
    const seldom = nothing.map((_, week) => (week % 20 === 0 ? 1 : 0))
    expect(verdictOf([...seldom, 2]).isAlarm).toBe(false)
    expect(verdictOf([...seldom, 5]).isAlarm).toBe(true)
  })

  it('is none with less than a quarter of a year to learn from', () => {
    expect(alarmNow({ counts: Array.from({ length: 30 }, () => 2), stepsPerYear: WEEKS })).toBeNull()
  })
})

describe('the regression', () => {
  it("is R's glm with quasipoisson where nothing holds the coefficients", () => {
    const rows = regression.counts.length
    const values = Float64Array.from({ length: 3 * rows }, (_, at) => {
      const week = Math.floor(at / 3)
      return at % 3 === 0 ? 1 : at % 3 === 1 ? week / 52 : Math.cos((2 * Math.PI * week) / 52)
    })
    const design = { rows, columns: 3, values, expectedDeviation: new Float64Array(3).fill(1e6) }
    const fit = quasiPoisson(
      design,
      regression.counts,
      Float64Array.from(regression.weights),
      new Float64Array(3),
    )
    regression.coefficients.forEach((expected, column) => {
      expect(fit.coefficients[column]).toBeCloseTo(expected, 7)
      regression.unscaled[column].forEach((value, other) =>
        expect(fit.inverse[3 * column + other]).toBeCloseTo(value, 7),
      )
    })
  })
})
