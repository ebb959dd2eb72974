import type { MapSource } from '../../../data/district/settings'
import { readArchive } from '../../../composables/map/map-archive'
import { tileAddress } from '../../../map/sources'

/** What a try of a source came to. */
export type MapTest = 'works' | 'blocked' | 'no-picture' | 'no-pieces' | 'nothing'

const WAIT_MS = 10_000
const TOLD_AFTER_MS = 50

/**
 * Asks a source for one picture of where the district lies, or an archive for its first piece, from this page: as maps will. `blocked` is what the content security
 * policy of a page that was opened before the source was saved does not let through.
 */
export async function tryMapSource(source: MapSource, lng: number, lat: number): Promise<MapTest> {
  let isBlocked = false
  const notice = () => (isBlocked = true)
  document.addEventListener('securitypolicyviolation', notice)
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(), WAIT_MS)
  try {
    if (source.kind === 'pmtiles') return await tryArchive(source.url, ending.signal)
    const response = await fetch(tileAddress(source, lng, lat), {
      signal: ending.signal,
      credentials: 'omit',
    })
    if (!response.ok) return 'nothing'
    const picture = await response.blob()
    return await createImageBitmap(picture).then(
      () => 'works' as const,
      () => 'no-picture' as const,
    )
  } catch {
    // The browser says why only after it has refused.
    await new Promise((resolve) => setTimeout(resolve, TOLD_AFTER_MS))
    return isBlocked ? 'blocked' : 'nothing'
  } finally {
    clearTimeout(timer)
    document.removeEventListener('securitypolicyviolation', notice)
  }
}

/** An archive is read by pieces: a server that gives it whole (RFC 9110, 14.2, allows it) gives no map. */
async function tryArchive(url: string, signal: AbortSignal): Promise<MapTest> {
  const response = await fetch(url, { signal, credentials: 'omit', headers: { range: 'bytes=0-126' } })
  if (!response.ok) return 'nothing'
  if (response.status !== 206) {
    await response.body?.cancel()
    return 'no-pieces'
  }
  if (!isPmtiles(await response.arrayBuffer())) return 'no-picture'
  return (await readArchive(url)) ? 'works' : 'no-picture'
}

/** An archive begins with its name (PMTiles 3, section 3.1). */
function isPmtiles(bytes: ArrayBuffer): boolean {
  return new TextDecoder().decode(bytes.slice(0, 7)) === 'PMTiles'
}
