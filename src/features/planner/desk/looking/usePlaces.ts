import { useNames } from '../../../../composables/useNames'
import type { ZoomAim } from '../../../../map/plan-zoom'
import { gridId } from '../../../../plan/model/ids'
import { usePlan } from '../../../../stores/plan'

/** Something on the map that can be gone to. */
export interface FoundPlace {
  id: string
  kind: 'grid' | 'community' | 'compound' | 'building'
  name: string
  aim: ZoomAim
}

/** So many of a kind are told: who looks for something types on. */
const MOST = 6
const plain = (text: string) => text.toLocaleLowerCase().normalize('NFKC')

/** Finds grids by code, number or name, communities, compounds and buildings by name. Linear in what there is. */
export function usePlaces() {
  const plan = usePlan()
  const { gridName, levelName, named } = useNames()

  function find(typed: string): FoundPlace[] {
    const { ground, draft } = plan
    const text = plain(typed.trim())
    if (!text || !ground) return []
    const { communities, compounds, buildings } = ground.input
    const has = (...words: readonly (string | null | undefined)[]) =>
      words.some((word) => word && plain(word).includes(text))
    const grids = [...(draft?.grids.values() ?? [])].flatMap((grid): FoundPlace[] => {
      const name = [levelName(grid.level), gridName(grid), grid.name].filter(Boolean).join(' ')
      if (!has(plan.codes.get(gridId(grid)), gridName(grid), grid.name)) return []
      return [
        {
          id: `grid-${gridId(grid)}`,
          kind: 'grid',
          name,
          aim: { level: grid.level, key: grid.key, place: null },
        },
      ]
    })
    const areas = communities.flatMap((one): FoundPlace[] => {
      if (!has(one.name, one.nameEn, one.code)) return []
      const aim = { level: plan.leaf, key: null, place: null, community: one.id }
      return [{ id: `community-${one.id}`, kind: 'community', name: named(one), aim }]
    })
    const estates = compounds.flatMap(({ id, name }): FoundPlace[] => {
      const place = has(name) ? buildings.compound.indexOf(id) : -1
      return place < 0
        ? []
        : [{ id: `compound-${id}`, kind: 'compound', name, aim: { level: 0, key: null, place } }]
    })
    const houses: FoundPlace[] = []
    for (let place = 0; place < buildings.id.length && houses.length < MOST; place++)
      if (has(buildings.name[place]))
        houses.push({
          id: `building-${buildings.id[place]}`,
          kind: 'building',
          name: buildings.name[place],
          aim: { level: 0, key: null, place },
        })
    return [grids, areas, estates, houses].flatMap((some) => some.slice(0, MOST))
  }

  return { find }
}
