import { INCIDENT_STATES, type IncidentState } from './incident-state'

/** An incident as a point on a map. */
export interface IncidentPoint {
  id: number
  lng: number
  lat: number
  /** The next deadline in milliseconds, or null when nothing more is due. */
  deadlineMs: number | null
  categoryId: number
  state: IncidentState
  isUrgent: boolean
  isUrged: boolean
  /** Shown at its grid instead of its address. */
  isAtGrid: boolean
  /** Reported before the period that was asked for: it is there because it is still open. */
  isEarlier: boolean
}

const RECORD_BYTES = 22
const MINUTE_MS = 60_000

/**
 * Returns the points of `incident_map`: base64 of big-endian records of 22 bytes: id, lng and lat in 1e-7 degrees,
 * deadline in minutes since 1970 (0: none), category id (each int32), ordinal of the state, flags (1 urgent, 2 urged,
 * 4 at its grid, 8 reported before the period).
 */
export function unpackPoints(base64: string): IncidentPoint[] {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  const points: IncidentPoint[] = []
  for (let at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const minutes = view.getInt32(at + 12)
    const flags = view.getUint8(at + 21)
    points.push({
      id: view.getInt32(at),
      lng: view.getInt32(at + 4) / 1e7,
      lat: view.getInt32(at + 8) / 1e7,
      deadlineMs: minutes === 0 ? null : minutes * MINUTE_MS,
      categoryId: view.getInt32(at + 16),
      state: INCIDENT_STATES[view.getUint8(at + 20)],
      isUrgent: (flags & 1) !== 0,
      isUrged: (flags & 2) !== 0,
      isAtGrid: (flags & 4) !== 0,
      isEarlier: (flags & 8) !== 0,
    })
  }
  return points
}
