import { existsSync } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { Refusal } from '../refusal'
import type { PageHandler } from './server'

type Encoding = 'br' | 'gzip' | ''

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * Serves a built application: its files, and index.html for every other address that looks like a page. Hashed assets
 * are kept by the browser for a year; text is compressed once and kept in memory. Archives of map tiles are given by pieces. Throws a Refusal without a build.
 */
export function servePages(folder: string): PageHandler {
  if (!existsSync(join(folder, 'index.html')))
    throw new Refusal(`There is no built application in ${folder}: run npm run build.`)
  const bodies = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  const bodyOf = (path: string, encoding: Encoding) => {
    const key = `${encoding}:${path}`
    const known = bodies.get(key)
    if (known) return known
    const body = encode(path, encoding)
    bodies.set(key, body)
    // What could not be read this time is read again.
    body.catch(() => bodies.delete(key))
    return body
  }
  return async (request) => {
    const path = fileOf(folder, new URL(request.url).pathname)
    if (!path) return new Response('Not found', { status: 404 })
    if (extname(path) === '.pmtiles') return pieceOf(request, path)
    const encoding = encodingOf(request, path)
    const body = request.method === 'HEAD' ? null : await bodyOf(path, encoding)
    return new Response(body, { headers: headersOf(path, encoding) })
  }
}

function fileOf(folder: string, pathname: string): string | undefined {
  const name = decode(pathname)
  if (name === undefined || name.includes('..') || name.includes('\0')) return undefined
  const path = join(folder, normalize(name))
  if (extname(name)) return existsSync(path) ? path : undefined
  return join(folder, 'index.html')
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}

function headersOf(path: string, encoding: Encoding): Record<string, string> {
  const hashed = path.includes('/assets/') || path.includes('\\assets\\')
  return {
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(encoding && { 'content-encoding': encoding }),
  }
}

function encodingOf(request: Request, path: string): Encoding {
  const type = contentTypes[extname(path)] ?? ''
  if (!type.includes('charset') && extname(path) !== '.wasm') return ''
  const accepted = request.headers.get('accept-encoding') ?? ''
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : ''
}

/** Most of an archive that one request gets: a reader asks for a directory or a tile. */
const MOST_BYTES = 16 << 20

/**
 * The piece of an archive of map tiles that a request asks for (RFC 9110, 14); an archive may be larger than memory. Without a range
 * it begins at the beginning, and ends where a piece does.
 */
async function pieceOf(request: Request, path: string): Promise<Response> {
  const { size, mtimeMs } = await stat(path)
  const asked = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(request.headers.get('range') ?? 'bytes=0-')
  const from = asked ? Number(asked[1]) : size
  const last = Math.min(asked?.[2] ? Number(asked[2]) : Infinity, from + MOST_BYTES - 1, size - 1)
  const headers = {
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    etag: `"${size}-${Math.round(mtimeMs)}"`,
  }
  if (from > last)
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const piece = new Uint8Array(last - from + 1)
  if (request.method !== 'HEAD') {
    const file = await open(path)
    await file.read(piece, 0, piece.length, from).finally(() => file.close())
  }
  return new Response(request.method === 'HEAD' ? null : piece, {
    status: 206,
    headers: {
      ...headers,
      'content-type': 'application/vnd.pmtiles',
      'content-range': `bytes ${from}-${last}/${size}`,
      'content-length': String(piece.length),
    },
  })
}

async function encode(path: string, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const plain = await readFile(path)
  if (encoding === 'gzip') return new Uint8Array(await promisify(gzip)(plain))
  if (encoding === '') return new Uint8Array(plain)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
  return new Uint8Array(await promisify(brotliCompress)(plain, quality))
}
