import type { Queries } from '../../database/types'

/** Who answers for a building: the key and name of a person. */
export interface Handler {
  id: number
  name: string
}

/** Who answered for each building on some days, in the order of the buildings' source ids. */
export class Handlers {
  private constructor(
    private readonly before: readonly (Handler | null)[],
    private readonly since: readonly (Handler | null)[],
    private readonly turn: number,
  ) {}

  /**
   * Those of the plans in force, as `private.locate` finds them; `firstDay` is the day (`YYYY-MM-DD`, in Beijing) on which
   * absences begin: from then on others stand in.
   */
  static async read(queries: Queries, district: number, firstDay: string): Promise<Handlers> {
    const turn = Date.parse(`${firstDay}T00:00:00+08:00`)
    const on = async (moment: number) => {
      const day = new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10)
      const rows = await queries.query<{ id: number | null; name: string | null }>(handlers, [district, day])
      return rows.map(({ id, name }) => (id === null || name === null ? null : { id, name }))
    }
    return new Handlers(await on(turn - 86_400_000), await on(turn), turn)
  }

  /** Who answered for a building at a moment (milliseconds since 1970); null where nobody on duty did. */
  at(building: number, moment: number): Handler | null {
    return (moment < this.turn ? this.before : this.since)[building]
  }

  /** The same for a case that happened at the building: from when it was sent to somebody. */
  of(incident: { building: number; reportedAt: number; history: { dispatchedAt: number | null } }) {
    return this.at(incident.building, incident.history.dispatchedAt ?? incident.reportedAt)
  }
}

const handlers = `
  with duty as materialized (
    select * from private.on_duty_people(
      array(select distinct a.person_id from public.assignments a where a.district_id = $1), $2::date)
  )
  select distinct on (b.source_id collate "C") person.id::float8 as id, person.name
  from public.buildings b
  left join private.coverage_in_force covered on covered.community_id = b.community_id
  left join public.grid_buildings gb on gb.plan_id = covered.plan_id and gb.building_id = b.id
  left join public.grids leaf on leaf.id = gb.grid_id
  left join public.assignments held on held.grid_id in (leaf.id, leaf.parent_id)
  left join public.scheme_posts post on post.id = held.post_id
  left join duty on duty.person = held.person_id
  left join public.people person on person.id = duty.doer
  where b.district_id = $1
  order by b.source_id collate "C", person.id is null, held.grid_id is distinct from leaf.id, not post.exclusive,
    post.per_grid, post.id, person.id`
