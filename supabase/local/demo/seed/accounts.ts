import type { MemberRole } from '../../../../src/lib/rights'
import { createAccount, demoAccounts, type DemoRole } from '../../accounts/accounts'
import type { Queries } from '../../database/types'
import type { AreaKeys } from './areas'

/** What each demo account may do in the district; the worker belongs to one community. */
const ROLES: Readonly<Record<DemoRole, readonly MemberRole[]>> = {
  planner: ['planner'],
  dispatcher: ['dispatcher'],
  leader: ['leader', 'reviewer'],
  checker: ['checker'],
  worker: ['worker'],
  admin: ['admin'],
  viewer: ['viewer'],
  wall: ['display'],
}

/** Adds the demo accounts with their memberships; the worker's account is that of a manager on duty. */
export async function seedAccounts(queries: Queries, keys: AreaKeys): Promise<void> {
  for (const { email, password, role } of demoAccounts) {
    const user = await createAccount(queries, email, password)
    const [worker] =
      role === 'worker' ? await queries.query<{ community: number | string }>(employ, [user]) : []
    for (const held of ROLES[role]) {
      await queries.query(
        'insert into public.memberships (user_id, role, area_id) values ($1, $2::text::public.member_role, $3)',
        [user, held, worker?.community ?? keys.district],
      )
    }
  }
}

/** Gives the account to the first grid manager on duty and returns the community of the grid. */
const employ = `
  with chosen as (
    select person.id, g.community_id
    from public.assignments held
    join public.grids g on g.id = held.grid_id
    join public.scheme_posts post on post.id = held.post_id and post.code = 'manager'
    join public.people person on person.id = held.person_id and person.on_duty
    where held.until is null
    order by g.code limit 1
  )
  update public.people p set user_id = $1 from chosen where p.id = chosen.id
  returning chosen.community_id as community`
