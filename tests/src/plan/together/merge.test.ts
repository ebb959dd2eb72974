import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { insertVertex, nearestBorder } from '../../../../geo/index'
import { lockStretch } from '../../../../src/plan/model/locks/border-locks'
import type { StoredState } from '../../../../src/plan/together/changes'
import { invert, isEmpty } from '../../../../src/plan/model/draft'
import { type GridId, gridId } from '../../../../src/plan/model/ids'
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
  rename,
} from '../../../../src/plan/edits/edits'
import type { Ground } from '../../../../src/plan/model/ground'
import { moveGroups } from '../../../../src/plan/model/groups'
import { LivePlan } from '../../../../src/plan/model/live'
import { lockFault } from '../../../../src/plan/model/locks/locks'
import { isDropped, type Merge, previewMerge } from '../../../../src/plan/together/merge'
import { storedLocks } from '../../../../src/plan/model/locks/stored-locks'
import { touchedBy } from '../../../../src/plan/model/touched'
import { runs } from '../../../support/runs'
import { drawnPlan, smallGround, twoLevelPlan } from '../small-district'

let ground: Ground
let base: LivePlan
beforeAll(async () => {
  ground = smallGround()
  base = await drawnPlan(ground)
})

/** The same plan, opened by somebody else from what is stored of it. */
function opened(plan: LivePlan): LivePlan {
  const { assignment, grids } = plan.draft
  const locks = storedLocks(ground, plan.draft)
  return LivePlan.of(
    ground,
    { assignment, grids: [...grids.values()], borders: [plan.borders()], locks },
    plan.rule,
  )
}

function storedOf(plan: LivePlan): StoredState {
  const { draft, figures } = plan
  return { draft, figures, borders: [plan.borders()] }
}

/** Does edits on a plan, each made for it as the one before left it. */
function done(plan: LivePlan, ...makers: ((live: LivePlan) => Edit | null)[]): Edit[] {
  return makers.flatMap((make) => {
    const edit = make(plan)
    if (!edit || isEmpty(edit.patch) || lockFault(plan, edit.patch)) return []
    plan.apply(edit.patch)
    return edit
  })
}

/** Puts own edits on a newer version as a merge does. */
function merged(theirs: LivePlan, own: readonly Edit[]): Merge & { plan: LivePlan } {
  const preview = previewMerge(storedOf(base), theirs, own)
  for (const { change, fate } of preview.own) if (fate === 'merged') theirs.apply(change.patch)
  return { ...preview, plan: theirs }
}

/** What a plan is, whatever the numbers of its grids and where a ring begins. */
function essence({ draft, figures, leaf }: LivePlan): unknown {
  const { buildings } = ground.input
  const grids = [...draft.grids.values()].map((grid) => {
    const figure = figures.get(gridId(grid))
    const own = buildings.id.filter(
      (_id, place) => grid.level === leaf && draft.assignment[place] === grid.key,
    )
    const corners = [...new Set(figure?.polygon?.polygons.flat(2).map(String))].sort()
    return { own, corners, name: grid.name, locked: grid.locked, households: figure?.households }
  })
  const pinned = buildings.id.filter((_id, place) => draft.pinned[place] === 1)
  const byContent = grids.map((grid) => JSON.stringify(grid)).sort()
  return { grids: byContent, pinned, borders: [...draft.lockedBorders.keys()].sort() }
}

/** A building (its place) of one grid and the grid of a building beside it, in a community: the `at`-th such pair. */
function across(live: LivePlan, at: number): { place: number; from: number; to: number } {
  const { community } = ground.input.buildings
  const pairs = [...live.draft.assignment.keys()].flatMap((place) =>
    [place + 1, place + 8].flatMap((beside) => {
      const [from, to] = [live.draft.assignment[place], live.draft.assignment[beside]]
      const isAcross = community[place] === community[beside] && from >= 0 && to >= 0 && from !== to
      return isAcross ? [{ place, from, to }] : []
    }),
  )
  return pairs[at % pairs.length]
}

function move(at: number) {
  return (live: LivePlan) => {
    const { place, to } = across(live, at)
    return assign(live, [place], to)
  }
}

/** Pairs of grids with none in common: two moves that do not meet. */
function apart(): [number, number] {
  const first = across(base, 0)
  for (let at = 1; at < 200; at++) {
    const next = across(base, at)
    if (![next.from, next.to].some((key) => [first.from, first.to].includes(key))) return [0, at]
  }
  throw new Error('the district has two borders with four grids')
}

function fates({ own }: Merge): string[] {
  return own.map(({ fate }) => fate)
}

describe('own changes on a newer version', () => {
  test('are done where they touch none of its grids, and it says which those are', () => {
    const [one, other] = apart()
    const theirs = opened(base)
    done(theirs, move(one))
    const own = done(opened(base), move(other))
    const before = essence(theirs)
    const preview = previewMerge(storedOf(base), theirs, own)
    expect(fates(preview)).toEqual(['merged'])
    expect(essence(theirs)).toEqual(before)
    const { from, to } = across(base, one)
    expect(preview.difference.grids.map(({ key }) => key)).toEqual([from, to].sort((a, b) => a - b))
    const left = preview.difference.grids.find(({ key }) => key === from)
    const households = ground.input.buildings.households[across(base, one).place]
    expect([left?.came, left?.left]).toEqual([0, 1])
    expect((left?.households[0] ?? 0) - (left?.households[1] ?? 0)).toBe(households)
    expect(preview.difference.buildings).toBe(1)
    expect(preview.own[0].grids).toHaveLength(2)
  })

  test('are left out where the other changed the same grid, though not the same building', () => {
    const theirs = opened(base)
    const { from, to, place } = across(base, 0)
    done(theirs, (live) => assign(live, [place], to))
    const inside = base.placesOf(from).find((one) => one !== place) ?? -1
    const own = done(opened(base), (live) => assign(live, [inside], to))
    const { own: judged, plan } = merged(theirs, own)
    expect(judged[0]).toMatchObject({ fate: 'touches' })
    expect([...judged[0].grids].sort()).toEqual([`1-${from}`, `1-${to}`].sort())
    expect(plan.draft.assignment[inside]).toBe(from)
  })

  test('that both did are the same, and none is undone', () => {
    const both = [
      (live: LivePlan) => pin(live, [3]),
      (live: LivePlan) => lockGrids(live, 1, [live.draft.assignment[100]], true),
      move(0),
    ]
    const theirs = opened(base)
    done(theirs, ...both)
    const own = done(opened(base), ...both)
    const { plan, ...preview } = merged(theirs, own)
    expect(fates(preview)).toEqual(['same', 'same', 'same'])
    expect(plan.draft.pinned[3]).toBe(1)
  })

  test('do not break what the other locked', () => {
    const theirs = opened(base)
    const { from } = across(base, 0)
    done(theirs, (live) => lockGrids(live, 1, [from], true))
    const { own } = merged(theirs, done(opened(base), move(0)))
    expect(own[0]).toMatchObject({ fate: 'locked' })
    const pinning = opened(base)
    done(pinning, (live) => pin(live, [across(base, 0).place]))
    expect(fates(merged(pinning, done(opened(base), move(0))))).toEqual(['locked'])
  })

  test('are not done on a grid that the other merged away', () => {
    const theirs = opened(base)
    const { from, to } = across(base, 0)
    done(theirs, (live) => merge(live, [from, to]))
    const { plan, ...preview } = merged(theirs, done(opened(base), move(0)))
    expect(fates(preview)).toEqual(['touches'])
    expect(leafGrid(plan, to)).toBeNull()
    expect(plan.placesOf(to)).toEqual([])
  })

  test('make grids with another number where the other took theirs; what is done to those follows them', () => {
    const [one, other] = apart()
    const theirs = opened(base)
    const part = (at: number) => (live: LivePlan) =>
      newGrid(live, live.placesOf(across(base, at).from).slice(0, 2))
    const [theirGrid] = done(theirs, part(one))
    const mine = opened(base)
    const [made] = done(mine, part(other))
    const key = Number(made.sentence.values.to)
    expect(theirGrid.sentence.values.to).toBe(key)
    const grid = leafGrid(mine, key)
    if (!grid) throw new Error('the grid was made')
    const [named] = done(mine, (live) => rename(live, grid, '新格'))
    const { plan, own } = merged(theirs, [made, named])
    expect(own.map(({ fate }) => fate)).toEqual(['merged', 'merged'])
    expect(own[1].change.sentence.values.to).toBe(key + 1)
    expect(leafGrid(plan, key)?.name).toBe('')
    expect(leafGrid(plan, key + 1)?.name).toBe('新格')
    expect(plan.placesOf(key + 1).sort()).toEqual(mine.placesOf(key).sort())
  })

  test('that build on one left out are left out too, whatever the other numbered like it', () => {
    const theirs = opened(base)
    const { from, place } = across(base, 0)
    const part = (live: LivePlan) => newGrid(live, [place])
    const [theirGrid] = done(theirs, (live) => newGrid(live, live.placesOf(from).slice(-2)))
    const mine = opened(base)
    const [made] = done(mine, part)
    const key = Number(made.sentence.values.to)
    expect(theirGrid.sentence.values.to).toBe(key)
    const grid = leafGrid(mine, key)
    if (!grid) throw new Error('the grid was made')
    const [named] = done(mine, (live) => rename(live, grid, '我的'))
    const { plan, own } = merged(theirs, [made, named])
    expect(own.map(({ fate }) => fate)).toEqual(['touches', 'depends'])
    expect(leafGrid(plan, key)?.name).toBe('')
  })

  test('that take back what is stored are done where the other left it alone', () => {
    const [one, other] = apart()
    const stored = opened(base)
    const [edit] = done(stored, move(one))
    const back = { patch: invert(edit.patch), sentence: { code: 'takeBack', values: { of: 'assign' } } }
    const theirs = opened(stored)
    const far = done(theirs, (live) => {
      const { place, to } = across(base, other)
      return assign(live, [place], to)
    })
    expect(previewMerge(storedOf(stored), theirs, [back]).own[0].fate).toBe('merged')
    theirs.apply(invert(far[0].patch))
    done(theirs, (live) => pin(live, [across(base, one).place]))
    expect(previewMerge(storedOf(stored), theirs, [back]).own[0].fate).toBe('locked')
  })

  test('a name goes on a grid whose ground the other changed, not on one that the other named', () => {
    const { from } = across(base, 0)
    const naming = (name: string) => (live: LivePlan) => {
      const grid = leafGrid(live, from)
      return grid && rename(live, grid, name)
    }
    const own = done(opened(base), naming('甲'))
    const moved = opened(base)
    done(moved, move(0))
    expect(fates(merged(moved, own))).toEqual(['merged'])
    const named = opened(base)
    done(named, naming('乙'))
    const { own: judged, plan } = merged(named, own)
    expect(judged[0]).toMatchObject({ fate: 'touches', grids: [`1-${from}`] })
    expect(leafGrid(plan, from)?.name).toBe('乙')
  })
})

describe('in a plan of two levels', () => {
  test('two people meet in the upper grids between which groups go, not in those around', async () => {
    const two = await twoLevelPlan(ground)
    const groups = [...two.draft.grids.values()].filter(({ level }) => level === 2)
    const uppers = [...two.draft.grids.values()].filter(({ level }) => level === 1)
    const [group] = groups
    const target = uppers.find(({ key, community }) => key !== group.parent && community === group.community)
    const second = groups.find(({ key, parent }) => key !== group.key && parent === group.parent)
    const elsewhere = groups.find(({ community }) => community !== group.community)
    if (!target || !second || !elsewhere) throw new Error('the district has more groups')
    const theirs = opened(two)
    done(theirs, (live) => moveGroups(live, [group.key], target.key))
    const mine = opened(two)
    const own = done(
      mine,
      (live) => moveGroups(live, [second.key], target.key),
      (live) => lockGrids(live, 2, [elsewhere.key], true),
    )
    const preview = previewMerge(storedOf(two), theirs, own)
    expect(fates(preview)).toEqual(['touches', 'merged'])
    expect(preview.own[0].grids).toContain(`1-${target.key}`)
    expect(preview.difference.grids.map(({ level }) => level).sort()).toEqual([1, 1, 2])
  })
})

/** One random edit of any kind, or nothing where that kind is not possible now. */
function anyEdit(kind: number, one: number, other: number) {
  return (live: LivePlan): Edit | null => {
    const keys = [...live.draft.grids.values()].map(({ key }) => key)
    const key = keys[one % keys.length]
    const grid = leafGrid(live, key)
    const { from, to } = across(live, one)
    if (kind === 0) return move(one)(live)
    if (kind === 1) return merge(live, [from, to])
    if (kind === 2) return newGrid(live, live.placesOf(key).slice(0, 2))
    if (kind === 3) return lockGrids(live, 1, [key], other % 2 === 0)
    if (kind === 4) return pin(live, [other % live.draft.assignment.length])
    if (kind === 5) return grid && rename(live, grid, String(other))
    const vertex = one % live.coverage.homeFace.length
    const [x, y] = live.coverage.sites.subarray(2 * vertex, 2 * vertex + 2)
    const held = nearestBorder(live.coverage, [x, y], 6_000)
    if (!held) return null
    if (kind === 6) return lockStretch(live, held.edge)
    const dragged = border(insertVertex(live.coverage, held.edge, [x + 300, y + 300], 500), held.grids)
    return isEdit(dragged) ? dragged : null
  }
}

type Step = [kind: number, one: number, other: number]
const steps = fc.array(fc.tuple(fc.nat(7), fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 5 })

/** Both make the same grid; then one moves a building into it. */
const SAME_GRID_MADE: [Step[], Step[]] = [
  [
    [2, 266, 0],
    [0, 79, 0],
    [0, 0, 0],
  ],
  [
    [2, 26, 0],
    [0, 94, 0],
  ],
]
/** One merges a grid into another and drags a border of its former ground; the other moves a building into it. */
const BORDER_OF_A_MERGED_GRID: [Step[], Step[]] = [
  [
    [1, 13, 0],
    [7, 163, 0],
    [0, 0, 0],
  ],
  [[0, 309, 0]],
]
/** Both merge the same grids; then one makes a new grid, which gets the number that has become free. */
const NUMBER_OF_A_MERGED_GRID: [Step[], Step[]] = [
  [
    [1, 467, 0],
    [2, 0, 0],
    [0, 0, 0],
  ],
  [[1, 116, 0]],
]

function drawn(list: readonly Step[]): { plan: LivePlan; edits: Edit[] } {
  const plan = opened(base)
  return { plan, edits: done(plan, ...list.map((step) => anyEdit(...step))) }
}

/** Grids that edits touch in any way, on the plan that they were made for. */
function touchedIn(edits: readonly Edit[]): Set<GridId> {
  const plan = opened(base)
  return new Set(
    edits.flatMap(({ patch }) => {
      const { ground: moved, locks, named } = touchedBy(plan, patch)
      plan.apply(patch)
      return [...moved, ...locks, ...named]
    }),
  )
}

describe('whatever two people do', () => {
  test('in disjoint grids merges whole, and in either order to the same plan', () => {
    let met = 0
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        const [mine, theirs] = [drawn(one), drawn(other)]
        const touched = touchedIn(theirs.edits)
        const isMade = (id: GridId) => !base.draft.grids.has(id)
        fc.pre([...touchedIn(mine.edits)].every((id) => isMade(id) || !touched.has(id)))
        met += mine.edits.length * theirs.edits.length > 0 ? 1 : 0
        const onTheirs = merged(opened(theirs.plan), mine.edits)
        const onMine = merged(opened(mine.plan), theirs.edits)
        expect([...onTheirs.own, ...onMine.own].filter(isDropped)).toEqual([])
        expect(essence(onTheirs.plan)).toEqual(essence(onMine.plan))
      }),
      runs(60),
    )
    expect(met).toBeGreaterThan(20)
  })

  test('nothing that the other changed is overwritten, and no own change is lost unsaid', () => {
    let dropped = 0
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        const [mine, theirs] = [drawn(one), drawn(other)]
        const newer = facts(theirs.plan)
        const { plan, own } = merged(opened(theirs.plan), mine.edits)
        const now = facts(plan)
        const made = newGridsOf(own)
        for (const [name, value] of changed(facts(base), newer))
          if (value !== undefined || !made.some((id) => name.startsWith(`${id} `)))
            expect([name, now.get(name)]).toEqual([name, value])
        expect(own).toHaveLength(mine.edits.length)
        expect(essence(opened(plan))).toEqual(essence(plan))
        dropped += own.filter(isDropped).length
      }),
      { ...runs(80), examples: [SAME_GRID_MADE, BORDER_OF_A_MERGED_GRID, NUMBER_OF_A_MERGED_GRID] },
    )
    expect(dropped).toBeGreaterThan(20)
  })
})

/** Grids that merged changes make; one may get the number of a grid that the other merged away. */
function newGridsOf(own: Merge['own']): string[] {
  return own.flatMap(({ fate, change }) =>
    fate === 'merged'
      ? change.patch.grids.flatMap(({ before, after }) => (!before && after ? [gridId(after)] : []))
      : [],
  )
}

/** Everything that can be said of a plan, piece by piece: what each grid holds, where it lies, what is locked. */
function facts({ draft, figures }: LivePlan): Map<string, unknown> {
  const { id } = ground.input.buildings
  const all = new Map<string, unknown>()
  for (const [grid, { key, name, locked }] of draft.grids) {
    all.set(`${grid} holds`, id.filter((_id, place) => draft.assignment[place] === key).join())
    all.set(
      `${grid} lies`,
      [...new Set(figures.get(grid)?.polygon?.polygons.flat(2).map(String))].sort().join(),
    )
    all.set(`${grid} is called`, name)
    all.set(`${grid} is locked`, locked)
  }
  id.forEach((building, place) => all.set(`${building} is pinned`, draft.pinned[place]))
  for (const border of draft.lockedBorders.keys()) all.set(`${border} is locked`, true)
  return all
}

/** What is said otherwise in the newer facts, or not any more. */
function changed(
  before: ReadonlyMap<string, unknown>,
  newer: ReadonlyMap<string, unknown>,
): [string, unknown][] {
  return [...new Set([...before.keys(), ...newer.keys()])]
    .filter((name) => before.get(name) !== newer.get(name))
    .map((name) => [name, newer.get(name)])
}
