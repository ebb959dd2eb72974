/** One annealing from hot to cold: steps `from` to `from + length - 1`. */
export interface Cycle {
  number: number
  from: number
  length: number
}

/** The first cycles are short, for a first and a good plan; all later ones are alike. */
const opening = [20, 20, 40, 120]
const cycleSteps = 500

/** Temperatures in units of the energy: at the top nearly every plan is reached, at the bottom next to nothing changes for the worse. */
const hottest = 1.5
const coldest = 0.05
/** Beside an existing plan the search begins gently, not to forget it. */
const hottestGentle = 0.3

/** The cycle that a step belongs to. */
export function cycleAt(step: number): Cycle {
  let from = 0
  for (let number = 0; number < opening.length; number++) {
    if (step < from + opening[number]) return { number, from, length: opening[number] }
    from += opening[number]
  }
  const which = Math.floor((step - from) / cycleSteps)
  return { number: opening.length + which, from: from + which * cycleSteps, length: cycleSteps }
}

/** Temperature at a share of a cycle: falls evenly on a logarithmic scale. */
export function temperatureAt(share: number, number: number, gentle: boolean): number {
  const top = gentle ? hottestGentle : number < 2 ? hottest / 4 : hottest
  return top * powerBelowOne(coldest / top, share)
}

/** `base ** exponent` for 0 < base < 1 and 0 ≤ exponent ≤ 1 from square roots, which every engine rounds alike. */
function powerBelowOne(base: number, exponent: number): number {
  let result = 1
  let root = base
  let rest = exponent
  for (let bit = 0; bit < 20; bit++) {
    root = Math.sqrt(root)
    rest *= 2
    if (rest >= 1) {
      result *= root
      rest -= 1
    }
  }
  return result
}
