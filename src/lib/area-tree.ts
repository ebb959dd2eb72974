/** What is needed of an area to know what lies within what. */
interface Node {
  id: number
  parentId: number | null
}

/** Returns an area and those around it, the district last. */
function around<A extends Node>(area: A, byId: ReadonlyMap<number, A>): A[] {
  const above = area.parentId === null ? undefined : byId.get(area.parentId)
  return above ? [area, ...around(above, byId)] : [area]
}

/** Returns whether an area is another one or lies within it. */
export function isWithin<A extends Node>(area: A, other: A, byId: ReadonlyMap<number, A>): boolean {
  return around(area, byId).some(({ id }) => id === other.id)
}

/** Returns the smallest area around all of the first one's district; null for none. Areas of other districts are left out. */
export function smallestAround<A extends Node>(areas: readonly A[], byId: ReadonlyMap<number, A>): A | null {
  if (areas.length === 0) return null
  const district = (area: A) => around(area, byId).at(-1)?.id
  const here = areas.filter((area) => district(area) === district(areas[0]))
  return around(areas[0], byId).find((one) => here.every((area) => isWithin(area, one, byId))) ?? null
}

/**
 * Returns what of an area is seen by somebody with roles in `held`: the area itself where one of them lies around it, else
 * the held areas within it without those that lie in another, else nothing.
 */
export function partsSeen<A extends Node>(area: A, held: readonly A[], byId: ReadonlyMap<number, A>): A[] {
  if (held.some((one) => isWithin(area, one, byId))) return [area]
  const parts = [...new Set(held)].filter((one) => isWithin(one, area, byId))
  return parts.filter((one) => !parts.some((other) => other !== one && isWithin(one, other, byId)))
}
