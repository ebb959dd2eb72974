import type { MapSource } from '../../../data/district/settings'
import { tileAddress } from '../../../map/sources'

/** What a try of a source came to. */
export type MapTest = 'works' | 'blocked' | 'no-picture' | 'nothing'

const WAIT_MS = 10_000

/**
 * Asks a source for one picture of where the district lies, from this page: as maps will. `blocked` is what the content security
 * policy of a page that was opened before the source was saved does not let through.
 */
export async function tryMapSource(source: MapSource, lng: number, lat: number): Promise<MapTest> {
  let isBlocked = false
  const notice = () => (isBlocked = true)
  document.addEventListener('securitypolicyviolation', notice)
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(), WAIT_MS)
  try {
    const response = await fetch(tileAddress(source, lng, lat), {
      signal: ending.signal,
      credentials: 'omit',
    })
    if (!response.ok) return 'nothing'
    if (source.kind === 'pmtiles') return isPmtiles(await response.arrayBuffer()) ? 'works' : 'no-picture'
    const picture = await response.blob()
    return await createImageBitmap(picture).then(
      () => 'works' as const,
      () => 'no-picture' as const,
    )
  } catch {
    return isBlocked ? 'blocked' : 'nothing'
  } finally {
    clearTimeout(timer)
    document.removeEventListener('securitypolicyviolation', notice)
  }
}

/** An archive begins with its name (PMTiles 3, section 3.1). */
function isPmtiles(bytes: ArrayBuffer): boolean {
  return new TextDecoder().decode(bytes.slice(0, 7)) === 'PMTiles'
}
