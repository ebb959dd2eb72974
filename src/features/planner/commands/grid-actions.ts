import type { GridFacts } from '../../../plan/model/draft'

/** What is done with chosen grids by a button or a key. */
export type GridAction = 'merge' | 'split' | 'rebalance' | 'lock'

/** Why it cannot be done now; words are `planner.grid.why.<refusal>`. */
export type GridRefusal = 'notDraft' | 'none' | 'few' | 'one' | 'communities' | 'locked' | 'busy'

/** What the answer depends on. */
export interface Choice {
  grids: readonly Pick<GridFacts, 'community' | 'locked'>[]
  isEditable: boolean
  /** The engine is at work. */
  isBusy: boolean
}

/** Returns why something cannot be done with the chosen grids, or null where it can. */
export function refusalOf(action: GridAction, { grids, isEditable, isBusy }: Choice): GridRefusal | null {
  if (!isEditable) return 'notDraft'
  const locked = grids.filter((grid) => grid.locked).length
  switch (action) {
    case 'lock':
      return grids.length ? null : 'none'
    case 'merge':
      if (grids.length < 2) return 'few'
      if (new Set(grids.map(({ community }) => community)).size > 1) return 'communities'
      return locked ? 'locked' : null
    case 'split':
      if (grids.length !== 1) return 'one'
      return locked ? 'locked' : isBusy ? 'busy' : null
    case 'rebalance':
      if (grids.length < 2) return 'few'
      return locked === grids.length ? 'locked' : isBusy ? 'busy' : null
  }
}
