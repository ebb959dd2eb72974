import type { NoticeBoard } from '../../data/plans/plan-outputs'
import { postsOfGrid, type Scheme, type SchemePost } from '../../data/plans/schemes'

/** A post of a scheme with how many of it the grids of its level need. */
export interface PostNeed {
  post: SchemePost
  needed: number
  /** The least allowances for all of them, yuan a month; null where nothing is paid. */
  yuanMonth: number | null
}

/** The ground that posts are counted on: grids of their level, with their households and communities. */
interface PostGround {
  grids: number
  households: number
  communities: number
}

/** Returns how many people a post needs: `private.post_need` of the database, for grids that are not stored yet. */
function peopleNeeded(post: SchemePost, { grids, households, communities }: PostGround): number {
  if (post.basis === 'households') return post.perGrid * Math.ceil(households / (post.basisHouseholds ?? 1))
  if (post.basis === 'community') return post.perGrid * communities
  if (post.basis === 'district') return grids > 0 ? post.perGrid : 0
  return post.perGrid * (post.span === null ? grids : Math.ceil(grids / post.span))
}

/** Returns what the grids of a level need of each of its posts; pay as `private.post_pay` has it. */
export function postsNeeded(posts: readonly SchemePost[], ground: PostGround): PostNeed[] {
  return posts.map((post) => {
    const needed = peopleNeeded(post, ground)
    const paid = {
      month: needed,
      household: ground.households * post.perGrid,
      grid: ground.grids * post.perGrid,
    }
    return { post, needed, yuanMonth: post.allowance ? paid[post.payPer] * post.allowance : null }
  })
}

/** Returns how many grids of a target size so many households come to: at least one. */
export function gridsFor(households: number, target: number): number {
  return Math.max(1, Math.round(households / target))
}

/** A place on a post of a grid; without a holder it is vacant, `count` of them where there are too many to show one by one. */
export interface PostPlace {
  name: string
  nameEn: string
  holder: { name: string; telephone: string } | null
  count: number
}

/** So many places are shown one by one. */
const MOST_PLACES = 9

/**
 * Returns the places on a grid of a level and on the grids above it: every one that the scheme asks for, held or vacant, and
 * whoever serves beyond that.
 */
export function postPlaces(
  holders: NoticeBoard['holders'],
  levels: Scheme['levels'],
  level: number,
): PostPlace[] {
  const rest = [...holders]
  const upwards = Array.from({ length: level }, (_, above) => level - above)
  const wanted = upwards.flatMap((at) => postsOfGrid(levels.find((one) => one.level === at)?.posts ?? []))
  const places = wanted.flatMap(({ name, nameEn, perGrid }) => {
    const held = rest.filter(({ post }) => post === name).slice(0, perGrid)
    for (const holder of held) rest.splice(rest.indexOf(holder), 1)
    const vacant = Array.from({ length: perGrid - held.length }, () => ({
      name,
      nameEn,
      holder: null,
      count: 1,
    }))
    return [...held.map(heldPlace), ...vacant]
  })
  const all = [...places, ...rest.map(heldPlace)]
  return all.length > MOST_PLACES ? gathered(all) : all
}

function heldPlace({ post, postEn, name, telephone }: NoticeBoard['holders'][number]): PostPlace {
  return { name: post, nameEn: postEn, holder: { name, telephone }, count: 1 }
}

/** Puts the vacant places of a post into one. */
function gathered(places: readonly PostPlace[]): PostPlace[] {
  return places.reduce<PostPlace[]>((all, place) => {
    const last = all[all.length - 1]
    if (!last || last.holder || place.holder || last.name !== place.name) return [...all, place]
    return [...all.slice(0, -1), { ...last, count: last.count + 1 }]
  }, [])
}
