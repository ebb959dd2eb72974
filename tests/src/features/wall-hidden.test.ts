// @vitest-environment happy-dom
import { shallowMount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { computed, shallowRef } from 'vue'
import { WALL_PARTS, type WallPart } from '../../../src/data/district/settings'
import WallBoard from '../../../src/features/wall/WallBoard.vue'
import { i18n, setLanguage } from '../../../src/i18n'

const settings = vi.hoisted(() => ({ wallHidden: [] as string[], wallTitle: '' }))
const read = vi.hoisted(() => ({ isKnown: true }))
vi.mock('../../../src/composables/useRead', () => ({
  useRead: (name: string) => ({
    data: computed(() => (name === 'district-settings' && read.isKnown ? settings : null)),
  }),
}))
vi.mock('../../../src/composables/map/map-archive', () => ({ readArchive: vi.fn() }))
vi.mock('../../../src/features/wall/useWall', () => ({
  useWall: () => ({
    statistics: shallowRef(null),
    points: shallowRef([]),
    overdue: shallowRef([]),
    feed: shallowRef([]),
    arrived: shallowRef(new Set()),
    figuresAt: shallowRef(null),
    shownAsOf: shallowRef(null),
    state: shallowRef('live'),
  }),
}))

/** What of a wall shows a part. */
const SHOWN_BY: Record<WallPart, (wall: VueWrapper) => boolean> = {
  figures: (wall) => has(wall, 'WallFigures'),
  overdue: (wall) => has(wall, 'OverdueList'),
  feed: (wall) => has(wall, 'IncidentFeed'),
  day: (wall) => has(wall, 'DayChart'),
  standing: (wall) => has(wall, 'StandingRates'),
  ranking: (wall) => has(wall, 'RankingChart'),
  density: (wall) => wall.findComponent({ name: 'WallMap' }).props('hasDensity') as boolean,
}
const has = (wall: VueWrapper, name: string) => wall.findComponent({ name }).exists()
const area = {
  id: 7,
  kind: 'district',
  code: '410802',
  name: '解放区',
  nameEn: null,
  parentId: null,
  districtId: 7,
}
const parts = (hidden: readonly WallPart[]) => {
  settings.wallHidden = [...hidden]
  const wall = shallowMount(WallBoard, {
    props: { area: area as never, factor: 1, isWide: false },
    global: { plugins: [i18n] },
  }) as VueWrapper
  return WALL_PARTS.filter((part) => SHOWN_BY[part](wall))
}

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

it('a wall shows everything that its district does not hide', () => {
  expect(parts([])).toEqual(WALL_PARTS)
})

it.each(WALL_PARTS)('hides %s, and nothing else with it', (part) => {
  expect(parts([part])).toEqual(WALL_PARTS.filter((one) => one !== part))
})

it('shows the map alone where everything else is hidden', () => {
  expect(parts(WALL_PARTS)).toEqual([])
})

it('shows nothing that may be hidden while nobody knows what is', () => {
  read.isKnown = false
  expect(parts([])).toEqual([])
  read.isKnown = true
})

it('has the title that the district gives', () => {
  settings.wallTitle = '解放区网格中心'
  const wall = shallowMount(WallBoard, {
    props: { area: area as never, factor: 1, isWide: false },
    global: { plugins: [i18n] },
  })
  expect(wall.findComponent({ name: 'WallHeader' }).props('area')).toBe('解放区网格中心')
})
