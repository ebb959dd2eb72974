import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Point } from 'geojson'
import WebSocket from 'ws'
import { demoPassword } from '../../../../supabase/local/accounts/accounts'
import { readKeys } from '../../../../supabase/local/folder/folder'
import { readChanges } from '../../../../src/data/changes'
import { invite } from '../../../../src/data/district/accounts'
import { acceptInvitation } from '../../../../src/data/functions'
import { signIn } from '../../../../src/data/session'
import { INCIDENT_STATES, isEnded } from '../../../../src/lib/incidents/incident-state'
import { connect, type Client } from '../../../../src/lib/supabase'
import type { DemoRole } from '../people'

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
    return new Set((await this.below(role)).map(({ id }) => id))
  }

  /** Their codes. */
  async communityCodesOf(role: DemoRole): Promise<Set<string>> {
    return new Set((await this.below(role)).map(({ code }) => code))
  }

  private async below(role: DemoRole) {
    const { memberships } = await readChanges(await this.open(role))
    const areas = await this.all((from, to) =>
      this.service.from('areas').select('id, code, kind').order('id').range(from, to),
    )
    const tops = areas.filter(({ id }) => memberships.some(({ areaId }) => areaId === id))
    return areas.filter(
      ({ kind, code }) => kind === 'community' && tops.some((top) => code.startsWith(top.code)),
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

  /** The cases of a district that are open, or of which something happened or fell due since a moment. */
  async casesSince(district: string, since: string) {
    const communities = await this.all(
      (from, to) =>
      this.service.from('areas').select('id, code').eq('kind', 'community').like('code', `${district}%`).order('id').range(from, to), // prettier-ignore
    )
    const codes = new Map(communities.map(({ id, code }) => [id, code]))
    const open = INCIDENT_STATES.filter((state) => !isEnded(state)).join()
    const moments = ['reported_at', 'filed_at', 'closed_at', 'due_at', 'missed_due_at'].map((at) => `${at}.gte.${since}`) // prettier-ignore
    const rows = await this.all((from, to) =>
      this.service
        .from('incidents')
        .select(
          'id, community_id, department_id, source, state, urgent, reported_at, filed_at, due_at, missed_due_at, resolved_at, closed_at, deadline_at, categories (code, grid_only)',
        ) // prettier-ignore
        .or([...moments, `state.in.(${open})`].join())
        .order('id')
        .range(from, to),
    )
    return rows.flatMap(({ community_id, categories, ...row }) => {
      const community = codes.get(community_id)
      return community ? [{ ...row, community, category: categories.code, isProtected: categories.grid_only }] : [] // prettier-ignore
    })
  }

  /** What of the households of some communities was called on between two days, as the wall tells it. */
  async visitCoverage(
    communities: ReadonlySet<number>,
    first: string,
    last: string,
  ): Promise<[number, number]> {
    const buildings = await this.all((from, to) =>
      this.service.from('buildings').select('id, community_id, households').order('id').range(from, to),
    )
    const visits = await this.all(
      (from, to) =>
      this.service.from('visits').select('id, building_id, households').gte('visited_on', first).lte('visited_on', last).order('id').range(from, to), // prettier-ignore
    )
    const called = new Map<number, number>()
    for (const one of visits) called.set(one.building_id, (called.get(one.building_id) ?? 0) + one.households)
    const own = buildings.filter(({ community_id }) => communities.has(community_id))
    const sum = (list: number[]) => list.reduce((total, one) => total + one, 0)
    return [
      sum(own.map(({ id, households }) => Math.min(called.get(id) ?? 0, households))),
      sum(own.map(({ households }) => households)),
    ]
  }

  /** Gives a department's cases of a district to somebody new who handles them; returns the name and password of the way in. */
  async makeHandler(district: string): Promise<{ signIn: string; password: string; department: number }> {
    const admin = await this.open('admin')
    const [{ id }] = await this.all((from, to) =>
      this.service.from('areas').select('id').eq('code', district).range(from, to),
    )
    const [department] = await this.all((from, to) =>
      this.service.from('departments').select('id').eq('district_id', id).order('id').range(from, to),
    )
    const signIn = `handler-${randomUUID().slice(0, 8)}`
    const password = randomUUID()
    const roles = [{ role: 'handler' as const, areaId: id, departmentId: department.id }]
    const { code } = await invite(admin, id, { name: '承办', signIn, roles })
    await acceptInvitation(admin, code, password)
    return { signIn, password, department: department.id }
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
