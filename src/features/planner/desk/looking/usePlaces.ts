import { ref } from 'vue'
import { useNames } from '../../../../composables/useNames'
import { useRead } from '../../../../composables/useRead'
import { client } from '../../../../data/client'
import { readGridStaff } from '../../../../data/plans/plan-outputs'
import type { ZoomAim } from '../../../../map/plan-zoom'
import { gridId } from '../../../../plan/model/ids'
import { usePlan } from '../../../../stores/plan'

/** Something on the map that can be gone to. */
export interface FoundPlace {
  id: string
  kind: 'grid' | 'community' | 'compound' | 'building' | 'person'
  name: string
  aim: ZoomAim
}

/** So many of a kind are told: who looks for something types on. */
const MOST = 6
const plain = (text: string) => text.toLocaleLowerCase().normalize('NFKC')

/**
 * Finds grids by code, number or name, communities and compounds by name, buildings by name and address,
 * people on the posts of stored grids by name. Linear in what there is.
 */
export function usePlaces() {
  const plan = usePlan()
  const { gridName, levelName, named } = useNames()
  /** Who holds the posts is read once somebody is about to look for something. */
  const isAsked = ref(false)
  const staff = useRead(
    'palette-staff',
    () => (isAsked.value ? (plan.head?.id ?? 0) : 0),
    (id, signal) => (id ? readGridStaff(client(signal), id) : Promise.resolve([])),
    { topics: ['people', 'plans'] },
  )

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
      if (has(buildings.name[place], buildings.address?.[place]))
        houses.push({
          id: `building-${buildings.id[place]}`,
          kind: 'building',
          name: [buildings.name[place], buildings.address?.[place]].filter(Boolean).join(' · '),
          aim: { level: 0, key: null, place },
        })
    const people = (staff.data.value ?? []).flatMap(({ level, key, people: names }) =>
      names
        .filter((name) => has(name))
        .map((name): FoundPlace => {
          const grid = { level, key }
          const where = `${levelName(level)} ${gridName(grid)}`
          return {
            id: `person-${gridId(grid)}-${name}`,
            kind: 'person',
            name: `${name} · ${where}`,
            aim: { ...grid, place: null },
          }
        }),
    )
    return [grids, areas, estates, houses, people].flatMap((some) => some.slice(0, MOST))
  }

  /** Reads what is found by more than the plan itself says. */
  function prepare(): void {
    isAsked.value = true
  }

  return { find, prepare }
}
