import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { insertVertex, nearestBorder } from '../../../geo/index'
import { adoptingUpper } from '../../../src/plan/edits/adopt'
import {
  assign,
  border,
  type EditAnswer,
  isEdit,
  lockGrids,
  merge,
  newGrid,
  pin,
  splitByLine,
} from '../../../src/plan/edits/edits'
import { fillNear } from '../../../src/plan/edits/fill'
import { partOf } from '../../../src/plan/edits/new-grids'
import { solve } from '../../../src/plan/engine/solve'
import { freeVertices, leafQuestion, locksOf } from '../../../src/plan/engine/wish'
import { effectOf, obstacleTo } from '../../../src/plan/foresight/effect'
import { offersOf, sourcesOf } from '../../../src/plan/foresight/offers'
import { lockBorder, lockedLines, lockStretch } from '../../../src/plan/model/locks/border-locks'
import { groupsOf, upperOf } from '../../../src/plan/model/groups'
import { lockFault } from '../../../src/plan/model/locks/locks'
import type { LivePlan } from '../../../src/plan/model/live'
import { movableCorners, rimPlaces } from '../../../src/plan/model/rim'
import { Snapshot, StaleSnapshot } from '../../../src/plan/model/snapshot'
import { touchedBy } from '../../../src/plan/model/touched'
import { runs } from '../../support/runs'
import { drawnPlan, smallGround } from './small-district'
import { gridId } from '../../../src/plan/model/ids'

/** A drawn plan in which a grid, a building and a border are locked, so that questions about locks have something to find. */
async function lockedPlan(): Promise<LivePlan> {
  const live = await drawnPlan(smallGround())
  const [one, other, third] = [...live.draft.grids.values()]
  for (const edit of [pin(live, [5]), lockGrids(live, 1, [third.key], true), lockBorder(live, one, other)])
    live.apply(edit.patch)
  return live
}

/** Entries in the order of their keys: a trial that was taken back leaves the same in another order. */
function sorted<Value>(entries: ReadonlyMap<number, Value>): [number, Value][] {
  return [...entries].sort(([one], [other]) => one - other)
}

/** All that a snapshot shows and its ground holds, as text. */
function contents({ draft, figures, faults, coverage }: Snapshot): string {
  return JSON.stringify([
    [...draft.assignment],
    [...draft.grids],
    [...draft.pinned],
    [...draft.lockedBorders.keys()],
    draft.engine,
    [...figures],
    faults,
    sorted(coverage.faces),
    sorted(coverage.edges),
    [...coverage.assignment()],
  ])
}

describe('a snapshot', () => {
  let live: LivePlan
  let snapshot: Snapshot
  beforeAll(async () => {
    live = await lockedPlan()
    snapshot = new Snapshot(live)
  })

  it('is frozen; whoever asks it anything writes nothing, and whoever makes edits of it leaves it as it was', () => {
    expect(Object.isFrozen(snapshot)).toBe(true)
    const before = contents(snapshot)
    const version = live.version
    /** Edits are made from trials that are taken back (`geo/coverage/transaction.ts`); questions do not even try. */
    const write = live.coverage.apply.bind(live.coverage)
    const never = () => {
      throw new Error('A question has written.')
    }
    const place = fc.nat(snapshot.ground.input.buildings.id.length - 1)
    const question = fc.tuple(place, place, fc.integer({ min: -900, max: 900 }))
    let lockedOnes = 0
    fc.assert(
      fc.property(question, ([one, other, away]) => {
        const key = snapshot.draft.assignment[other]
        const [x, y] = snapshot.coverage.sites.subarray(2 * snapshot.ground.vertexOf[one])
        const held = nearestBorder(snapshot.coverage, [x, y], 8_000)
        const far = Math.max(...snapshot.coverage.sites)
        const answers: EditAnswer[] = [
          assign(snapshot, [one], key),
          assign(snapshot, [one, other], -1),
          newGrid(snapshot, [one]),
          pin(snapshot, [one, other]),
          merge(snapshot, [snapshot.draft.assignment[one], key]),
          lockGrids(snapshot, 1, [key], true),
          splitByLine(snapshot, key, [
            [x + away, -far],
            [x + away, far],
          ]),
        ]
        if (held) {
          const patch = insertVertex(snapshot.coverage, held.edge, [x + away, y - away], 1_500)
          answers.push(border(patch, held.grids), lockStretch(snapshot, held.edge))
        }
        const levels = [snapshot.coverage.assignment().map((own) => own % 3)]
        answers.push(solve(snapshot, { levels, isSolved: () => true }, { code: 'partition', values: {} }))
        live.coverage.apply = never
        for (const answer of answers) {
          obstacleTo(snapshot, answer)
          effectOf(snapshot, answer, 1, [key])
          if (!isEdit(answer)) continue
          snapshot.fits(answer.patch)
          if (lockFault(snapshot, answer.patch)) lockedOnes++
          touchedBy(snapshot, answer.patch)
        }
        const { ground, draft, figures } = snapshot
        const rule = { level: 1, target: 400 }
        offersOf(ground, draft, figures, { places: [one], target: key }, rule)
        sourcesOf(ground, draft, figures, [one, other], rule)
        rimPlaces(snapshot, key)
        const figure = figures.get(gridId({ level: 1, key }))
        if (figure) movableCorners(snapshot, figure, 10)
        for (const ask of [groupsOf(snapshot, [one]), upperOf(snapshot, key), lockedLines(snapshot)]) void ask
        adoptingUpper(snapshot, [ground.vertexOf[one]], ground.input.buildings.community[one])
        const wish = { preset: 'balanced' as const, seed: 1 }
        leafQuestion(snapshot, { ...wish, only: [key] })
        void [locksOf(snapshot), freeVertices(snapshot), fillNear(snapshot), snapshot.borders()]
        partOf(ground.instance, [0, 1, 2])
        live.coverage.apply = write
      }),
      runs(40),
    )
    expect(lockedOnes).toBeGreaterThan(0)
    expect(live.version).toBe(version)
    expect(contents(snapshot) === before).toBe(true)
  })

  it('keeps what it shows when the plan goes on, shares what did not change, and is not asked about the ground any more', () => {
    const { draft, figures, faults } = snapshot
    const before = JSON.stringify([[...draft.assignment], [...figures], faults])
    live.apply(
      assign(
        live,
        [21],
        live.draft.assignment[5] === live.draft.assignment[21] ? -1 : live.draft.assignment[5],
      ).patch,
    )
    const next = new Snapshot(live)
    expect([snapshot.isCurrent, next.isCurrent]).toEqual([false, true])
    expect(JSON.stringify([[...snapshot.draft.assignment], [...snapshot.figures], snapshot.faults])).toBe(
      before,
    )
    expect(next.draft.assignment).not.toEqual(draft.assignment)
    const shared = [...next.figures].filter(([id, figure]) => figures.get(id) === figure)
    expect(shared.length).toBeGreaterThan(0)
    expect(shared.length).toBeLessThan(next.figures.size)
    for (const ask of [() => snapshot.coverage, () => snapshot.borders(), () => snapshot.fits({} as never)])
      expect(ask).toThrow(StaleSnapshot)
    expect(snapshot.placesOf(draft.assignment[0])).toContain(0)
  })

  it('names the same grids and buildings as the index behind it', () => {
    const now = new Snapshot(live)
    for (const grid of now.draft.grids.values()) {
      expect(now.leavesOf(grid)).toEqual(live.leavesOf(grid))
      expect(now.placesOf(grid.key)).toEqual(live.placesOf(grid.key).sort((one, other) => one - other))
    }
  })
})
