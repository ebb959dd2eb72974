/** A building as it is named on a map: with its estate, and within it. */
export interface Named {
  name: string
  x: number
  y: number
}

/** An estate whose name stands once; `of` gives the places of its buildings with what is left of their names. */
export interface Estate {
  name: string
  /** The middle of its upper side. */
  at: [x: number, y: number]
  of: Map<number, string>
}

/** A name in Chinese and what tells the building from the others, e.g. 渡口村 and 65号楼. */
const PARTS = /^(\p{Script=Han}{2,})(\d+\p{L}*)$/u
/** Fewer buildings keep their whole names, so that the numbers of two estates side by side are not mistaken for each other. */
const FEWEST = 12

/** Returns the estates with so many buildings that their name need not stand on each, in the order of their first buildings. */
export function estatesOf(buildings: readonly Named[]): Estate[] {
  const parts = new Map<string, Map<number, string>>()
  buildings.forEach(({ name }, place) => {
    const [, estate, rest] = PARTS.exec(name) ?? []
    if (estate) parts.set(estate, (parts.get(estate) ?? new Map<number, string>()).set(place, rest))
  })
  return [...parts].flatMap(([name, of]) => {
    if (of.size < FEWEST) return []
    const own = [...of.keys()].map((place) => buildings[place])
    const [xs, ys] = [own.map(({ x }) => x), own.map(({ y }) => y)]
    return [{ name, at: [(Math.min(...xs) + Math.max(...xs)) / 2, Math.min(...ys)], of }]
  })
}
