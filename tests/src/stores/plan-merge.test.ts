import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { gridPolygons } from '../../../geo/index'
import * as plans from '../../../src/data/plans/plans'
import type { Scheme } from '../../../src/data/plans/schemes'
import { DataError } from '../../../src/lib/errors'
import { assign } from '../../../src/plan/edits/edits'
import type { Ground } from '../../../src/plan/model/ground'
import { act, type Timeline, timelineOf } from '../../../src/plan/model/history'
import type { LivePlan } from '../../../src/plan/model/live'
import { NO_LOCKS } from '../../../src/plan/model/locks/stored-locks'
import { keptChanges, type Unsaved, unsavedOf } from '../../../src/plan/model/unsaved'
import { usePlan } from '../../../src/stores/plan'
import { changesTo } from '../../../src/plan/together/changes'
import { liveOf, storedState } from '../../../src/stores/plan-detail'
import { usePlanMerge } from '../../../src/stores/plan-merge'
import { drawnPlan, smallGround } from '../plan/small-district'
import { asPlanner } from './plan-sheet'

vi.mock('../../../src/data/client', () => ({ client: () => ({}) }))
vi.mock('../../../src/data/plans/plans')

const scheme = { id: 5, levels: [{ level: 1, target: 400 }], tolerance: 0.1 } as Scheme
let ground: Ground
let drawn: LivePlan
beforeAll(async () => {
  ground = smallGround()
  drawn = await drawnPlan(ground)
})
beforeEach(() => {
  vi.resetAllMocks()
  asPlanner()
})

/** The drawn plan as the database would give it out, in a version of its own. */
function detailOf(version: number, more: Partial<plans.PlanDetail> = {}): plans.PlanDetail {
  const { grids, assignment } = drawn.draft
  return {
    plan: { id: 7, version, state: 'draft', areaId: 1, schemeId: 5, name: '甲' } as plans.PlanHead,
    borders: [],
    locks: NO_LOCKS,
    communities: [11, 12],
    grids: [...grids.values()].map((grid) => ({ ...grid, code: null }) as plans.StoredGrid),
    assignment: { building: [...ground.input.buildings.id], grid: [...assignment] },
    edits: [],
    remarks: [],
    ...more,
  }
}

/** The same with one building in another grid. */
function movedDetail(version: number, place: number, to: number): plans.PlanDetail {
  const detail = detailOf(version)
  detail.assignment.grid[place] = to
  return detail
}

async function onTable(): Promise<ReturnType<typeof usePlan>> {
  const plan = usePlan()
  await plan.open(ground, scheme, detailOf(1))
  return plan
}

function move(plan: ReturnType<typeof usePlan>, place: number, to: number): void {
  if (plan.live) plan.edit(assign(plan.live, [place], to))
}

test('a merge keeps the other’s building, and what it leaves out can still be read', async () => {
  const plan = await onTable()
  const [from, to] = [drawn.draft.assignment[5], drawn.draft.assignment[21]]
  const inside = drawn.placesOf(from).find((place) => place !== 5) ?? -1
  move(plan, inside, to)
  const merging = usePlanMerge()
  const newer = merging.compareWith(movedDetail(2, 5, to))
  expect(plan.head?.version).toBe(1)
  expect(plan.draft?.assignment[inside]).toBe(to)
  if (!newer) throw new Error('there is an open plan')
  merging.mergeWith(newer)
  expect(plan.head?.version).toBe(2)
  expect([plan.draft?.assignment[5], plan.draft?.assignment[inside]]).toEqual([to, from])
  expect(plan.stage).toBe('saved')
  expect(merging.unmerged.map(({ sentence }) => sentence.code)).toEqual(['assign'])
  merging.forget()
  expect(merging.unmerged).toEqual([])
})

test('what merges is unsaved on the newer version, and is all that a save sends', async () => {
  const plan = await onTable()
  const [from, to] = [drawn.draft.assignment[5], drawn.draft.assignment[21]]
  const far = [...drawn.draft.assignment.keys()].find(
    (place) => ground.input.buildings.community[place] === 12 && isOnBorder(place),
  )
  const beside = drawn.draft.assignment[(far ?? 0) + 8]
  move(plan, far ?? -1, beside)
  const newer = usePlanMerge().compareWith(movedDetail(2, 5, to))
  if (!newer) throw new Error('there is an open plan')
  usePlanMerge().mergeWith(newer)
  expect(plan.stage).toBe('unsaved')
  vi.mocked(plans.savePlan).mockResolvedValue({ ...newer.detail.plan, version: 3 })
  await plan.save()
  const [, id, version, changes] = vi.mocked(plans.savePlan).mock.calls[0]
  expect([id, version]).toEqual([7, 2])
  expect(changes.assignment).toEqual({ building: [ground.input.buildings.id[far ?? -1]], grid: [beside] })
  expect(changes.grids?.map(({ key }) => key)).not.toContain(from)
})

test('work that was kept comes back on its version; where a later one is stored, the plan is behind as it was', async () => {
  let plan = await onTable()
  const to = drawn.draft.assignment[21]
  move(plan, 5, to)
  const kept = JSON.parse(JSON.stringify(unsavedOf(plan.timeline as Timeline, 1))) as Unsaved

  plan = await onTable()
  expect(await plan.resume(kept)).toBe(true)
  expect([plan.draft?.assignment[5], plan.stage]).toEqual([to, 'unsaved'])

  const theirs = theirEdit(12, drawn.draft.assignment[28])
  await plan.open(ground, scheme, theirs)
  expect(await plan.resume(kept)).toBe(true)
  expect([plan.draft?.assignment[5], plan.draft?.assignment[12]]).toEqual([to, drawn.draft.assignment[12]])
  expect([plan.head?.version, plan.stage]).toEqual([1, 'unsaved'])
  expect(
    usePlanMerge()
      .compareWith(theirs)
      ?.own.map(({ own }) => own),
  ).toEqual(keptChanges(kept))
})

test('where what a version had done was taken back since, nothing is put back on it', async () => {
  const plan = await onTable()
  const first = theirEdit(12, drawn.draft.assignment[28])
  await plan.open(ground, scheme, first)
  move(plan, 5, drawn.draft.assignment[21])
  const kept = JSON.parse(JSON.stringify(unsavedOf(plan.timeline as Timeline, 2))) as Unsaved
  await plan.open(ground, scheme, detailOf(3))
  expect(await plan.resume(kept)).toBe(false)
  const other = first.edits.map((edit) => ({ ...edit, at: '2026-02-02T08:00:00Z' }))
  await plan.open(ground, scheme, { ...first, plan: detailOf(3).plan, edits: other })
  expect(await plan.resume(kept)).toBe(false)
  expect([plan.head?.version, plan.stage]).toEqual([3, 'saved'])
  usePlanMerge().leaveOut(keptChanges(kept))
  expect(usePlanMerge().unmerged).toHaveLength(1)
})

/** The second version: the first with one edit of somebody else. */
function theirEdit(place: number, to: number): plans.PlanDetail {
  const live = liveOf(ground, scheme, detailOf(1))
  const { patch, sentence } = assign(live, [place], to)
  live.apply(patch)
  const [edit] = act(timelineOf([]), patch, sentence, '2026-01-01T08:00:00.120Z').edits
  return {
    ...detailOf(2),
    grids: [...live.draft.grids.values()].map((grid) => ({ ...grid, code: null }) as plans.StoredGrid),
    assignment: { building: [...ground.input.buildings.id], grid: [...live.draft.assignment] },
    borders: [live.borders()],
    edits: [{ ...edit, at: '2026-01-01T16:00:00.12+08:00' }],
  }
}

function isOnBorder(place: number): boolean {
  const { assignment } = drawn.draft
  return assignment[place + 8] !== undefined && assignment[place + 8] !== assignment[place]
}

test('a save against a newer version leaves the draft unsaved, one that fails says so', async () => {
  const plan = await onTable()
  move(plan, 5, drawn.draft.assignment[21])
  vi.mocked(plans.savePlan).mockRejectedValueOnce(new DataError('plan-version-newer'))
  await expect(plan.save()).rejects.toThrow('plan-version-newer')
  expect(plan.stage).toBe('unsaved')
  vi.mocked(plans.savePlan).mockRejectedValueOnce(new DataError('no-connection'))
  await expect(plan.save()).rejects.toThrow('no-connection')
  expect(plan.stage).toBe('failed')
})

test('a branch of one’s own gets what is drawn here, whatever its origin has become; one that fails is taken back', async () => {
  const plan = await onTable()
  const [from, to] = [drawn.draft.assignment[5], drawn.draft.assignment[21]]
  const inside = drawn.placesOf(from).find((place) => place !== 5) ?? -1
  move(plan, inside, to)
  vi.mocked(plans.startPlan).mockResolvedValue(9)
  vi.mocked(plans.readPlan).mockResolvedValue({
    ...movedDetail(1, 5, to),
    plan: { ...detailOf(1).plan, id: 9 },
  })
  expect(await usePlanMerge().saveAsBranch('我的')).toBe(9)
  const [, id, version, changes] = vi.mocked(plans.savePlan).mock.calls[0]
  expect([id, version]).toEqual([9, 1])
  const sent = new Map(changes.assignment?.building.map((one, at) => [one, changes.assignment?.grid[at]]))
  expect(sent.get(ground.input.buildings.id[5])).toBe(from)
  expect(sent.get(ground.input.buildings.id[inside])).toBe(to)
  expect(changes.edits?.list.map(({ number }) => number)).toEqual([1])
  expect([plan.head?.id, plan.stage]).toEqual([7, 'unsaved'])

  vi.mocked(plans.discardPlan).mockResolvedValue()
  vi.mocked(plans.savePlan).mockRejectedValueOnce(new DataError('no-connection'))
  await expect(usePlanMerge().saveAsBranch('我的')).rejects.toThrow('no-connection')
  expect(vi.mocked(plans.discardPlan).mock.calls[0][1]).toBe(9)
})

test('a plan whose borders were drawn on other ground opens without them, and is stored whole with the next save', () => {
  const foreign = [{ moved: [9_999, 1, 2], faces: [], edges: [] }]
  expect(liveOf(ground, scheme, detailOf(1, { borders: foreign })).figures.size).toBe(drawn.figures.size)
  const detail = detailOf(1, { borders: null })
  const live = liveOf(ground, scheme, detail)
  const { grids } = changesTo(live, storedState(live, detail), [live.borders()])
  expect(grids?.map(({ key }) => key).sort()).toEqual(
    gridPolygons(ground.cells, live.draft.assignment)
      .map(({ grid }) => grid)
      .sort(),
  )
  const known = storedState(live, detailOf(1))
  expect(changesTo(live, known, [live.borders()]).grids).toEqual([])
})
