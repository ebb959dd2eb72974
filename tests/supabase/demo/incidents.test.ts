import { describe, expect, it } from 'vitest'
import type { State } from '../../../supabase/local/demo/history'
import { createIncidents, type DemoIncident } from '../../../supabase/local/demo/incidents'
import { KINDS } from '../../../supabase/local/demo/kinds'
import { contains } from '../../../supabase/local/demo/town/plane'
import { district, someDeadlines, weekdayClock } from './setting'

const clock = weekdayClock()
const deadlines = someDeadlines()
const now = Date.parse('2026-11-23T04:00:00Z')
const make = (at: number) => createIncidents({ seed: 'demo', district, now: at, clock, deadlines })
const incidents = make(now)

/** What may follow what, as the domain has it. */
const NEXT: Record<State, State[]> = {
  reported: ['verifying', 'accepted', 'rejected', 'duplicate', 'self_handled'],
  verifying: ['accepted', 'rejected'],
  accepted: ['filed', 'self_handled', 'rejected'],
  filed: ['dispatched'],
  dispatched: ['in_progress', 'returned'],
  in_progress: ['resolved', 'deferred', 'returned'],
  returned: ['dispatched'],
  deferred: ['in_progress'],
  resolved: ['closed', 'rework'],
  rework: ['in_progress'],
  closed: ['filed'],
  rejected: [],
  duplicate: [],
  self_handled: [],
}

const transitions = ({ history }: DemoIncident) => history.steps.filter(({ kind }) => kind === 'transition')
const entered = (incident: DemoIncident, state: State) =>
  transitions(incident).filter(({ to }) => to === state).length
const hourOf = (at: number) => new Date(at + 8 * 3_600_000).getUTCHours()

describe('twelve months of cases', () => {
  it('are at least 60,000, the last of them today', () => {
    expect(incidents.length).toBeGreaterThan(60_000)
    expect(incidents[0].reportedAt).toBeGreaterThan(now - 366 * 86_400_000)
    const today = incidents.filter(({ reportedAt }) => reportedAt > now - 12 * 3_600_000)
    expect(today.length).toBeGreaterThan(20)
    expect(incidents[incidents.length - 1].reportedAt).toBeLessThanOrEqual(now)
  })

  it('are the same for the same seed and moment', () => {
    const again = make(now)
    expect(again.length).toBe(incidents.length)
    expect(JSON.stringify(again.slice(-500))).toBe(JSON.stringify(incidents.slice(-500)))
  })

  it('take only steps that the domain allows, in order of time, until now', () => {
    const faults = incidents.filter((incident) => {
      const steps = transitions(incident)
      const linked = steps.every(({ from, to, at }, k) =>
        k === 0
          ? from === null && to === 'reported' && at === incident.reportedAt
          : from === steps[k - 1].to && NEXT[from!].includes(to!) && at >= steps[k - 1].at,
      )
      const timely = incident.history.steps.every(({ at }) => at >= incident.reportedAt && at <= now)
      return !linked || !timely || steps[steps.length - 1].to !== incident.history.state
    })
    expect(faults).toEqual([])
  })

  it('count what happened to them', () => {
    const faults = incidents.filter((incident) => {
      const { history } = incident
      return (
        history.deferrals !== entered(incident, 'deferred') ||
        history.returns !== entered(incident, 'returned') ||
        history.reworks !== entered(incident, 'rework') ||
        history.reopenings !== Math.max(0, entered(incident, 'filed') - 1) ||
        (history.closedAt !== null) !== (history.state === 'closed') ||
        (history.filedAt !== null) !== entered(incident, 'filed') > 0
      )
    })
    expect(faults).toEqual([])
  })

  it.each(['2026-11-23T04:00:00Z', '2026-11-21T19:30:00Z', '2026-07-05T23:00:00Z'])(
    'stand in every open state at %s, a few hundred in all, some late and some urged',
    (moment) => {
      const at = Date.parse(moment)
      const open = make(at).filter(
        ({ history }) => NEXT[history.state].length > 0 && history.state !== 'closed',
      )
      const states = new Set(open.map(({ history }) => history.state))
      expect([...states].sort()).toEqual(
        Object.keys(NEXT)
          .filter((state) => NEXT[state as State].length > 0 && state !== 'closed')
          .sort(),
      )
      expect(open.length).toBeGreaterThan(250)
      expect(open.length).toBeLessThan(1_500)
      expect(
        open.filter(({ history }) => history.clockDueAt !== null && history.clockDueAt < at).length,
      ).toBeGreaterThan(10)
      expect(open.filter(({ history }) => history.urged).length).toBeGreaterThan(3)
    },
  )

  it('keep most deadlines and miss some', () => {
    const handled = incidents.filter(({ history }) => history.resolvedAt !== null)
    const share =
      handled.filter(({ history }) => history.resolvedAt! <= history.dueAt!).length / handled.length
    expect(share).toBeGreaterThan(0.78)
    expect(share).toBeLessThan(0.95)
  })

  it('follow the day and the year', () => {
    const count = (fits: (incident: DemoIncident) => boolean) => incidents.filter(fits).length
    const byHour = (code: string, from: number, to: number) =>
      count(
        ({ categoryCode, reportedAt }) =>
          categoryCode === code && hourOf(reportedAt) >= from && hourOf(reportedAt) < to,
      )
    expect(byHour('0703', 18, 22)).toBeGreaterThan(3 * byHour('0703', 6, 10))
    expect(count(({ reportedAt }) => hourOf(reportedAt) < 5)).toBeLessThan(incidents.length / 20)
    const inMonths = (code: string, months: number[]) =>
      count(
        ({ categoryCode, reportedAt }) =>
          categoryCode === code && months.includes(new Date(reportedAt).getUTCMonth()),
      )
    expect(inMonths('1204', [5, 6, 7])).toBe(0)
    expect(inMonths('1204', [0, 1, 11])).toBeGreaterThan(100)
    expect(inMonths('1201', [6, 7])).toBeGreaterThan(inMonths('1201', [0, 1]))
  })

  it('gather at hot spots', () => {
    const counts = district.buildings.map(() => 0)
    for (const { building } of incidents) counts[building]++
    counts.sort((a, b) => b - a)
    const top = counts.slice(0, Math.round(counts.length / 50)).reduce((sum, count) => sum + count, 0)
    expect(top / incidents.length).toBeGreaterThan(0.08)
  })

  it('lie in the community of their building, and a duplicate repeats a case of its kind', () => {
    const outside = incidents.filter(
      ({ building, position }) =>
        !contains(district.communities[district.buildings[building].community].ring, position),
    )
    expect(outside).toEqual([])
    const byNumber = new Map(incidents.map((incident) => [incident.number, incident]))
    expect(byNumber.size).toBe(incidents.length)
    const duplicates = incidents.filter(({ history }) => history.state === 'duplicate')
    expect(duplicates.length).toBeGreaterThan(500)
    for (const { duplicateOf, categoryCode, reportedAt } of duplicates) {
      const original = byNumber.get(duplicateOf!)!
      expect(original.categoryCode).toBe(categoryCode)
      expect(original.reportedAt).toBeLessThanOrEqual(reportedAt)
    }
  })

  it('say what and where, and nothing about a person', () => {
    const said = KINDS.flatMap(({ says }) => says).join()
    expect(said).not.toMatch(/身份证|信仰|上访|生育|党员|前科|吸毒|精神|流动人口|先生|女士/)
  })
})
