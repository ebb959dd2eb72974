import type { IncidentState } from './incident-state'
import type { Status } from '../theme'

/** States that mean the same to somebody who looks for work to do. */
export type IncidentGroup = 'new' | 'waiting' | 'working' | 'deferred' | 'checking' | 'closed' | 'dropped'

export const INCIDENT_GROUPS: Readonly<Record<IncidentGroup, readonly IncidentState[]>> = {
  new: ['reported', 'verifying'],
  waiting: ['accepted', 'filed', 'returned'],
  working: ['dispatched', 'in_progress', 'rework'],
  deferred: ['deferred'],
  checking: ['resolved'],
  closed: ['closed'],
  dropped: ['rejected', 'duplicate', 'self_handled', 'cancelled'],
}

/** The groups in which something is still to be done, in the order of the work. */
export const OPEN_GROUPS: readonly IncidentGroup[] = ['new', 'waiting', 'working', 'deferred', 'checking']

const GROUP_OF = new Map(
  (Object.keys(INCIDENT_GROUPS) as IncidentGroup[]).flatMap((group) =>
    INCIDENT_GROUPS[group].map((state) => [state, group] as const),
  ),
)

/** Returns the group of a state. */
export function groupOf(state: IncidentState): IncidentGroup {
  return GROUP_OF.get(state) as IncidentGroup
}

/** How an incident is marked: a colour and a shape, so that neither is needed alone. */
export interface IncidentMark {
  status: Status
  /** The shape as a character, for maps. */
  character: string
  /** The shape as an SVG path in a box of 16. */
  path: string
}

const MARKS: Readonly<Record<IncidentGroup | 'late', IncidentMark>> = {
  late: { status: 'late', character: '■', path: 'M2.5 2.5h11v11h-11z' },
  new: { status: 'information', character: '◆', path: 'M8 1l7 7-7 7-7-7z' },
  waiting: { status: 'attention', character: '▲', path: 'M8 1.5 15 14H1z' },
  working: { status: 'good', character: '●', path: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z' },
  checking: {
    status: 'good',
    character: '◉',
    path: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.7a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6zm0 2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z',
  },
  deferred: { status: 'neutral', character: '◇', path: 'M8 1 1 8l7 7 7-7zm0 3L12 8l-4 4-4-4z' },
  closed: { status: 'neutral', character: '✓', path: 'M2 8.5 3.6 7l3 3L12.6 3.6 14 5l-7.4 8z' },
  dropped: {
    status: 'neutral',
    character: '×',
    path: 'M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z',
  },
}

/** Returns the mark of an incident; one that is late looks late, whatever its state. */
export function markOf(state: IncidentState, isLate: boolean): IncidentMark {
  return MARKS[isLate ? 'late' : groupOf(state)]
}

/** Returns the mark of a group. */
export function markOfGroup(group: IncidentGroup): IncidentMark {
  return MARKS[group]
}
