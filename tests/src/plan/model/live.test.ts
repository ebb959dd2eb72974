import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { communityPolygons, fromUnits, insertVertex, isFault, nearestBorder } from '../../../../geo/index'
import { invert, isEmpty } from '../../../../src/plan/model/draft'
import { gridId } from '../../../../src/plan/model/ids'
import {
  assign,
  border,
  type Edit,
  isEdit,
  leafGrid,
  lockGrids,
  merge,
  newGrid,
  pin,
  splitByLine,
} from '../../../../src/plan/edits/edits'
import { lockStretch } from '../../../../src/plan/model/locks/border-locks'
import { bordersAfter, effectsOn } from '../../../../src/plan/foresight/effect'
import { faultName } from '../../../../src/plan/model/faults'
import { fillNear } from '../../../../src/plan/edits/fill'
import type { Ground } from '../../../../src/plan/model/ground'
import { LivePlan } from '../../../../src/plan/model/live'
import { fill } from '../../../../src/plan/edits/new-grids'
import { solve } from '../../../../src/plan/engine/solve'
import { storedLocks } from '../../../../src/plan/model/locks/stored-locks'
import { runs } from '../../../support/runs'
import { drawnPlan, emptyPlan, smallGround } from '../small-district'

let ground: Ground
beforeAll(() => {
  ground = smallGround()
})

function keys(live: LivePlan): number[] {
  return [...live.draft.grids.values()].map(({ key }) => key).sort((a, b) => a - b)
}

/** The same plan, built from what would be stored. */
function reopened(live: LivePlan): LivePlan {
  const { assignment, grids } = live.draft
  const locks = storedLocks(ground, live.draft)
  const stored = { assignment, grids: [...grids.values()], borders: [live.borders()], locks }
  return LivePlan.of(ground, stored, live.rule)
}

/** The figures without what depends on where a ring begins. */
function essence(live: LivePlan): Record<string, unknown> {
  const entries = [...live.figures].map(([id, { polygon, ...figure }]) => {
    const positions = new Set(polygon?.polygons.flat(2).map(String))
    return [
      id,
      { ...figure, area: polygon?.areaSquareMetres.toFixed(3), positions: [...positions].sort() },
    ] as const
  })
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)))
}

function areaOf(live: LivePlan): number {
  return [...live.figures.values()].reduce((sum, { polygon }) => sum + (polygon?.areaSquareMetres ?? 0), 0)
}

/** Every piece of border between two grids, degrees, as text. */
function borderPieces({ coverage }: LivePlan): Set<string> {
  return new Set(
    [...coverage.edges.values()].flatMap(({ left, right, x1, y1, x2, y2 }) => {
      const divides = left >= 0 && right >= 0 && coverage.gridOf(left) !== coverage.gridOf(right)
      const ends = [fromUnits(coverage.frame, x1, y1), fromUnits(coverage.frame, x2, y2)]
      return divides ? [JSON.stringify(ends)] : []
    }),
  )
}

/** One random edit of any kind, or nothing where that kind is not possible now. */
function randomEdit(live: LivePlan, kind: number, one: number, other: number): Edit | null {
  const all = keys(live)
  const [key, second] = [all[one % all.length], all[other % all.length]]
  const place = one % live.draft.assignment.length
  const sameCommunity = leafGrid(live, key)?.community === leafGrid(live, second)?.community
  if (kind === 0) {
    const neighbour = live.draft.assignment[(place + 1) % live.draft.assignment.length]
    return neighbour < 0 ? null : assign(live, [place], neighbour)
  }
  if (kind === 1) return key !== second && sameCommunity ? merge(live, [key, second]) : null
  if (kind === 2) return live.placesOf(key).length > 0 ? newGrid(live, live.placesOf(key).slice(0, 2)) : null
  if (kind === 3) return assign(live, [place], -1)
  if (kind === 5) return lockGrids(live, 1, [key, second], other % 2 === 0)
  if (kind === 6) {
    const { given, rest } = fillNear(live)
    return fill(live, given, [{ vertices: rest, leaf: rest.map((_vertex, at) => at % 3) }])
  }
  const [x, y] = live.coverage.sites.subarray(2 * (place % live.coverage.homeFace.length))
  if (kind === 8) {
    const at = x + 30 * (other - 250)
    const cut = splitByLine(live, key, [
      [at, y - 100_000],
      [at + 10, y + 100_000],
    ])
    return isEdit(cut) ? cut : null
  }
  if (kind === 9) return sameCommunity ? numberedAnew(live, [key, second], 1 + (other % 3)) : null
  const held = nearestBorder(live.coverage, [x, y], 6_000)
  if (!held) return null
  if (kind === 7) return lockStretch(live, held.edge)
  const dragged = border(insertVertex(live.coverage, held.edge, [x + 300, y + 300], 500), held.grids)
  return isEdit(dragged) ? dragged : null
}

/** As if the engine had made some grids of those with these keys that are not locked; their buildings lie wherever. */
function numberedAnew(live: LivePlan, among: readonly number[], grids: number): Edit {
  const numbers = Int32Array.from(live.coverage.homeFace, (_face, vertex) => vertex % grids)
  const open = among.filter((key) => !leafGrid(live, key)?.locked)
  const isSolved = (vertex: number) => open.includes(live.coverage.gridOfBuilding(vertex))
  return solve(live, { levels: [numbers], isSolved }, { code: 'rebalance', values: {} })
}

/** All ground belongs to grids that the plan knows, and each of these has some. */
function expectGroundOfGrids(live: LivePlan): void {
  expect(keys(live)).toEqual(live.coverage.grids())
}

type Step = [kind: number, one: number, other: number]
const severalSteps = (maxLength: number) =>
  fc.array(fc.tuple(fc.nat(9), fc.nat(500), fc.nat(500)), { minLength: 1, maxLength })

/** Does random edits, as they are stored, then `last`, and takes all back. Each is looked at before; what that returns looks on after. */
function edited(
  live: LivePlan,
  steps: readonly Step[],
  { look, last }: { look?: (edit: Edit) => () => void; last?: () => void },
): void {
  const done: Edit[] = []
  try {
    for (const step of steps) {
      const edit = randomEdit(live, ...step)
      if (!edit || isEmpty(edit.patch)) continue
      const lookOn = look?.(edit)
      live.apply(JSON.parse(JSON.stringify(edit.patch)) as Edit['patch'])
      done.push(edit)
      expectGroundOfGrids(live)
      lookOn?.()
    }
    last?.()
  } finally {
    for (const { patch } of done.toReversed()) live.apply(invert(patch))
  }
}

describe('a plan while it is drawn', () => {
  test('given an empty plan, every building is a fault; given the engine’s plan, none is', async () => {
    const hard = (live: LivePlan) => live.faults().filter(({ isHard }) => isHard)
    const empty = hard(emptyPlan(ground))
    expect(empty.filter(({ code }) => code === 'building-unassigned')).toHaveLength(128)
    expect(empty.filter(({ code }) => code === 'gap').map(({ community }) => community)).toEqual([11, 12])
    expect(empty).toHaveLength(130)
    expect(hard(await drawnPlan(ground))).toEqual([])
  })

  test('moving a building moves its households, and nothing else', async () => {
    const live = await drawnPlan(ground)
    const before = live.figures
    const place = 5
    const [from, to] = [live.draft.assignment[place], live.draft.assignment[place + 16]]
    expect(from).not.toBe(to)
    live.apply(assign(live, [place], to).patch)
    const households = ground.input.buildings.households[place]
    const change = (key: number) =>
      (live.figures.get(gridId({ level: 1, key }))?.households ?? 0) -
      (before.get(gridId({ level: 1, key }))?.households ?? 0)
    expect(
      keys(live)
        .filter((key) => change(key) !== 0)
        .sort(),
    ).toEqual([from, to].sort())
    expect([change(from), change(to)]).toEqual([-households, households])
  })

  test('any edits, then undone, leave the plan as it was; on the way figures agree with a plan opened anew', async () => {
    const live = await drawnPlan(ground)
    const begin = essence(live)
    const ground0 = areaOf(live)
    const whole = communityPolygons(ground.cells).reduce(
      (sum, { areaSquareMetres }) => sum + areaSquareMetres,
      0,
    )
    expect(ground0).toBeCloseTo(whole, 3)
    fc.assert(
      fc.property(severalSteps(12), (steps) => {
        edited(live, steps, { last: () => expect(essence(reopened(live))).toEqual(essence(live)) })
        expect(essence(live)).toEqual(begin)
        expect(live.draft.lockedBorders.size).toBe(0)
      }),
      runs(40),
    )
  })

  test('what any edit would do is told before it is done: households of all grids, and where borders would lie', async () => {
    const live = await drawnPlan(ground)
    let drawn = 0
    const foretold = (edit: Edit) => {
      const told = new Map(effectsOn(live, edit, 1, []).map((effect) => [effect.key, effect]))
      const borders = bordersAfter(live, edit)
      const before = live.figures
      drawn += borders.length
      return () => {
        for (const key of new Set([...keys(live), ...told.keys()])) {
          const id = gridId({ level: 1, key })
          const [figure, effect] = [live.figures.get(id), told.get(key)]
          expect(effect?.after ?? before.get(id)?.households ?? 0).toBe(figure?.households ?? 0)
          if (figure && effect) expect(effect.deviation).toBeCloseTo(Number(figure.deviation), 9)
        }
        const now = borderPieces(live)
        for (const piece of borders) expect(now).toContain(JSON.stringify(piece))
        expect(new Set(live.faults().map(faultName)).size).toBe(live.faults().length)
      }
    }
    fc.assert(
      fc.property(severalSteps(6), (steps) => edited(live, steps, { look: foretold })),
      runs(40),
    )
    expect(drawn).toBeGreaterThan(100)
  })

  test('a patch made for another state does not fit and is refused', async () => {
    const live = await drawnPlan(ground)
    const edit = assign(live, [5], live.draft.assignment[21])
    expect(live.fits(edit.patch)).toBe(true)
    live.apply(edit.patch)
    expect(live.fits(edit.patch)).toBe(false)
    expect(() => live.apply(edit.patch)).toThrow('stale-patch')
  })

  test('a grid split by a line and merged again has the same ground', async () => {
    const live = await drawnPlan(ground)
    const key = live.draft.assignment[100]
    const polygon = live.figures.get(gridId({ level: 1, key }))?.polygon
    const [x, y] = live.coverage.sites.subarray(2 * live.coverage.buildingsOfGrid(key)[0])
    const answer = splitByLine(live, key, [
      [x + 1_200, y - 100_000],
      [x + 1_210, y + 100_000],
    ])
    expect(isEdit(answer)).toBe(true)
    if (!isEdit(answer)) return
    live.apply(answer.patch)
    const parts = answer.patch.grids.flatMap(({ after }) => after?.key ?? [])
    live.apply(merge(live, [key, ...parts]).patch)
    expect(live.figures.get(gridId({ level: 1, key }))?.polygon?.areaSquareMetres).toBeCloseTo(
      polygon?.areaSquareMetres ?? 0,
      0,
    )
  })

  test('a border that is a community’s does not move', async () => {
    const live = await drawnPlan(ground)
    const edge = [...live.coverage.edges].find(([, { left, right }]) => left < 0 || right < 0)
    const patch = insertVertex(live.coverage, edge?.[0] ?? -1, [0, 0])
    expect(isFault(patch) && patch.code).toBe('fixed-border')
  })

  test('locks and pins are edits like any other', async () => {
    const live = await drawnPlan(ground)
    const grid = leafGrid(live, live.draft.assignment[0])
    if (!grid) throw new Error('the first building has a grid')
    live.apply(lockGrids(live, 1, [grid.key], true).patch)
    expect(leafGrid(live, grid.key)?.locked).toBe(true)
    live.apply(pin(live, [0, 1]).patch)
    live.apply(pin(live, [0]).patch)
    expect([...live.draft.pinned.subarray(0, 3)]).toEqual([0, 1, 0])
  })
})
