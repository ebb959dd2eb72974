/** How sure a piece is of its best division: cycles that begin anew and end at the same energy again and again speak for it. */
export interface Rest {
  /** Cycles in a row that ended at the best energy known. */
  agreed: number
  /** Until this cycle the piece leaves the time to others. */
  until: number
  /** Least energy of the present cycle. */
  cycleEnergy: number
  bestEnergy: number
}

/** So many cycles must agree before a piece rests at all. */
const enough = 3
/** A piece rests for 1, 3, 7 … cycles, never more than this. */
const longestRest = 31
const same = 1e-6

export function createRest(): Rest {
  return { agreed: 0, until: 0, cycleEnergy: Infinity, bestEnergy: Infinity }
}

/** Whether the piece rests in this cycle. */
export function sleeps(rest: Rest, cycle: number): boolean {
  return cycle < rest.until
}

export function beginRest(rest: Rest): void {
  rest.cycleEnergy = Infinity
}

/** Looks at where a cycle ended; where it found nothing better and nothing worse than the best, the piece is surer of it. */
export function judgeCycle(rest: Rest, cycle: number, bestEnergy: number): void {
  if (bestEnergy < rest.bestEnergy - same) {
    rest.agreed = 0
    rest.bestEnergy = bestEnergy
  }
  if (rest.cycleEnergy > bestEnergy + same) return
  rest.agreed++
  if (rest.agreed <= enough) return
  rest.until = cycle + 1 + Math.min(longestRest, 2 ** (rest.agreed - enough) - 1)
}
