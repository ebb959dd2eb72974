import Flatbush from 'flatbush'
import type { WorkingClock } from './clock'
import { follow, STATES, type Deadlines, type History, type State } from './history'
import { createPlacer } from './hotspots'
import { KINDS } from './kinds'
import { createRandom, type Random } from './random'
import { drawReports, type Report } from './rhythm'
import type { DemoBuilding, District, Position } from './types'

/** A case of the demo district: where, what, and its whole history. */
export interface DemoIncident {
  number: string
  categoryCode: string
  /** Index into the district's buildings: the one it happened at. */
  building: number
  position: Position
  description: string
  source: string
  urgent: boolean
  /** Number of the case that this one repeats, for a duplicate. */
  duplicateOf: string | null
  reportedAt: number
  history: History
}

export interface IncidentSetting {
  seed: string
  district: District
  /** The moment at which the twelve months end, milliseconds since 1970. */
  now: number
  clock: WorkingClock
  /** By category code of four digits. */
  deadlines: ReadonlyMap<string, Deadlines>
}

/** Where the cases of the demo come from. */
export const SOURCES = ['patrol', 'hotline', 'app', 'desk']
/** Metres that a case lies away from its building's middle at most: still inside the community. */
const SCATTER_METRES = 15

/** A report of the same kind in the same community within so long may be a duplicate. */
const REPEAT_MS = 10 * 86_400_000

/** Twelve months of cases until `now`, in order of time. The same seed and moment give the same cases. */
export function createIncidents({ seed, district, now, clock, deadlines }: IncidentSetting): DemoIncident[] {
  const random = createRandom(`${seed}/incidents`)
  const place = createPlacer(district.buildings, now, random.fork('hotspots'))
  const punctualities = district.communities.map(() => random.between(0.8, 0.955))
  const counter = createCounter(district.code)
  const until = (
    end: number,
    number: string,
    { kind, at }: Report,
    building: number,
    repeatable: boolean,
  ): History => {
    const own = deadlines.get(KINDS[kind].code)!
    return follow(at, {
      clock,
      deadlines: own,
      now: end,
      punctuality: punctualities[district.buildings[building].community],
      deferrable: own.handling.unit === 'working_days' && own.handling.amount >= 3,
      repeatable,
      random: createRandom(`${seed}/${number}`),
    })
  }
  const reports = drawReports(now, random.fork('rhythm'))
  const rooms = roomAround(district.buildings)
  const latest = new Map<string, DemoIncident>()
  const incidents = reports.map((report): DemoIncident => {
    const { code, draw, says } = KINDS[report.kind]
    const building = place(draw, report.at)
    const number = counter(report.at)
    const nearby = `${code}/${district.buildings[building].community}`
    const original = latest.get(nearby)
    const repeatable = original !== undefined && report.at - original.reportedAt < REPEAT_MS
    const history = until(now, number, report, building, repeatable)
    const repeats = history.state === 'duplicate' ? original! : undefined
    const host = repeats?.building ?? building
    const incident = {
      number,
      categoryCode: code,
      building: host,
      position: scatter(district.buildings[host], rooms[host], random),
      description: repeats?.description ?? random.pick(says),
      source: SOURCES[random.weighted([46, 27, 20, 7])],
      urgent: deadlines.get(code)!.handling.unit === 'urgent_hours' || random.chance(0.02),
      duplicateOf: repeats?.number ?? null,
      reportedAt: report.at,
      history,
    }
    if (!repeats) latest.set(nearby, incident)
    return incident
  })
  const again = (index: number, end: number) =>
    until(end, incidents[index].number, reports[index], incidents[index].building, false)
  holdBack(incidents, again)
  return incidents
}

const OPEN_STATES: State[] = STATES.filter(
  (state) => !['closed', 'rejected', 'duplicate', 'self_handled'].includes(state),
)
/** So many cases stand in each open state at least, whatever the hour. */
const LEAST_IN_STATE = 4

/** Where hardly a case stands in a state at this hour, the latest that went through it are still there. */
function holdBack(incidents: DemoIncident[], again: (index: number, end: number) => History): void {
  const counts = new Map<State, number>()
  for (const { history } of incidents) counts.set(history.state, (counts.get(history.state) ?? 0) + 1)
  for (const state of OPEN_STATES) {
    let missing = LEAST_IN_STATE - (counts.get(state) ?? 0)
    for (let index = incidents.length - 1; index >= 0 && missing > 0; index--) {
      const { history } = incidents[index]
      const entered = history.steps.find((step) => step.to === state)
      if (
        !entered ||
        history.state === state ||
        history.state === 'duplicate' ||
        (counts.get(history.state) ?? 0) <= LEAST_IN_STATE
      )
        continue
      counts.set(history.state, counts.get(history.state)! - 1)
      incidents[index].history = again(index, entered.at)
      missing--
    }
  }
}

/** Case numbers: the district, the local day and a number within it. */
function createCounter(district: string): (at: number) => string {
  let day = ''
  let count = 0
  return (at) => {
    const here = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
    count = here === day ? count + 1 : 1
    day = here
    return `${district}${day}${String(count).padStart(5, '0')}`
  }
}

/** How far a case may lie from its building, in metres: nearer to it than to any other, so that it lies in its grid. */
function roomAround(buildings: readonly DemoBuilding[]): number[] {
  const metres = buildings.map(({ position }) => [position[0] * 91_000, position[1] * 111_000] as const)
  const index = new Flatbush(metres.length)
  for (const [east, north] of metres) index.add(east, north, east, north)
  index.finish()
  return metres.map(([east, north], own) => {
    const [nearest] = index.neighbors(east, north, 1, SCATTER_METRES * 2, (other) => other !== own)
    if (nearest === undefined) return SCATTER_METRES
    return Math.hypot(metres[nearest][0] - east, metres[nearest][1] - north) / 2
  })
}

function scatter({ position }: DemoBuilding, room: number, random: Random): Position {
  const angle = random.between(0, 2 * Math.PI)
  const away = room * Math.sqrt(random.next())
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return [
    round(position[0] + (away * Math.cos(angle)) / 91_000),
    round(position[1] + (away * Math.sin(angle)) / 111_000),
  ]
}
