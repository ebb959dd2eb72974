// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import MapView from '../../../src/components/MapView.vue'
import { i18n, setLanguage } from '../../../src/i18n'
import { palette } from '../../../src/lib/theme'
import type { MapPart } from '../../../src/map/part'
import { archivePart, elsewherePart } from '../../../src/map/parts/elsewhere'
import type { ElsewhereSource } from '../../../src/map/sources'

vi.mock('../../../src/composables/map/useMap', () => ({
  useMap: () => ({
    map: shallowRef(null),
    isReady: shallowRef(false),
    isLost: shallowRef(false),
    failure: shallowRef(null),
    fit: vi.fn(),
  }),
}))

const source: ElsewhereSource = {
  id: 'a',
  kind: 'tianditu',
  url: '',
  key: 'k',
  layer: '',
  attribution: '',
  approval: '审图号：GS(2026)0001号',
}
const drawn: MapPart = { id: 'ground', slot: 'base', sources: {}, layers: () => [] }
const shown = (parts: MapPart[] | (() => MapPart[])) =>
  mount(MapView, {
    props: { parts, colours: palette('light'), label: '地图' },
    global: { plugins: [i18n] },
  }).find('.attribution')

beforeEach(() => setLanguage('zh-CN'))

it('who made a map from elsewhere and its 审图号 stand on it', () => {
  expect(shown([drawn, elsewherePart(source)!]).text()).toBe('天地图 · 审图号：GS(2026)0001号')
  const named = { ...source, kind: 'xyz' as const, url: 'https://x.cn/{z}/{x}/{y}', attribution: '市测绘院' }
  expect(shown([elsewherePart(named)!]).text()).toBe('市测绘院 · 审图号：GS(2026)0001号')
})

it('of an archive by its own word where the district has none', () => {
  const archive = { address: 'x', kind: 'raster' as const, layers: [], attribution: '© 贡献者' }
  expect(shown([archivePart({ ...source, kind: 'pmtiles', url: 'x' }, archive, 'zh-CN')]).text()).toBe(
    '© 贡献者 · 审图号：GS(2026)0001号',
  )
})

it('nothing stands on the map that is drawn here', () => {
  expect(shown([drawn]).exists()).toBe(false)
})
