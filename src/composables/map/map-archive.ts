import { addProtocol } from 'maplibre-gl'
import type { Archive } from '../../map/sources'

/** One for all maps of the page: MapLibre asks it for the tiles of every archive. Its reader is loaded with the first. */
let opening: ReturnType<typeof open> | null = null

async function open() {
  const { PMTiles, Protocol, TileType } = await import('pmtiles')
  const protocol = new Protocol()
  addProtocol('pmtiles', protocol.tile)
  return { PMTiles, TileType, protocol }
}

/** Attribution is written for pages of HTML, with links. */
function wordsOf(attribution: unknown): string {
  return typeof attribution === 'string' ? attribution.replace(/<[^>]*>/g, '').trim() : ''
}

/**
 * Returns what an archive of tiles (PMTiles, version 3) holds, and lets maps draw it; null where its tiles are of no kind that
 * they can. `url`: absolute, or a path of this host. Asks for its first pieces only. Throws what the network does.
 */
export async function readArchive(url: string): Promise<Archive | null> {
  const { PMTiles, TileType, protocol } = await (opening ??= open())
  const address = new URL(url, location.href).href
  const archive = protocol.get(address) ?? new PMTiles(address)
  protocol.add(archive)
  const { tileType } = await archive.getHeader()
  const kind = tileType === TileType.Mvt ? 'vector' : 'raster'
  if (tileType === TileType.Unknown || tileType === TileType.Mlt) return null
  const metadata = (await archive.getMetadata()) as {
    attribution?: unknown
    vector_layers?: { id: string }[]
  }
  return {
    address: `pmtiles://${address}`,
    kind,
    layers: (metadata.vector_layers ?? []).map(({ id }) => id),
    attribution: wordsOf(metadata.attribution),
  }
}
