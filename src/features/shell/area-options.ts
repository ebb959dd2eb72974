import type { Area } from '../../data/areas'

/** An area in a list of all of them: below what it lies in, and found by its name in either language or its code. */
export interface AreaOption {
  value: string
  label: string
  /** 0 for a district, 1 for a street, 2 for a community. */
  depth: number
  /** What it lies in, for those that are found by typing. */
  within: string
  /** Everything by which it is found, in lower case. */
  text: string
}

/** Returns the areas one below the other, each under what it lies in, in the order of their codes. */
export function areaOptions(
  areas: readonly Area[],
  nameOf: (area: Pick<Area, 'name' | 'nameEn'>) => string,
): AreaOption[] {
  const below = new Map<number | null, Area[]>()
  for (const area of areas) {
    const siblings = below.get(area.parentId)
    if (siblings) siblings.push(area)
    else below.set(area.parentId, [area])
  }
  const options: AreaOption[] = []
  const add = (parent: number | null, path: readonly string[]): void => {
    const here = [...(below.get(parent) ?? [])].sort((one, other) => one.code.localeCompare(other.code))
    for (const area of here) {
      const { name, nameEn, code, id } = area
      const label = nameOf(area)
      options.push({
        value: code,
        label,
        depth: path.length,
        within: path.slice(1).join(' · '),
        text: [name, nameEn, code].join(' ').toLowerCase(),
      })
      add(id, [...path, label])
    }
  }
  add(null, [])
  return options
}

/** Returns the areas in whose names or code each word of a search stands, in their order; all where nothing is searched. */
export function areasFound(options: readonly AreaOption[], search: string): AreaOption[] {
  const words = search.trim().toLowerCase().split(/\s+/)
  return options.filter(({ text }) => words.every((word) => text.includes(word)))
}
