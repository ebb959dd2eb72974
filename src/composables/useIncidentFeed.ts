import { onScopeDispose } from 'vue'
import { client, hasPush } from '../data/client'
import { type IncidentChanges, readIncidentChanges } from '../data/incidents/incident-changes'
import { onIncidentPush } from '../data/incidents/incident-push'
import { type Polling, usePolling, type PollingOptions } from './usePolling'

/** However many changes are pushed, no more is asked than this often. */
const PUSHED_EVERY_MS = 1_000

export interface FeedSettings extends PollingOptions {
  areaId: () => number | null
  /** What is followed, the area and whatever else it was read for: under another one it begins anew. */
  subject: () => string
  /** Reads what is shown to begin with. What changes meanwhile comes with the first changes. */
  begin: (areaId: number, signal: AbortSignal) => Promise<void>
  /** Puts changed incidents in their places. Answers false where it cannot tell, and then it begins anew. */
  apply: (changes: IncidentChanges, areaId: number, signal: AbortSignal) => boolean | Promise<boolean>
}

export interface IncidentFeed extends Polling {
  /** Begins anew with the next attempt, since what was shown is gone. */
  forget: () => void
}

/**
 * Follows what happens to the incidents of an area, by cursor and polling, until the scope ends. The cursor is taken
 * before the beginning is read and moves on only after its changes were applied, so nothing is missed, whatever fails
 * between; an incident may come twice, each time as it is now. While the connection is lost the cursor waits. Where the
 * database pushes changes, a push only makes it ask at once, and polling goes on beside it.
 */
export function useIncidentFeed(settings: FeedSettings): IncidentFeed {
  const { areaId, subject, begin, apply, ...pace } = settings
  let reached: { subject: string; cursor: number } | null = null

  async function start(area: number, of: string, signal: AbortSignal): Promise<void> {
    const { cursor } = await readIncidentChanges(client(signal), area, null)
    signal.throwIfAborted()
    await begin(area, signal)
    signal.throwIfAborted()
    reached = { subject: of, cursor }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    const [area, of] = [areaId(), subject()]
    if (area === null) return
    for (;;) {
      if (reached?.subject !== of) return start(area, of, signal)
      const changes = await readIncidentChanges(client(signal), area, reached.cursor)
      signal.throwIfAborted()
      const isApplied = await apply(changes, area, signal)
      signal.throwIfAborted()
      if (!isApplied) return start(area, of, signal)
      reached = { subject: of, cursor: changes.cursor }
      if (!changes.more) return
    }
  }

  const forget = () => void (reached = null)
  const polling = usePolling(follow, pace)
  if (hasPush()) {
    const asking = atMostEvery(PUSHED_EVERY_MS, polling.now)
    const stop = onIncidentPush(client(), asking.call)
    onScopeDispose(() => (stop(), asking.end()))
  }
  return { ...polling, forget }
}

/** Returns a way to do `work` at once, and once more after a pause where it was called for meanwhile. */
function atMostEvery(pauseMs: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWanted = false

  function call(): void {
    isWanted = timer !== undefined
    if (isWanted) return
    work()
    timer = setTimeout(() => {
      timer = undefined
      if (isWanted) call()
    }, pauseMs)
  }
  return { call, end: () => clearTimeout(timer) }
}
