import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Point } from 'geojson'
import WebSocket from 'ws'
import { demoPassword } from '../../../supabase/local/accounts/accounts'
import { readKeys } from '../../../supabase/local/folder/folder'
import { readChanges } from '../../../src/data/changes'
import { signIn } from '../../../src/data/session'
import { INCIDENT_STATES, isEnded } from '../../../src/lib/incidents/incident-state'
import { connect, type Client } from '../../../src/lib/supabase'
import type { DemoRole } from './people'

const PAGE = 1000
const HOUR_MS = 3_600_000
const webSocket = WebSocket as unknown as typeof globalThis.WebSocket

/** Rows as they are stored, whoever may read them. */
export class RawRows {
  private constructor(
    private readonly service: Client,
    private readonly open: (role: DemoRole) => Promise<Client>,
  ) {}

  static async of(baseURL: string): Promise<RawRows> {
    const { anonKey, serviceKey } = await readKeys(join(process.env.GRIDWARD_E2E_DATA ?? ''))
    const client = (key: string) => connect({ url: baseURL, anonKey: key, keepSession: false, webSocket })
    return new RawRows(client(serviceKey), async (role) => {
      const own = client(anonKey)
      await signIn(own, `${role}@demo.gridward.cn`, demoPassword)
      return own
    })
  }

  /** All rows of a table that a filter lets through, page by page. */
  private async all<T>(
    read: (from: number, to: number) => PromiseLike<{ data: T[] | null; error: unknown }>,
  ) {
    const rows: T[] = []
    for (let from = 0; ; from += PAGE) {
      const { data, error } = await read(from, from + PAGE - 1)
      if (error) throw new Error(JSON.stringify(error))
      rows.push(...(data ?? []))
      if ((data ?? []).length < PAGE) return rows
    }
  }

  /** Ids of the communities below where a role is held. */
  async communitiesOf(role: DemoRole): Promise<Set<number>> {
    const { memberships } = await readChanges(await this.open(role))
    const areas = await this.all((from, to) =>
      this.service.from('areas').select('id, code, kind').order('id').range(from, to),
    )
    const tops = areas.filter(({ id }) => memberships.some(({ areaId }) => areaId === id))
    return new Set(
      areas
        .filter(({ kind, code }) => kind === 'community' && tops.some((top) => code.startsWith(top.code)))
        .map(({ id }) => id),
    )
  }

  /**
   * How many open cases there are in some communities, and how many of them are overdue. Who does not handle cases is told
   * nothing of those of welfare and mediation.
   */
  async openCases(
    communities: ReadonlySet<number>,
    isHandler: boolean,
  ): Promise<{ open: number; overdue: number }> {
    const states = INCIDENT_STATES.filter((state) => !isEnded(state))
    const rows = await this.all((from, to) =>
      this.service
        .from('incidents')
        .select('id, community_id, deadline_at, categories (grid_only)')
        .in('state', states)
        .order('id')
        .range(from, to),
    )
    const seen = rows.filter(
      ({ community_id, categories }) => communities.has(community_id) && (isHandler || !categories.grid_only),
    )
    const now = Date.now()
    return {
      open: seen.length,
      overdue: seen.filter(({ deadline_at }) => deadline_at !== null && Date.parse(deadline_at) < now).length,
    }
  }

  /** A case by its number: the code of its community, and what its punctuality is made of. */
  async caseOf(number: string) {
    const rows = await this.all((from, to) =>
      this.service
        .from('incidents')
        .select('community_id, filed_at, resolved_at, closed_at, due_at, missed_due_at')
        .eq('number', number)
        .range(from, to),
    )
    const [{ community_id, ...moments }] = rows
    const [community] = await this.all((from, to) =>
      this.service.from('areas').select('code').eq('id', community_id).range(from, to),
    )
    const ms = (moment: string | null) => (moment === null ? NaN : Date.parse(moment))
    const isLate =
      moments.missed_due_at !== null || ms(moments.resolved_at ?? moments.closed_at) > ms(moments.due_at)
    return {
      community: community.code,
      isFiled: moments.filed_at !== null,
      isClosedInTime: moments.closed_at !== null && !isLate,
    }
  }

  /**
   * Plants cases of a category in a district, all of them yesterday at noon of its clock and where one of the category lies
   * already. Returns the code of the community.
   */
  async plant(district: string, category: string, count: number): Promise<string> {
    const communities = await this.all(
      (from, to) =>
      this.service.from('areas').select('id, code').eq('kind', 'community').like('code', `${district}%`).range(from, to), // prettier-ignore
    )
    const categories = await this.all((from, to) =>
      this.service.from('categories').select('id').like('code', `${category}%`).range(from, to),
    )
    const ids = (list: { id: number }[]) => list.map(({ id }) => id)
    const { data: place, error } = await this.service
      .from('incidents')
      .select('district_id, category_id, community_id, position')
      .in('community_id', ids(communities))
      .in('category_id', ids(categories))
      .order('id')
      .limit(1)
      .single()
    if (error) throw new Error(JSON.stringify(error))
    const noon = new Date(Date.now() + 8 * HOUR_MS - 24 * HOUR_MS).toISOString().slice(0, 10)
    const [lng, lat] = (place.position as Point).coordinates
    const rows = Array.from({ length: count }, () => ({
      ...place,
      position: `SRID=4326;POINT(${lng} ${lat})`,
      number: `planted-${randomUUID()}`,
      client_key: randomUUID(),
      state: 'reported' as const,
      reported_at: `${noon}T04:00:00Z`,
    }))
    const written = await this.service.from('incidents').insert(rows)
    if (written.error) throw new Error(JSON.stringify(written.error))
    return communities.find(({ id }) => id === place.community_id)?.code ?? ''
  }

  /** The grids of a district that hold the buildings and are in force on a day (`YYYY-MM-DD`), over all plans. */
  async inForce(
    district: string,
    day: string,
  ): Promise<{ grids: number; households: number; codes: string[] }> {
    const covers = await this.all((from, to) =>
      this.service
        .from('plan_communities')
        .select('plan_id, community_id, in_force, areas!inner (code)')
        .like('areas.code', `${district}%`)
        .order('plan_id')
        .order('community_id')
        .range(from, to),
    )
    const held = new Set(
      covers
        .filter(({ in_force }) => isIn(String(in_force), day))
        .map(({ plan_id, community_id }) => `${plan_id} ${community_id}`),
    )
    const grids = await this.all((from, to) =>
      this.service
        .from('grids')
        .select('id, plan_id, community_id, parent_id, code, households')
        .order('id')
        .range(from, to),
    )
    const parents = new Set(grids.map(({ parent_id }) => parent_id))
    const own = grids.filter(
      ({ id, plan_id, community_id }) => held.has(`${plan_id} ${community_id}`) && !parents.has(id),
    )
    return {
      grids: own.length,
      households: own.reduce((sum, { households }) => sum + households, 0),
      codes: own.map(({ code }) => code ?? '').sort(),
    }
  }
}

/** Whether a day lies in a range as PostgreSQL writes it: `[2026-01-01,2026-02-01)`, `[2026-01-01,)` or `empty`. */
function isIn(range: string, day: string): boolean {
  const [, from, to] = range.match(/^\[([^,]*),([^)]*)\)$/) ?? []
  return from !== undefined && from <= day && (to === '' || day < to)
}
