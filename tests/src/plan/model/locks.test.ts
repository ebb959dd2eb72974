import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromUnits, insertVertex, isFault, nearestBorder, type Point } from '../../../../geo/index'
import { lockBorder, lockedLines, lockedPairs } from '../../../../src/plan/model/locks/border-locks'
import { invert } from '../../../../src/plan/model/draft'
import {
  assign,
  border,
  type Edit,
  isEdit,
  leafGrid,
  lockGrids,
  merge,
  pin,
  splitByLine,
} from '../../../../src/plan/edits/edits'
import type { Ground } from '../../../../src/plan/model/ground'
import { LivePlan } from '../../../../src/plan/model/live'
import { lockFault } from '../../../../src/plan/model/locks/locks'
import { storedLocks } from '../../../../src/plan/model/locks/stored-locks'
import { runs } from '../../../support/runs'
import { drawnPlan, resolved, smallGround } from '../small-district'
import { gridId } from '../../../../src/plan/model/ids'

let ground: Ground
beforeAll(() => {
  ground = smallGround()
})

/** A plan with the border of two neighbouring grids locked, a building beside it, and the edge that was taken hold of. */
async function withLockedBorder() {
  const live = await drawnPlan(ground)
  const [x, y] = live.coverage.sites.subarray(2 * 100)
  const held = nearestBorder(live.coverage, [x, y], 20_000)
  if (!held) throw new Error('there is a border near the building')
  const [one, other] = held.grids.map((key) => leafGrid(live, key))
  if (!one || !other) throw new Error('the border has two grids')
  const edit = lockBorder(live, one, other)
  live.apply(edit.patch)
  return { live, held, one, other, edit }
}

/** The locked lines without their order. */
function essence(live: LivePlan): string[] {
  return lockedLines(live)
    .map((line) => line.map(String).sort().join(' '))
    .sort()
}

describe('locked borders', () => {
  test('are shown, survive a reload with the plan, and a second click frees them', async () => {
    const { live, one, other, edit } = await withLockedBorder()
    expect(edit.sentence.code).toBe('lockBorder')
    expect(lockedLines(live).length).toBeGreaterThan(0)
    const { assignment, grids } = live.draft
    const stored = {
      assignment,
      grids: [...grids.values()],
      borders: [live.borders()],
      locks: storedLocks(ground, live.draft),
    }
    expect(essence(LivePlan.of(ground, stored, live.rule))).toEqual(essence(live))
    const free = lockBorder(live, one, other)
    expect(free.sentence.code).toBe('unlockBorder')
    live.apply(free.patch)
    expect(lockedLines(live)).toEqual([])
    live.apply(invert(free.patch))
    expect(lockedLines(live).length).toBeGreaterThan(0)
  })

  test('are not locked twice by two people: the second lock does not fit', async () => {
    const { live, edit } = await withLockedBorder()
    expect(live.fits(edit.patch)).toBe(false)
    expect(live.fits(invert(edit.patch))).toBe(true)
  })

  test('do not move by dragging, painting across or merging', async () => {
    const { live, held, one, other } = await withLockedBorder()
    const { x1, y1 } = live.coverage.edge(held.edge)
    const patch = insertVertex(live.coverage, held.edge, [x1 + 300, y1 + 300], 500)
    if (!isFault(patch)) {
      const dragged = border(patch, held.grids)
      expect(isEdit(dragged) && lockFault(live, dragged.patch)?.code).toBe('locked-border')
    }
    const [pair] = lockedPairs(live)
    const place = ground.cells.inputIndex[pair[0]]
    const across = live.coverage.gridOfBuilding(pair[1])
    expect(lockFault(live, assign(live, [place], across).patch)?.code).toBe('locked-border')
    expect(lockFault(live, merge(live, [one.key, other.key]).patch)?.code).toBe('locked-border')
  })

  test('hold while the engine balances the grids on their sides', async () => {
    const { live, one, other } = await withLockedBorder()
    const edit = await resolved(live, { preset: 'balanced', seed: 3, only: [one.key, other.key] }, 150)
    if (!edit) throw new Error('the grids can be solved')
    const before = essence(live)
    expect(lockFault(live, edit.patch)).toBeNull()
    live.apply(edit.patch)
    expect(essence(live)).toEqual(before)
  })

  test('whatever edit is let through, they stay where they were', async () => {
    const { live } = await withLockedBorder()
    const before = essence(live)
    const lines = lockedLines(live)
    const frame = live.coverage.frame
    expect(fromUnits(frame, 0, 0)).toEqual([frame.lng, frame.lat])
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(127), fc.nat(127)), { maxLength: 8 }), (steps) => {
        const done: Edit[] = []
        for (const [kind, one, other] of steps) {
          const edit = anyEdit(live, kind, one, other)
          if (!edit || lockFault(live, edit.patch)) continue
          live.apply(edit.patch)
          done.push(edit)
        }
        const total = (all: readonly (readonly (readonly [number, number])[])[]) =>
          all.reduce((sum, [a, b]) => sum + Math.hypot(a[0] - b[0], a[1] - b[1]), 0)
        expect(total(lockedLines(live))).toBeCloseTo(total(lines), 6)
        for (const { patch } of done.toReversed()) live.apply(invert(patch))
        expect(essence(live)).toEqual(before)
      }),
      runs(40),
    )
  })
})

function anyEdit(live: LivePlan, kind: number, one: number, other: number): Edit | null {
  const [from, to] = [live.draft.assignment[one], live.draft.assignment[other]]
  const isNear = from >= 0 && to >= 0 && from !== to
  if (kind === 0) return isNear ? assign(live, [one], to) : null
  if (kind === 1) {
    const communities = [from, to].map((key) => leafGrid(live, key)?.community)
    return isNear && communities[0] === communities[1] ? merge(live, [from, to]) : null
  }
  const [x, y] = live.coverage.sites.subarray(2 * one)
  const held = nearestBorder(live.coverage, [x, y], 8_000)
  if (!held) return null
  const dragged = border(insertVertex(live.coverage, held.edge, [x + 400, y - 300], 800), held.grids)
  return isEdit(dragged) ? dragged : null
}

describe('locked grids and pinned buildings', () => {
  test('stay while the engine balances them with their neighbours, however their borders were drawn', async () => {
    const live = await drawnPlan(ground)
    const drags = fc.array(fc.tuple(fc.nat(127), fc.integer({ min: -1800, max: 1800 })), {
      minLength: 6,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(drags, fc.nat(127), async (moves, place) => {
        const done: Edit[] = []
        const act = (edit: Edit) => {
          live.apply(edit.patch)
          done.push(edit)
        }
        for (const [at, shift] of moves) {
          const [x, y] = live.coverage.sites.subarray(2 * at)
          const held = nearestBorder(live.coverage, [x, y], 8_000)
          const moved = held && insertVertex(live.coverage, held.edge, [x + shift, y + 700], 2_500)
          if (held && moved && !isFault(moved)) {
            const dragged = border(moved, held.grids)
            if (isEdit(dragged)) act(dragged)
          }
        }
        const key = live.draft.assignment[place]
        const only = [...live.draft.grids.values()].flatMap((grid) =>
          grid.community === leafGrid(live, key)?.community ? [grid.key] : [],
        )
        act(lockGrids(live, 1, [key], true))
        const edit = await resolved(live, { preset: 'balanced', seed: 5, only, targetHouseholds: 330 }, 20)
        // A locked grid that the drags tore apart cannot be kept by the engine, which says so.
        if (edit) {
          expect(lockFault(live, edit.patch)).toBeNull()
          const before = live.figures.get(gridId({ level: 1, key }))?.polygon?.areaSquareMetres ?? 0
          act(edit)
          expect(live.figures.get(gridId({ level: 1, key }))?.polygon?.areaSquareMetres).toBeCloseTo(
            before,
            3,
          )
        }
        for (const { patch } of done.toReversed()) live.apply(invert(patch))
      }),
      runs(25),
    )
  })

  test('are not split, not even where the line cuts off a corner of the whole area', async () => {
    const live = await drawnPlan(ground)
    const { coverage, draft } = live
    const key = draft.assignment[0]
    const corners = coverage.edgesOfFace(coverage.homeFace[ground.vertexOf[0]]).flatMap((id): Point[] => {
      const { x1, y1, x2, y2 } = coverage.edge(id)
      return [
        [x1, y1],
        [x2, y2],
      ]
    })
    const [[x, y]] = corners.sort((a, b) => a[0] + a[1] - b[0] - b[1])
    const cut = splitByLine(live, key, [
      [x - 500, y + 1500],
      [x + 1500, y - 500],
    ])
    if (!isEdit(cut)) expect.fail(`refused: ${cut.code}`)
    expect(lockFault(live, cut.patch)).toBeNull()
    live.apply(lockGrids(live, 1, [key], true).patch)
    expect(lockFault(live, cut.patch)?.code).toBe('locked-grid')
  })

  test('refuse what would change them, and let everything else be', async () => {
    const live = await drawnPlan(ground)
    const [key, neighbour] = [live.draft.assignment[5], live.draft.assignment[21]]
    live.apply(lockGrids(live, 1, [key], true).patch)
    expect(lockFault(live, assign(live, [5], neighbour).patch)?.code).toBe('locked-grid')
    expect(lockFault(live, assign(live, [21], key).patch)?.code).toBe('locked-grid')
    expect(lockFault(live, lockGrids(live, 1, [key], false).patch)).toBeNull()
    live.apply(pin(live, [100]).patch)
    expect(lockFault(live, assign(live, [100], -1).patch)?.code).toBe('locked-building')
    expect(lockFault(live, assign(live, [101], -1).patch)).toBeNull()
  })
})
