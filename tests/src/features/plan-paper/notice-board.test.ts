// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { encodeQR } from 'qr'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PlanState } from '../../../../src/data/plans/plans'
import { boardNeighbours } from '../../../../src/features/plan-paper/board-neighbours'
import AddressNote from '../../../../src/features/plan-paper/AddressNote.vue'
import NoticeBoard from '../../../../src/features/plan-paper/NoticeBoard.vue'
import type { PostPlace } from '../../../../src/components/plan/posts'
import { i18n, setLanguage } from '../../../../src/i18n'
import { square } from '../../../support/squares'

const board = {
  level: 1,
  key: 3,
  code: null as string | null,
  name: '',
  households: 60,
  label: [113.005, 35.005] as [number, number],
  polygon: square(113, 35, 0.01),
  holders: [],
  buildings: [{ name: '甲楼', lng: 113.005, lat: 35.005, households: 60 }],
  servicePoint: null,
}
const vacant: PostPlace = { name: '协管员', nameEn: 'assistant', holder: null, count: 1 }
const held: PostPlace = { ...vacant, name: '管理员', holder: { name: '甲', telephone: '100' } }
const neighbours = [{ word: '007', label: board.label, polygon: square(113.01, 35, 0.01) }]

async function open(state: PlanState, code: string | null = null, publicAddress = '') {
  const isOut = state === 'published' || state === 'superseded'
  const plan = {
    state,
    effectiveFrom: isOut ? '2026-03-01' : null,
    supersededAt: state === 'superseded' ? '2026-06-01T08:00:00Z' : null,
  }
  const posts = [held, vacant, vacant]
  const props = {
    board: { ...board, code },
    plan,
    posts,
    neighbours,
    baseMap: null,
    community: '甲社区',
    estimated: 0,
    publicAddress,
  }
  const opened = mount(NoticeBoard, {
    props,
    global: { plugins: [i18n], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
  })
  await flushPromises()
  return opened
}

beforeEach(async () => {
  setActivePinia(createPinia())
  await setLanguage('zh-CN')
})

describe('a notice board', () => {
  it('shows every post, vacant or held', async () => {
    const places = (await open('published', '999901003001003')).findAll('[data-place]')
    expect(places.map((place) => place.text().replace(/\s+/g, ''))).toEqual([
      '管理员甲100',
      '协管员人员待定',
      '协管员人员待定',
    ])
  })

  it('of a published plan is official', async () => {
    const opened = await open('published', '999901003001003')
    expect(opened.find('[data-test=board-state]').exists()).toBe(false)
    expect(opened.find('.code').text()).toContain('999901003001003')
    expect(opened.text()).toContain('公示日期2026/03/01')
  })

  it.each([
    ['draft', '草稿'],
    ['submitted', '待审核'],
  ] as const)(
    'of a plan that is %s says so, is headed by the number, and was published on no day',
    async (state, word) => {
      const opened = await open(state)
      expect(opened.find('[data-test=board-state]').text()).toContain(word)
      expect(opened.find('.code').text()).toBe('003')
      expect(opened.text()).not.toContain('公示日期')
    },
  )

  it('of a superseded plan says so, and since when', async () => {
    const opened = await open('superseded', '999901003001003')
    expect(opened.find('[data-test=board-state]').text()).toContain('已替代')
    expect(opened.text()).toContain('被替代2026/06/01')
  })

  it('has the numbers of the grids beside it on its map, and tells units in the language', async () => {
    const opened = await open('draft')
    expect(opened.findAll('svg text.quiet').map((word) => word.text())).toEqual(['007'])
    expect(opened.find('svg g text').text()).toMatch(/^\d+米$/)
    await setLanguage('en')
    await flushPromises()
    expect(opened.find('svg g text').text()).toMatch(/^\d+ m$/)
    expect(opened.find('[data-test=board-state]').text()).toContain('Draft')
  })
})

describe('the address on a board', () => {
  const codeOf = (link: string) =>
    `data:image/svg+xml;utf8,${encodeURIComponent(encodeQR(link, 'svg', { ecc: 'medium', border: 1 }))}`
  const path = '/incidents?grid=999901003001003&report=113.00500,35.00500'

  it('is the public one of the settings, in the code and as it is typed', async () => {
    const opened = await open('published', '999901003001003', 'https://wangge.example.cn/')
    const picture = opened.get('figure img')
    expect(picture.attributes('alt')).toBe(`https://wangge.example.cn${path}`)
    expect(picture.attributes('src')).toBe(codeOf(`https://wangge.example.cn${path}`))
    expect(opened.get('[data-test=public-address]').text()).toBe('wangge.example.cn')
  })

  it('is that of the page where none is set, and both the board and a note above it say so', async () => {
    const opened = await open('published', '999901003001003')
    expect(opened.get('figure img').attributes('src')).toBe(codeOf(`${location.origin}${path}`))
    expect(opened.get('[data-test=public-address]').text()).toBe(location.host)
    const note = (publicAddress: string) =>
      mount(AddressNote, { props: { publicAddress }, global: { plugins: [i18n] } })
    expect(note('').text()).toContain(`本页地址 ${location.origin}`)
    expect(note('https://wangge.example.cn').find('[data-test=no-public-address]').exists()).toBe(false)
  })
})

describe('the neighbours on a board', () => {
  const grid = (level: number, key: number, community: number) => ({
    ...{
      id: key,
      level,
      key,
      community,
      parent: null,
      code: null,
      name: '',
      locked: false,
      kind: null,
      households: 1,
    },
    label: board.label,
    polygon: board.polygon,
  })

  it('are the other grids of its level, named with their community where it is another', () => {
    const grids = [grid(1, 1, 5), grid(2, 3, 5), grid(2, 4, 5), grid(2, 5, 6)]
    const found = boardNeighbours(grids, { level: 2, key: 3, community: 5 }, (id) => `社区${id}`)
    expect(found.map(({ word }) => word)).toEqual(['004', '社区6 005'])
  })
})
