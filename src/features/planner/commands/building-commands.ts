import type { Situation } from '../desk/situation'
import { type Command, first, type Refusal, unlessDrawable, unlessEditable, unlessOpen } from './command'

const OFFERS = [1, 2, 3, 4, 5, 6, 7, 8, 9]

function unlessPicked(now: Situation): Refusal | null {
  return first(unlessDrawable(now), now.picked === 0 && !now.isOnGround && 'notPicked')
}

function unlessOffered(now: Situation, offer: number): Refusal | null {
  return first(unlessPicked(now), now.communities > 1 && 'apart', now.offers < offer && 'noOffer')
}

/** What is locked or taken out are buildings of grids, never whole groups. */
function unlessInGrid(now: Situation): Refusal | null {
  return first(
    unlessPicked(now),
    now.isOnGroups && 'wholeGroups',
    now.isOnGround && 'notPicked',
    now.isOut && 'outside',
  )
}

/** Ground is left out where nobody lives; elsewhere it would be a gap. */
function unlessLeftOut(now: Situation): Refusal | null {
  return first(unlessDrawable(now), !now.mayStayOut && 'groundNeeded', now.isOut && 'outside')
}

function unlessAlongRim(now: Situation): Refusal | null {
  return first(unlessOpen(now), now.isUpper && 'upperLevel', now.grids.length === 0 && 'none')
}

const unlessOnLeaf = (now: Situation) => first(unlessOpen(now), now.isUpper && 'upperLevel')

/** What is done with the chosen buildings, and how they are chosen. */
export const BUILDING_COMMANDS: readonly Command[] = [
  {
    id: 'nextBuilding',
    group: 'buildings',
    keys: ["'"],
    words: 'planner.keys.nextBuilding',
    refusal: unlessAlongRim,
    run: ({ looking }) => looking.walkBuildings(1),
  },
  {
    id: 'previousBuilding',
    group: 'buildings',
    keys: [';'],
    words: 'planner.keys.previousBuilding',
    refusal: unlessAlongRim,
    run: ({ looking }) => looking.walkBuildings(-1),
  },
  {
    id: 'nextGround',
    group: 'buildings',
    keys: ['y'],
    words: 'planner.keys.nextGround',
    refusal: unlessOnLeaf,
    run: ({ looking }) => looking.walkGround(1),
  },
  {
    id: 'previousGround',
    group: 'buildings',
    keys: ['shift+y'],
    words: 'planner.keys.previousGround',
    refusal: unlessOnLeaf,
    run: ({ looking }) => looking.walkGround(-1),
  },
  ...OFFERS.map((offer): Command => ({
    id: `offer.${offer}`,
    group: 'buildings',
    keys: [String(offer)],
    words: 'planner.keys.offer',
    values: { number: offer },
    family: 'offer',
    refusal: (now) => unlessOffered(now, offer),
    run: ({ moves }) => moves.moveTo(moves.offers.value[offer - 1].key),
  })),
  {
    id: 'accept',
    group: 'buildings',
    keys: ['enter'],
    words: 'planner.keys.accept',
    refusal: (now) => unlessOffered(now, 1),
    run: ({ moves }) => moves.moveTo(moves.offers.value[0].key),
  },
  {
    id: 'alone',
    group: 'buildings',
    keys: ['n'],
    words: 'planner.keys.alone',
    refusal: (now) => first(unlessPicked(now), now.communities > 1 && 'apart'),
    run: ({ moves }) => moves.makeGrid(),
  },
  {
    id: 'pin',
    group: 'buildings',
    keys: ['h'],
    words: 'planner.keys.pin',
    refusal: unlessInGrid,
    run: ({ moves }) => moves.togglePin(),
  },
  {
    id: 'takeOut',
    group: 'buildings',
    keys: ['delete'],
    words: 'planner.keys.takeOut',
    refusal: (now) => (now.isOnGround ? unlessLeftOut(now) : unlessInGrid(now)),
    run: ({ moves }) => moves.takeOut(),
  },
  {
    id: 'wholeCompounds',
    group: 'buildings',
    keys: ['c'],
    words: 'planner.keys.wholeCompounds',
    refusal: unlessEditable,
    run: ({ rule }) => (rule.value = { ...rule.value, wholeCompounds: !rule.value.wholeCompounds }),
  },
  {
    id: 'onlyUnassigned',
    group: 'buildings',
    keys: ['u'],
    words: 'planner.keys.onlyUnassigned',
    refusal: unlessEditable,
    run: ({ rule }) => (rule.value = { ...rule.value, onlyUnassigned: !rule.value.onlyUnassigned }),
  },
]
