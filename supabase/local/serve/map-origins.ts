import type { Database } from '../database/types'

/** For so long what was read is not read again: a source that is saved is allowed after that time at the latest. */
const askAgainAfterMs = 5_000

/** 天地图 shares its load between these. */
const tianditu = Array.from({ length: 8 }, (_, place) => `https://t${place}.tianditu.gov.cn`)

/** Where maps may come from, by the settings of all districts: what the content security policy lets pages load. */
export class MapOrigins {
  readonly #database: Pick<Database, 'query'>
  #known = ''
  #readAtMs = -Infinity

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database
  }

  /** The origins with a blank between them; empty where every map is of this host. */
  get words(): string {
    return this.#known
  }

  /** Reads them anew where that is some seconds ago. What cannot be read stays as it was. */
  async refresh(nowMs = performance.now()): Promise<void> {
    if (nowMs - this.#readAtMs < askAgainAfterMs) return
    this.#readAtMs = nowMs
    const rows = await this.#database
      .query<{ kind: string; url: string }>(
        `select distinct s ->> 'kind' as kind, s ->> 'url' as url
         from public.district_settings d, jsonb_array_elements(d.map_sources) s`,
      )
      .catch(() => null)
    if (rows) this.#known = [...new Set(rows.flatMap(originsOf))].sort().join(' ')
  }
}

function originsOf({ kind, url }: { kind: string; url: string }): string[] {
  if (kind === 'tianditu') return tianditu
  const plain = url.replace(/\{[^}]*\}/g, '0')
  if (!URL.canParse(plain)) return []
  const { origin, protocol } = new URL(plain)
  return protocol === 'https:' || protocol === 'http:' ? [origin] : []
}
