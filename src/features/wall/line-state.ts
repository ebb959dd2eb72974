import { toDataError } from '../../lib/errors'

/** How it stands between a wall and the database; only `live` says that what is shown is so now. */
export type LineState = 'live' | 'connecting' | 'lost' | 'slow' | 'busy' | 'broken' | 'refused'

/** Older than this nothing counts as live, even where no attempt has failed: a page that slept has made none. */
export const LIVE_FOR_MS = 20_000

const STATES: Readonly<Record<string, LineState>> = {
  'no-connection': 'lost',
  'took-too-long': 'slow',
  'too-many-requests': 'busy',
  'service-unavailable': 'broken',
  'changed-meanwhile': 'broken',
  unexpected: 'broken',
}

/** Returns how it stands from the failures of what is asked again and again, if any, and when the changes were last asked for. */
export function lineState(failures: readonly unknown[], askedAtMs: number | null, nowMs: number): LineState {
  const codes = failures.filter(Boolean).map((failure) => toDataError(failure).code)
  const states = codes.map((code) => STATES[code] ?? 'refused')
  if (states.includes('refused')) return 'refused'
  if (states.length) return states[0]
  if (askedAtMs === null) return 'connecting'
  return nowMs - askedAtMs > LIVE_FOR_MS ? 'lost' : 'live'
}
