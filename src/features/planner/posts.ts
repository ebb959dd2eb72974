import type { SchemePost } from '../../data/schemes'

/** A post of a scheme with how many of it the grids of its level need. */
export interface PostNeed {
  post: SchemePost
  needed: number
  /** The least allowances for all of them, yuan a month; null where nothing is paid. */
  yuanMonth: number | null
}

/** Returns what a number of grids of a level needs of each of its posts. */
export function postsNeeded(posts: readonly SchemePost[], grids: number): PostNeed[] {
  return posts.map((post) => {
    const needed = grids * post.perGrid
    return { post, needed, yuanMonth: post.allowance ? needed * post.allowance : null }
  })
}

/** Returns how many grids of a target size so many households come to: at least one. */
export function gridsFor(households: number, target: number): number {
  return Math.max(1, Math.round(households / target))
}
