import type { Situation } from '../desk/situation'
import { type Command, first, unlessDrawable } from './command'

const lockedOf = ({ grids }: Situation) => grids.filter(({ locked }) => locked).length

/** What is done with the chosen grids. */
export const GRID_COMMANDS: readonly Command[] = [
  {
    id: 'merge',
    group: 'grids',
    keys: ['j'],
    words: 'planner.keys.merge',
    refusal: (now) =>
      first(
        unlessDrawable(now),
        now.grids.length < 2 && 'few',
        new Set(now.grids.map(({ community }) => community)).size > 1 && 'communities',
        lockedOf(now) > 0 && 'locked',
      ),
    run: ({ deeds }) => deeds.join(),
  },
  {
    id: 'split',
    group: 'grids',
    keys: ['p'],
    words: 'planner.keys.split',
    refusal: (now) =>
      first(
        unlessDrawable(now),
        now.grids.length !== 1 && 'one',
        lockedOf(now) > 0 && 'locked',
        now.isBusy && 'busy',
      ),
    run: ({ deeds }) => deeds.split(),
  },
  {
    id: 'rebalance',
    group: 'grids',
    keys: ['r'],
    words: 'planner.keys.rebalance',
    refusal: (now) =>
      first(
        unlessDrawable(now),
        now.grids.length < 2 && 'few',
        lockedOf(now) === now.grids.length && 'locked',
        now.isBusy && 'busy',
      ),
    run: ({ deeds }) => deeds.rebalance(),
  },
  {
    id: 'redraw',
    group: 'grids',
    keys: ['shift+r'],
    words: 'planner.keys.redraw',
    refusal: (now) =>
      first(
        unlessDrawable(now),
        now.grids.length === 0 && 'none',
        lockedOf(now) === now.grids.length && 'locked',
        now.isBusy && 'busy',
      ),
    run: ({ deeds }) => deeds.redraw(),
  },
  {
    id: 'lock',
    group: 'grids',
    keys: ['o'],
    words: 'planner.keys.lock',
    refusal: (now) => first(unlessDrawable(now), now.grids.length === 0 && 'none'),
    run: ({ deeds }) => deeds.toggleLocks(),
  },
  {
    id: 'fill',
    group: 'grids',
    keys: ['f'],
    words: 'planner.keys.fill',
    refusal: (now) => first(unlessDrawable(now), now.unassigned === 0 && 'allAssigned', now.isBusy && 'busy'),
    run: ({ partition }) => void partition.fillUp(),
  },
  {
    id: 'bareGrids',
    group: 'grids',
    keys: [],
    words: 'planner.keys.bareGrids',
    refusal: (now) => first(unlessDrawable(now), now.bareCommunities === 0 && 'noBare', now.isBusy && 'busy'),
    run: ({ deeds }) => deeds.drawBare(),
  },
]
