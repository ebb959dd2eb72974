import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readArchive } from '../../../src/composables/map/map-archive'

const added = vi.hoisted(() => vi.fn())
vi.mock('maplibre-gl', () => ({ addProtocol: added }))

/** An archive without tiles: header (PMTiles 3, section 3), an empty directory and metadata, none of them compressed. */
function archiveOf(tileType: number, metadata: unknown): Uint8Array {
  const words = new TextEncoder().encode(JSON.stringify(metadata))
  const bytes = new Uint8Array(128 + words.length)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('PMTiles'))
  bytes[7] = 3
  const put = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true)
  put(8, 127)
  put(16, 1)
  put(24, 128)
  put(32, words.length)
  bytes[97] = bytes[98] = 1
  bytes[99] = tileType
  bytes.set(words, 128)
  return bytes
}

let served: Record<string, Uint8Array>
beforeEach(() => {
  served = {}
  vi.stubGlobal('location', { href: 'https://here.example/incidents' })
  vi.stubGlobal('fetch', (url: string, { headers }: { headers: Headers }) => {
    const bytes = served[url]
    const [from, last] = (headers.get('range') ?? '').slice(6).split('-').map(Number)
    const piece = bytes.slice(from, last + 1)
    return Promise.resolve(
      new Response(piece, { status: 206, headers: { 'content-length': String(piece.length) } }),
    )
  })
})
afterEach(() => vi.unstubAllGlobals())

it('says what an archive holds, and lets maps draw it', async () => {
  const url = new URL('/city.pmtiles', location.href).href
  served[url] = archiveOf(1, {
    vector_layers: [{ id: 'water' }, { id: 'roads' }],
    attribution: '<a href="https://osm.org">© OpenStreetMap</a>',
  })
  expect(await readArchive('/city.pmtiles')).toEqual({
    address: `pmtiles://${url}`,
    kind: 'vector',
    layers: ['water', 'roads'],
    attribution: '© OpenStreetMap',
  })
  served['https://maps.example.cn/photo.pmtiles'] = archiveOf(2, {})
  expect(await readArchive('https://maps.example.cn/photo.pmtiles')).toMatchObject({
    kind: 'raster',
    layers: [],
  })
  expect(added).toHaveBeenCalledExactlyOnceWith('pmtiles', expect.any(Function))
})

it('draws nothing of tiles that no map can, and throws on what is no archive', async () => {
  served['https://maps.example.cn/other.pmtiles'] = archiveOf(0, {})
  expect(await readArchive('https://maps.example.cn/other.pmtiles')).toBeNull()
  served['https://maps.example.cn/page.pmtiles'] = new TextEncoder().encode('<!doctype html>'.repeat(20))
  await expect(readArchive('https://maps.example.cn/page.pmtiles')).rejects.toThrow('magic number')
})
