import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { servePages } from '../../supabase/local/serve/pages'

const page = '<!doctype html><title>格治</title>'
const script = `console.log('${'x'.repeat(500)}')`
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridward-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), page)
  await writeFile(join(folder, 'assets', 'index-abc.js'), script)
  await writeFile(join(folder, 'icon.png'), new Uint8Array([137, 80]))
  await writeFile(join(folder, 'city.pmtiles'), 'PMTiles and what follows')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const get = (path: string, headers: Record<string, string> = {}) =>
  servePages(folder)(new Request(`http://127.0.0.1${path}`, { headers }))

test.each(['/', '/planner', '/wall/410802?view=heat'])(
  '%s is the application, never kept by the browser',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(await response.text()).toBe(page)
  },
)

test('hashed assets are kept for a year', async () => {
  const response = await get('/assets/index-abc.js')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('a file that could not be read once is read again, not refused for ever', async () => {
  const serve = servePages(folder)
  const late = join(folder, 'late.js')
  await mkdir(late)
  const ask = () => serve(new Request('http://127.0.0.1/late.js'))
  await expect(ask()).rejects.toThrow()
  await rm(late, { recursive: true })
  await writeFile(late, script)
  expect(await (await ask()).text()).toBe(script)
})

describe('compression', () => {
  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('%s where the browser takes it', async (encoding, decode) => {
    const response = await get('/assets/index-abc.js', { 'accept-encoding': encoding })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    const body = Buffer.from(await response.arrayBuffer())
    expect(body.length).toBeLessThan(script.length)
    expect(decode(body).toString()).toBe(script)
  })

  test('pictures go as they are', async () => {
    const response = await get('/icon.png', { 'accept-encoding': 'br, gzip' })
    expect(response.headers.get('content-encoding')).toBeNull()
  })
})

describe('an archive of map tiles', () => {
  test.each([
    ['bytes=0-6', 'PMTiles', 'bytes 0-6/24'],
    ['bytes=8-10', 'and', 'bytes 8-10/24'],
    ['bytes=17-', 'follows', 'bytes 17-23/24'],
    ['bytes=17-9999', 'follows', 'bytes 17-23/24'],
  ])('is given by pieces: %s', async (range, words, said) => {
    const response = await get('/city.pmtiles', { range })
    expect([response.status, response.headers.get('content-range')]).toEqual([206, said])
    expect(response.headers.get('content-length')).toBe(String(words.length))
    expect(await response.text()).toBe(words)
  })

  test.each(['bytes=24-', 'bytes=9-8', 'bytes=-5', 'lines=1-2'])('%s is no piece of it', async (range) => {
    const response = await get('/city.pmtiles', { range })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */24'])
  })

  test('is told from another of the same name by what it is called', async () => {
    const before = (await get('/city.pmtiles', { range: 'bytes=0-6' })).headers.get('etag')
    await writeFile(join(folder, 'city.pmtiles'), 'PMTiles and what followed')
    expect((await get('/city.pmtiles', { range: 'bytes=0-6' })).headers.get('etag')).not.toBe(before)
  })
})

test.each(['/assets/gone.js', '/%2e%2e/%2e%2e/etc/passwd.txt', '/..%2fsecret.txt', '/%', '/a%00.js'])(
  '%s is not there',
  async (path) => {
    expect((await get(path)).status).toBe(404)
  },
)

test('without a build it says what to do', () => {
  expect(() => servePages(join(folder, 'nowhere'))).toThrow('run npm run build')
})
