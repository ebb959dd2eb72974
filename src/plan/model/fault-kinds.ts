import type { PlanFault } from './faults'

/** So many faults of one kind are told one by one; more are summed. */
const FEW = 5

/** Faults of one kind at one level, in their order. */
export interface FaultKind {
  code: PlanFault['code']
  isHard: boolean
  level: number
  faults: readonly PlanFault[]
  /** Sum of what they amount to: households, square metres, how many. */
  amount: number
  /** They are many: told as one. */
  isSummed: boolean
}

/** Returns faults by kind and level, in the order in which the kinds first come. */
export function faultKinds(faults: readonly PlanFault[]): FaultKind[] {
  const kinds = new Map<string, PlanFault[]>()
  for (const fault of faults) {
    const name = `${fault.code} ${fault.level} ${fault.isHard}`
    const known = kinds.get(name)
    if (known) known.push(fault)
    else kinds.set(name, [fault])
  }
  return [...kinds.values()].map((all) => {
    const [{ code, isHard, level }] = all
    const amount = all.reduce((sum, one) => sum + one.amount, 0)
    return { code, isHard, level, faults: all, amount, isSummed: all.length > FEW }
  })
}
