// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import type { MapSource } from '../../../../src/data/district/settings'
import { tryMapSource } from '../../../../src/features/administration/settings/map-test'

vi.mock('../../../../src/composables/map-archive', () => ({ readArchive: vi.fn() }))
afterEach(() => vi.unstubAllGlobals())

const source: MapSource = {
  id: 'map-1',
  kind: 'pmtiles',
  name: '',
  url: 'https://maps.example.cn/a.pmtiles',
  key: '',
  layer: '',
  attribution: '',
  approval: '',
}

it('an address that this page may not ask is told from one that does not answer, though the browser says so afterwards', async () => {
  vi.stubGlobal('fetch', () => {
    setTimeout(() => document.dispatchEvent(new Event('securitypolicyviolation')))
    return Promise.reject(new TypeError('Failed to fetch'))
  })
  expect(await tryMapSource(source, 113, 35)).toBe('blocked')
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await tryMapSource(source, 113, 35)).toBe('nothing')
})
