/** One annealing from hot to cold: steps `from` to `from + length - 1`. */
export interface Cycle {
  number: number
  from: number
  length: number
}

/** The cycles before anything is known of the time there is: a first and a good plan. */
export const openingSteps = 200
const opening = [20, 20, 40, 120]
declare const process: { env: Record<string, string> }
const cycleSteps = +(process.env.CYC ?? 300)

const hottest = +(process.env.HOT ?? 1)
const coldest = +(process.env.COLD ?? 0.02)

/** The cycle that a step belongs to, for a schedule of `planned` steps in all. */
export function cycleAt(step: number, planned: number): Cycle {
  let from = 0
  for (let number = 0; number < opening.length; number++) {
    if (step < from + opening[number]) return { number, from, length: opening[number] }
    from += opening[number]
  }
  const rest = Math.max(1, planned - from)
  const cycles = Math.max(1, Math.round(rest / cycleSteps))
  const which = Math.min(cycles - 1, Math.floor(((step - from) * cycles) / rest))
  const begin = from + Math.ceil((which * rest) / cycles)
  return {
    number: opening.length + which,
    from: begin,
    length: from + Math.ceil(((which + 1) * rest) / cycles) - begin,
  }
}

/** Temperature at a share of a cycle: falls evenly on a logarithmic scale, by powers of two in fixed fractions so that every machine agrees. */
export function temperatureAt(share: number, cycle: number): number {
  const top = cycle < 2 ? hottest / 2 : hottest
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
