import type { Area } from '../../data/areas'

/** What boards can be printed of in one job: an area, and the communities of the plan in it. */
export interface BoardExtent {
  area: Area
  depth: number
  communities: Area[]
}

const byCode = (one: Area, other: Area) => one.code.localeCompare(other.code)

/** Returns the areas of which a plan has boards: its district and streets where they have several communities of it, and each community. */
export function boardExtents(communities: readonly Area[], byId: ReadonlyMap<number, Area>): BoardExtent[] {
  const own = [...communities].sort(byCode)
  const districts = [...new Set(own.map(({ districtId }) => districtId))]
  return districts.flatMap((district) => {
    const inDistrict = own.filter(({ districtId }) => districtId === district)
    const streets = [...new Set(inDistrict.map(({ parentId }) => parentId))]
    const above = byId.get(district)
    const isSeveral = streets.length > 1
    return [
      ...(above && isSeveral ? [{ area: above, depth: 0, communities: inDistrict }] : []),
      ...streets.flatMap((id) => {
        const street = byId.get(id ?? 0)
        const inStreet = inDistrict.filter(({ parentId }) => parentId === id)
        const depth = isSeveral ? 1 : 0
        return [
          ...(street && inStreet.length > 1 ? [{ area: street, depth, communities: inStreet }] : []),
          ...inStreet.map((area) => ({ area, depth: depth + 1, communities: [area] })),
        ]
      }),
    ]
  })
}
