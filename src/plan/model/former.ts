/** What of a plan tells which one came before. */
interface Dated {
  id: number
  areaCode: string
  basedOn: number | null
  publishedAt: string | null
  inForce: number
}

function isShared(one: Dated, other: Dated): boolean {
  return one.areaCode.startsWith(other.areaCode) || other.areaCode.startsWith(one.areaCode)
}

/**
 * Returns the plan with which another is compared: of a plan that is not published the one in force on its ground, of a
 * published one the last published before it; else the one it branched from, else null.
 */
export function formerPlan<T extends Dated>(plans: readonly T[], plan: Dated): T | null {
  const others = plans.filter((other) => other.id !== plan.id && isShared(other, plan))
  const earlier = others.filter(
    ({ publishedAt, inForce }) =>
      publishedAt !== null && (plan.publishedAt === null ? inForce > 0 : publishedAt < plan.publishedAt),
  )
  const last = earlier.reduce<T | null>(
    (best, one) => (best && (best.publishedAt ?? '') >= (one.publishedAt ?? '') ? best : one),
    null,
  )
  return last ?? others.find(({ id }) => id === plan.basedOn) ?? null
}
