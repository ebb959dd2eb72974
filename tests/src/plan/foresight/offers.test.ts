import { beforeAll, describe, expect, it } from 'vitest'
import { assign } from '../../../../src/plan/edits/edits'
import { offersFor, offersOf, sourcesOf } from '../../../../src/plan/foresight/offers'
import { invert } from '../../../../src/plan/model/draft'
import { gridId } from '../../../../src/plan/model/ids'
import type { Ground } from '../../../../src/plan/model/ground'
import type { LivePlan } from '../../../../src/plan/model/live'
import { drawnPlan, smallGround } from '../small-district'

const RULE = { level: 1, target: 400 }
let ground: Ground
let live: LivePlan

beforeAll(async () => {
  ground = smallGround()
  live = await drawnPlan(ground)
})

const communityAt = (place: number) => ground.input.buildings.community[place]
const gridAt = (place: number) => live.draft.assignment[place]
const householdsOf = (key: number) => live.figures.get(gridId({ level: 1, key }))?.households ?? 0

/** Two buildings next to each other in a row, of two grids of one community. */
function pairAcross(): [number, number] {
  const first = [...live.draft.assignment.keys()].find(
    (place) => communityAt(place) === communityAt(place + 1) && gridAt(place) !== gridAt(place + 1),
  )
  if (first === undefined) throw new Error('no grids are neighbours')
  return [first, first + 1]
}

/** The households of some grids, were buildings given to one of them. */
function householdsAfter(places: readonly number[], to: number, keys: readonly number[]): number[] {
  const { patch } = assign(live, places, to)
  live.apply(patch)
  const after = keys.map(householdsOf)
  live.apply(invert(patch))
  return after
}

/** What the page offers for some buildings, meant for a grid. */
function keysOffered(places: readonly number[], target: number | null): number[] {
  return offersOf(ground, live.draft, live.figures, { places, target }, RULE).map(({ key }) => key)
}

describe('what is offered for buildings', () => {
  it('says what every grid will have, also one that has some of them already', () => {
    const pair = pairAcross()
    const offers = offersFor(ground, live.draft, live.figures, pair, RULE)
    expect(offers.map(({ key }) => key)).toEqual(expect.arrayContaining(pair.map(gridAt)))
    for (const { key, before, after, deviation } of offers) {
      expect(before).toBe(householdsOf(key))
      expect([after]).toEqual(householdsAfter(pair, key, [key]))
      expect(deviation).toBeCloseTo(after / 400 - 1)
    }
  })

  it('says what the grids will have that they leave', () => {
    const [place] = pairAcross()
    const [source] = sourcesOf(ground, live.draft, live.figures, [place], RULE)
    expect([source.after]).toEqual(householdsAfter([place], gridAt(place + 1), [gridAt(place)]))
  })

  it('leads with the grid they are meant for', () => {
    const [place, next] = pairAcross()
    const far = [...live.draft.grids.values()].find(
      ({ key, community }) =>
        community === communityAt(place) && key !== gridAt(place) && key !== gridAt(next),
    )
    expect(keysOffered([place], far?.key ?? -1)[0]).toBe(far?.key)
  })

  it('is nothing of another community, and nothing at all for buildings of two', () => {
    const [place] = pairAcross()
    const [elsewhere] = [...live.draft.assignment.keys()].filter(
      (other) => communityAt(other) !== communityAt(place),
    )
    expect(keysOffered([place], gridAt(elsewhere))).not.toContain(gridAt(elsewhere))
    expect(keysOffered([place], gridAt(elsewhere))).toContain(gridAt(place + 1))
    expect(keysOffered([place, elsewhere], null)).toEqual([])
  })
})
