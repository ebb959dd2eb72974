import { beforeEach, describe, expect, test } from 'vitest'
import { assign, dedicate, lockGrids, merge } from '../../../../src/plan/edits/edits'
import { fillNear } from '../../../../src/plan/edits/fill'
import { dedicatedVertices, locksOf } from '../../../../src/plan/engine/wish'
import { effectsOn } from '../../../../src/plan/foresight/effect'
import { offersFor } from '../../../../src/plan/foresight/offers'
import { type GridFacts, invert, sameGrid } from '../../../../src/plan/model/draft'
import { levelBalance, storedCounts } from '../../../../src/plan/model/figures'
import { gridId } from '../../../../src/plan/model/ids'
import type { LivePlan } from '../../../../src/plan/model/live'
import { Snapshot } from '../../../../src/plan/model/snapshot'
import { touchedBy } from '../../../../src/plan/model/touched'
import { drawnChanges } from '../../../../src/plan/together/changes'
import { drawnPlan, resolved, smallGround, twoLevelPlan } from '../small-district'

const ground = smallGround()
let live: LivePlan
/** A grid of twice the target, made of two. */
let key: number

beforeEach(async () => {
  live = await drawnPlan(ground)
  const gridAt = (place: number) => live.draft.assignment[place]
  const { community } = ground.input.buildings
  const place = [...live.draft.assignment.keys()].find(
    (at) => community[at] === community[at + 1] && gridAt(at) !== gridAt(at + 1),
  )
  if (place === undefined) throw new Error('no grids are neighbours')
  key = gridAt(place)
  live.apply(merge(live, [key, gridAt(place + 1)]).patch)
})

const facts = (of = live) => of.draft.grids.get(gridId({ level: 1, key })) as GridFacts
const figure = () => live.figures.get(gridId({ level: 1, key }))
const faultsOfTarget = () =>
  live.faults().filter((one) => one.key === key && one.code === 'grid-out-of-tolerance')
const market = () => dedicate(live, facts(), 'market')

describe('a dedicated grid', () => {
  test('has no target to be off: neither deviation nor fault, and counts as within', () => {
    const before = levelBalance(live.figures, 1, 0.1)
    expect([figure()?.deviation, faultsOfTarget().length]).toEqual([expect.any(Number), 1])
    const { patch, sentence } = market()
    expect(sentence).toEqual({ code: 'dedicate', values: { to: key, kind: 'market' } })
    live.apply(patch)
    expect([figure()?.deviation, faultsOfTarget().length]).toEqual([null, 0])
    const after = levelBalance(live.figures, 1, 0.1)
    expect([after.grids, after.households, after.within]).toEqual([
      before.grids,
      before.households,
      before.within + 1,
    ])
    expect(after.mean).toBe((before.households - (figure()?.households ?? 0)) / (before.grids - 1))
    expect(after.greatest).toBeLessThan(before.greatest)
  })

  test('is made by an edit that can be taken back, kept and told from another name', () => {
    const edit = market()
    expect(touchedBy(live, edit.patch)).toEqual({
      ground: new Set(),
      locks: new Set(),
      named: new Set([gridId({ level: 1, key })]),
    })
    const before = { draft: live.draft, figures: live.figures }
    live.apply(edit.patch)
    expect(drawnChanges(ground, before, live)).toMatchObject({
      grids: [{ key, kind: 'market' }],
      removed: [],
      assignment: { building: [] },
    })
    expect(live.fits(invert(edit.patch))).toBe(true)
    live.apply(invert(edit.patch))
    expect(figure()?.deviation).not.toBeNull()
    expect(faultsOfTarget()).toHaveLength(1)
  })

  test('is the same as before there were kinds where it is residential', () => {
    const { kind: _, ...old } = { ...facts(), kind: null }
    expect(sameGrid(old, { ...old, kind: null })).toBe(true)
    expect(sameGrid(old, { ...old, kind: 'park' })).toBe(false)
  })

  test('stays as it is whatever the engine draws anew', async () => {
    live.apply(market().patch)
    const placesHeld = () => live.placesOf(key).sort((one, other) => one - other)
    const held = placesHeld()
    expect(locksOf(live).grids).toEqual([key])
    const apart = [...dedicatedVertices(live)].map((vertex) => ground.cells.inputIndex[vertex])
    expect(apart.sort((one, other) => one - other)).toEqual(held)
    const edit = await resolved(live, { preset: 'shape', seed: 5 }, 60)
    if (!edit) throw new Error('the engine refused')
    live.apply(edit.patch)
    expect([placesHeld(), facts().kind]).toEqual([held, 'market'])
    const asked = await resolved(live, { preset: 'shape', seed: 7, only: [key] }, 60)
    if (asked) live.apply(asked.patch)
    expect(placesHeld()).toEqual(held)
  })

  test('takes nothing of what is left over, and what one gives it by hand is measured by nothing', () => {
    const place = live.placesOf(key)[0]
    const { patch } = assign(live, [place], -1)
    live.apply(market().patch)
    live.apply(patch)
    live.apply(
      lockGrids(
        live,
        1,
        [...live.draft.grids.values()].flatMap((grid) => (grid.key === key ? [] : [grid.key])),
        true,
      ).patch,
    )
    expect(fillNear(live).given.size).toBe(0)
    const offers = offersFor(ground, live.draft, live.figures, [place], { level: 1, target: 400 })
    expect(offers.find((one) => one.key === key)?.deviation).toBeNull()
    const back = assign(live, [place], key)
    expect(effectsOn(live, back, 1, [key])[0]).toMatchObject({ key, deviation: null })
    expect(offers.filter((one) => one.key !== key).every(({ deviation }) => deviation !== null)).toBe(true)
  })

  test('is measured the same before its ground is there, and in a snapshot', () => {
    live.apply(market().patch)
    const households = figure()?.households ?? 0
    const counts = storedCounts([{ level: 1, key, households, kind: 'market' }], [400])
    expect([...counts.values()]).toEqual([{ level: 1, key, households, deviation: null }])
    expect(new Snapshot(live).figures.get(gridId({ level: 1, key }))?.deviation).toBeNull()
  })

  test('may be an upper one', async () => {
    const two = await twoLevelPlan(ground)
    const upper = [...two.draft.grids.values()].find(({ level }) => level === 1) as GridFacts
    const edit = dedicate(two, upper, 'estate')
    expect(edit.sentence.code).toBe('dedicateUpper')
    two.apply(edit.patch)
    expect(two.figures.get(gridId(upper))?.deviation).toBeNull()
  })
})
