import type { PlanFault } from '../../../../plan/model/faults'
import type { Figures } from '../../../../plan/model/figures'
import type { PlanView } from '../../../../plan/model/plan-view'
import { rimPlaces } from '../../../../plan/model/rim'
import type { GridKey } from '../../../../lib/ids'

/** Returns the element some steps after another, around the end; the first where there is no other. */
function after<T>(all: readonly T[], now: T | undefined, step: 1 | -1): T | undefined {
  const at = now === undefined ? -1 : all.indexOf(now)
  if (at < 0) return step > 0 ? all[0] : all[all.length - 1]
  return all[(at + step + all.length) % all.length]
}

/** Returns the key of the grid after or before another in the order of their numbers; undefined without any. */
export function nextGrid(
  figures: Figures,
  level: number,
  now: number | null,
  step: 1 | -1,
): number | undefined {
  const keys = [...figures.values()].flatMap((figure) => (figure.level === level ? [figure.key] : []))
  return after(
    keys.sort((one, other) => one - other),
    now ?? undefined,
    step,
  )
}

/** Returns the place after or before another on the rim of a grid; undefined without any. */
export function nextOnRim(
  live: PlanView,
  key: GridKey,
  now: number | undefined,
  step: 1 | -1,
): number | undefined {
  return after(rimPlaces(live, key), now, step)
}

/** Walks through the faults of a plan; starts anew where the fault it stood at has been mended. */
export function faultWalk() {
  let now: string | undefined
  const name = ({ code, level, key, building }: PlanFault) =>
    `${code} ${level} ${key ?? ''} ${building ?? ''}`
  return (faults: readonly PlanFault[], step: 1 | -1): PlanFault | undefined => {
    now = after(faults.map(name), now, step)
    return faults.find((fault) => name(fault) === now)
  }
}
