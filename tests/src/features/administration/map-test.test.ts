// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MapSource } from '../../../../src/data/district/settings'
import { tryMapSource } from '../../../../src/features/administration/settings/map-test'

const readArchive = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/composables/map/map-archive', () => ({ readArchive }))

const xyz: MapSource = {
  id: 'a',
  kind: 'xyz',
  name: '甲',
  url: 'https://maps.example.cn/{z}/{x}/{y}.png',
  key: '',
  layer: '',
  attribution: '',
  approval: '',
}
const pmtiles: MapSource = { ...xyz, kind: 'pmtiles', url: 'https://maps.example.cn/city.pmtiles' }
const fetched = vi.fn<typeof fetch>()
const decoded = vi.fn()
const ask = (source: MapSource) => tryMapSource(source, 116.397, 39.909)
const answer = (body: string, status = 200) => fetched.mockResolvedValue(new Response(body, { status }))

beforeEach(() => {
  fetched.mockReset()
  decoded.mockReset().mockResolvedValue({})
  readArchive.mockReset().mockResolvedValue({ kind: 'vector' })
  vi.stubGlobal('fetch', fetched)
  vi.stubGlobal('createImageBitmap', decoded)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a source of pictures', () => {
  it('works where it gives the picture of the place', async () => {
    answer('picture')
    expect(await ask(xyz)).toBe('works')
    const [url, options] = fetched.mock.calls[0]
    expect(url).toBe('https://maps.example.cn/12/3372/1552.png')
    expect(options?.credentials).toBe('omit')
  })

  it('gives no picture where the answer is none', async () => {
    answer('<html>')
    decoded.mockRejectedValue(new Error('no image'))
    expect(await ask(xyz)).toBe('no-picture')
  })

  it.each([403, 404, 500])('gives nothing where it answers %i', async (status) => {
    answer('', status)
    expect(await ask(xyz)).toBe('nothing')
  })

  it('is blocked where the page lets nothing through to it', async () => {
    fetched.mockImplementation(() => {
      document.dispatchEvent(new Event('securitypolicyviolation'))
      return Promise.reject(new TypeError('Failed to fetch'))
    })
    expect(await ask(xyz)).toBe('blocked')
  })

  it('is not called blocked for what was blocked before', async () => {
    document.dispatchEvent(new Event('securitypolicyviolation'))
    fetched.mockRejectedValue(new TypeError('Failed to fetch'))
    expect(await ask(xyz)).toBe('nothing')
  })

  it('is waited for ten seconds', async () => {
    vi.useFakeTimers()
    fetched.mockImplementation(
      (_, options) =>
        new Promise((_resolve, reject) =>
          options!.signal!.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        ),
    )
    const asked = ask(xyz)
    await vi.advanceTimersByTimeAsync(11_000)
    expect(await asked).toBe('nothing')
  })
})

describe('an archive', () => {
  it('works where a server gives its pieces', async () => {
    answer('PMTiles\u0003…', 206)
    expect(await ask(pmtiles)).toBe('works')
    expect(new Headers(fetched.mock.calls[0][1]?.headers).get('range')).toBe('bytes=0-126')
    expect(readArchive).toHaveBeenCalledWith(pmtiles.url)
  })

  it('gives no pieces where a server gives it whole', async () => {
    answer('PMTiles\u0003…', 200)
    expect(await ask(pmtiles)).toBe('no-pieces')
    expect(readArchive).not.toHaveBeenCalled()
  })

  it('is no map where it begins otherwise, or cannot be read', async () => {
    answer('SQLite format 3', 206)
    expect(await ask(pmtiles)).toBe('no-picture')
    answer('PMTiles\u0003…', 206)
    readArchive.mockResolvedValue(null)
    expect(await ask(pmtiles)).toBe('no-picture')
  })

  it('gives nothing where it is not there', async () => {
    answer('', 404)
    expect(await ask(pmtiles)).toBe('nothing')
  })
})

it('an address that this page may not ask is told from one that does not answer, though the browser says so afterwards', async () => {
  fetched.mockImplementation(() => {
    setTimeout(() => document.dispatchEvent(new Event('securitypolicyviolation')))
    return Promise.reject(new TypeError('Failed to fetch'))
  })
  expect(await ask(xyz)).toBe('blocked')
})
