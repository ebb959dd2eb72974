// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { type App, createApp, ref, shallowRef } from 'vue'
import { usePlaces } from '../../../../../src/features/planner/desk/looking/usePlaces'
import { readGridStaff } from '../../../../../src/data/plans/plan-outputs'
import { type GridInForce, readGridsInForce } from '../../../../../src/data/plans/in-force'
import { searchPlaces, searchText } from '../../../../../src/features/planner/desk/looking/place-search'
import type { Ground } from '../../../../../src/plan/model/ground'
import { usePlan } from '../../../../../src/stores/plan'
import { usePlace } from '../../../../../src/stores/place'
import { useSession } from '../../../../../src/stores/session'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { detailOf, scheme, withSmallPlan } from '../../../stores/plan-sheet'

vi.mock('../../../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../../../src/data/plans/plans')
vi.mock('../../../../../src/data/plans/plan-outputs')
vi.mock('../../../../../src/data/plans/in-force')

const small = withSmallPlan()

let app: App
let places!: ReturnType<typeof usePlaces>
const ground = shallowRef<Ground | null>(null)
const idsOf = (typed: string) => places.find(typed).found.map(({ id }) => id)

beforeEach(async () => {
  vi.clearAllMocks()
  await setLanguage('zh-CN')
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  vi.mocked(readGridsInForce).mockResolvedValue([])
  ground.value = small.ground
  app = createApp({ setup: () => ((places = usePlaces(ground, ref({ id: 1 }))), () => null) })
  app.use(createPinia()).use(PiniaColada).use(i18n).mount(document.createElement('div'))
  useSession().memberships = [{ role: 'planner', areaId: 1 }]
  usePlace().areas = [
    { id: 3, kind: 'street', code: '990101001', name: '南街道', nameEn: null, parentId: 9, districtId: 9 },
    ...small.ground.input.communities.map(({ id, code, name, nameEn }) => ({
      ...{ id, code, name, nameEn, kind: 'community' as const, parentId: 3, districtId: 9 },
    })),
  ]
})
afterEach(() => app.unmount())

test('places are found by name, buildings by their address too, people by the grid whose post they hold', async () => {
  const [grid] = small.drawn.draft.grids.values()
  vi.mocked(readGridStaff).mockResolvedValue([
    { level: grid.level, key: grid.key, posts: 1, people: ['李明', '王芳'] },
  ])
  small.ground.input.buildings.address = small.ground.input.buildings.id.map((id) => `长安路${id}号`)
  ground.value = { ...small.ground }
  const detail = detailOf(7, small)
  await usePlan().open(small.ground, scheme, { ...detail, plan: { ...detail.plan, state: 'published' } })

  const [first] = small.ground.input.buildings.id
  expect(idsOf(`长安路${first}号`)).toContain(`building-${first}`)
  expect(idsOf('李明')).toEqual([])
  places.prepare()
  await vi.waitFor(() => expect(idsOf('李明')).toHaveLength(1))
  expect(places.find('李明').found[0]).toMatchObject({
    kind: 'person',
    aim: { level: grid.level, key: grid.key },
  })
  expect(idsOf('没有这个人')).toEqual([])
})

test('two words find a grid by its number and the street or community it lies in, not all that lies there', async () => {
  await usePlan().open(small.ground, scheme, detailOf(7, small))
  const [grid] = [...small.drawn.draft.grids.values()].filter(({ community }) => community === 12)
  const number = String(grid.key).padStart(3, '0')
  expect(idsOf(`南街道 ${number}`)).toContain(`grid-${grid.level}-${grid.key}`)
  expect(idsOf(`社区2 ${number}`)).toContain(`grid-${grid.level}-${grid.key}`)
  expect(idsOf(`社区1 ${number}`)).not.toContain(`grid-${grid.level}-${grid.key}`)
  expect(idsOf('南街道')).toEqual([])
})

test('where no plan is open places are found all the same, grids and people by what is in force; none is chosen', async () => {
  const grid = {
    id: 41,
    level: 1,
    key: 3,
    code: '990101001001003',
    name: '',
    community: 11,
    people: ['李明'],
  }
  const polygon = small.ground.input.communities[0].boundary
  vi.mocked(readGridsInForce).mockResolvedValue([{ ...grid, polygon } as GridInForce])
  expect(usePlan().head).toBeNull()
  expect(idsOf('社区1')).toContain('community-11')
  places.prepare()
  await vi.waitFor(() => expect(idsOf('李明')).toHaveLength(1))
  expect(places.find('李明').found[0]).toMatchObject({
    kind: 'person',
    name: '李明 · 现行网格 990101001001003',
  })
  expect(places.find('李明').found[0].bounds?.[0]).toBe(113)
  expect(idsOf('001001003')).toEqual(['grid-in-force-41-990101001001003'])
})

test('a draft has the people of the grids in force', async () => {
  await usePlan().open(small.ground, scheme, detailOf(7, small))
  const grid = {
    id: 41,
    level: 1,
    key: 3,
    code: '990101001001003',
    name: '',
    community: 11,
    people: ['李明'],
  }
  const polygon = small.ground.input.communities[0].boundary
  vi.mocked(readGridsInForce).mockResolvedValue([{ ...grid, polygon } as GridInForce])
  places.prepare()
  await vi.waitFor(() => expect(idsOf('李明')).toHaveLength(1))
  expect(readGridStaff).not.toHaveBeenCalled()
})

test('of more than six of a kind six are told, and how many more there are', () => {
  const all = Array.from({ length: 9 }, (_, at) => ({
    kind: 'building' as const,
    own: searchText([`Ａ${at}号楼`]),
    around: '',
    place: () => ({
      id: String(at),
      kind: 'building' as const,
      name: '',
      aim: { level: 0, key: null, place: at },
    }),
  }))
  const { found, more } = searchPlaces(all, 'a 号楼')
  expect(found).toHaveLength(6)
  expect(more).toEqual([{ kind: 'building', count: 3 }])
  expect(searchPlaces(all, 'a1').more).toEqual([])
})
