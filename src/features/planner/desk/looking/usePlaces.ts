import { computed, type Ref, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useNames } from '../../../../composables/useNames'
import { useRead } from '../../../../composables/useRead'
import type { Area } from '../../../../data/areas'
import { client } from '../../../../data/client'
import { type GridInForce, readGridsInForce } from '../../../../data/plans/in-force'
import { readGridStaff } from '../../../../data/plans/plan-outputs'
import { boundsOf } from '../../../../map/bounds'
import { gridId } from '../../../../plan/model/ids'
import type { Ground } from '../../../../plan/model/ground'
import { usePlan } from '../../../../stores/plan'
import { type FoundPlaces, type Indexed, searchPlaces, searchText } from './place-search'

const NOWHERE = { level: 0, key: null, place: null } as const

/**
 * Finds grids by code, number or name, communities and compounds by name, buildings by name and address, people on the posts of
 * grids by name, all of them by the community and street they lie in as well. Where the open plan is not in force, or none
 * lies there, codes and people are those of the grids in force.
 */
export function usePlaces(
  ground: Readonly<Ref<Ground | null>>,
  area: Readonly<Ref<Pick<Area, 'id'> | null>>,
) {
  const { t } = useI18n()
  const plan = usePlan()
  const { gridName, gridNumber, levelName, named, communityNameIn, streetName } = useNames()
  /** What the plan itself does not say is read once somebody is about to look for something. */
  const isAsked = ref(false)
  const isInForce = computed(() => plan.head?.state === 'published')
  const staff = useRead(
    'palette-staff',
    () => (isAsked.value && isInForce.value ? (plan.head?.id ?? 0) : 0),
    (id, signal) => (id ? readGridStaff(client(signal), id) : Promise.resolve([])),
    { topics: ['people', 'plans'] },
  )
  const inForce = useRead(
    'palette-in-force',
    () => (isAsked.value && !isInForce.value ? (area.value?.id ?? 0) : 0),
    (id, signal) => (id ? readGridsInForce(client(signal), id) : Promise.resolve([])),
    { topics: ['people', 'plans'] },
  )

  const around = (community: number) => [communityNameIn(ground.value, community), streetName(community)]

  const grids = computed(() =>
    [...(plan.draft?.grids.values() ?? [])].map((grid): Indexed => {
      const name = [levelName(grid.level), gridName(grid), grid.name].filter(Boolean).join(' ')
      const [community] = around(grid.community)
      const numbered = `${community}${gridNumber(grid)}`
      const aim = { level: grid.level, key: grid.key, place: null }
      return {
        kind: 'grid',
        own: searchText([plan.codes.get(gridId(grid)), gridName(grid), grid.name, numbered]),
        around: searchText([levelName(grid.level), ...around(grid.community)]),
        place: () => ({ id: `grid-${gridId(grid)}`, kind: 'grid', name, aim }),
      }
    }),
  )
  const areas = computed(() =>
    (ground.value?.input.communities ?? []).map((one): Indexed => ({
      kind: 'community',
      own: searchText([one.name, one.nameEn, one.code]),
      around: searchText([streetName(one.id)]),
      place: () => {
        const aim = { level: plan.leaf, key: null, place: null, community: one.id }
        return { id: `community-${one.id}`, kind: 'community', name: named(one), aim }
      },
    })),
  )
  const estates = computed(() => {
    const { compounds, buildings } = ground.value?.input ?? { compounds: [], buildings: null }
    const firstIn = new Map<number | null, number>()
    buildings?.compound.forEach((id, place) => firstIn.has(id) || firstIn.set(id, place))
    return compounds.flatMap(({ id, name, community }): Indexed[] => {
      const place = firstIn.get(id)
      if (place === undefined) return []
      const aim = { ...NOWHERE, place }
      return [
        {
          kind: 'compound',
          own: searchText([name]),
          around: searchText(community === null ? [] : around(community)),
          place: () => ({ id: `compound-${id}`, kind: 'compound', name, aim }),
        },
      ]
    })
  })
  const houses = computed(() => {
    const { buildings, compounds } = ground.value?.input ?? {}
    if (!buildings) return []
    const estateOf = new Map((compounds ?? []).map(({ id, name }): [number | null, string] => [id, name]))
    return buildings.id.map((id, place): Indexed => {
      const words = [buildings.name[place], buildings.address?.[place]]
      const name = words.filter(Boolean).join(' · ')
      const beside = [estateOf.get(buildings.compound[place]), ...around(buildings.community[place])]
      const aim = { ...NOWHERE, place }
      return {
        kind: 'building',
        own: searchText(words),
        around: searchText(beside),
        place: () => ({ id: `building-${id}`, kind: 'building', name, aim }),
      }
    })
  })
  const people = computed(() =>
    (staff.data.value ?? []).flatMap(({ level, key, people: names }) => {
      const where = `${levelName(level)} ${gridName({ level, key })}`
      const facts = plan.draft?.grids.get(gridId({ level, key }))
      return names.map((name): Indexed => ({
        kind: 'person',
        own: searchText([name]),
        around: searchText([where, ...(facts ? around(facts.community) : [])]),
        place: () => ({
          id: `person-${gridId({ level, key })}-${name}`,
          kind: 'person',
          name: `${name} · ${where}`,
          aim: { level, key, place: null },
        }),
      }))
    }),
  )

  /** A grid in force, or who holds a post on it: shown, not chosen, as another plan has it. */
  function placeInForce(kind: 'grid' | 'person', grid: GridInForce, own: string): Indexed {
    const where = t('planner.palette.inForce', { code: grid.code })
    const name = kind === 'person' ? `${own} · ${where}` : [where, grid.name].filter(Boolean).join(' ')
    return {
      kind,
      own: searchText(kind === 'person' ? [own] : [own, grid.name]),
      around: searchText([grid.code, ...around(grid.community)]),
      place: () => ({
        id: `${kind}-in-force-${grid.id}-${own}`,
        kind,
        name,
        aim: NOWHERE,
        bounds: boundsOf(grid.polygon),
      }),
    }
  }
  const elsewhere = computed(() =>
    (inForce.data.value ?? []).flatMap((grid) => [
      ...(plan.draft ? [] : [placeInForce('grid', grid, grid.code)]),
      ...grid.people.map((name) => placeInForce('person', grid, name)),
    ]),
  )
  const all = computed(() => [grids, areas, estates, houses, people, elsewhere].flatMap((some) => some.value))

  return {
    find: (typed: string): FoundPlaces => searchPlaces(typed.trim() ? all.value : [], typed),
    /** Whether the places of the area are there to be found. */
    isReady: computed(() => ground.value !== null),
    /** Reads what is found by more than the plan itself says. */
    prepare: () => void (isAsked.value = true),
  }
}
