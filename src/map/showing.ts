import type { Steps } from '../../geo/index'
import { inSlices } from '../lib/slices'
import { type MapLike, reconcile, type Shown } from './reconcile'

/** Keeps a map showing what is wanted. */
export interface Showing {
  /** Puts on the map what is wanted by now; what changes meanwhile is put on it after that. */
  bring: (map: MapLike) => Promise<void>
  /** Stops, and takes nothing for shown any more: the map has lost its graphics context, or is gone. */
  forget: () => void
}

/** Shows what `look` returns, a source at a time, so that the page can answer in between. */
export function createShowing(look: () => Shown): Showing {
  /** What is on the map; null while that is being changed. */
  let shown: Shown | null = null
  let isBusy = false
  let isAwaited = false
  let round = 0

  /** Goes on until all is forgotten; whether it came to the end. */
  function* whileKnown(steps: Steps<void>): Steps<boolean> {
    const mine = round
    while (round === mine) {
      if (steps.next().done) return true
      yield
    }
    return false
  }

  async function put(map: MapLike): Promise<void> {
    const [before, wanted] = [shown, look()]
    shown = null
    if (wanted.colours !== before?.colours) {
      map.setPaintProperty('background', 'background-color', wanted.colours.map.land)
    }
    const isDone = await inSlices(whileKnown(reconcile(map, before, wanted)), 0)
    if (isDone) shown = wanted
  }

  async function bring(map: MapLike): Promise<void> {
    isAwaited = true
    if (isBusy) return
    isBusy = true
    try {
      while (isAwaited) {
        isAwaited = false
        await put(map)
      }
    } finally {
      isBusy = false
    }
  }

  function forget(): void {
    round++
    isAwaited = false
    shown = null
  }

  return { bring, forget }
}
