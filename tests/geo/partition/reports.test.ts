import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createMember,
  type Instance,
  type Member,
  type PartitionProblem,
  runLevels,
  runPartition,
} from '../../../geo/index'
import { runs } from '../../support/runs'
import { gridInstance, instances } from './instances'

const problem: PartitionProblem = { targetHouseholds: 100, tolerance: 0.1, preset: 'balanced', seed: 1 }

async function plan(instance: Instance, changes: Partial<PartitionProblem> = {}, members = 1) {
  const crew = Array.from({ length: members }, createMember)
  const answer = await runPartition(instance, { ...problem, ...changes }, crew, { steps: 20, clock: () => 0 })
  if (answer.status === 'infeasible') throw new Error(answer.reason)
  return answer
}

/** What the reports say: reason, first building and households of every piece that has a reason. */
async function notesOf(instance: Instance) {
  const { reports } = await plan(instance)
  return reports.flatMap(({ note, building, households }) => (note ? [[note, building, households]] : []))
}

describe('reports', () => {
  it('a building over the tolerance is a grid of its own and said so', async () => {
    const households = new Array<number>(24).fill(25)
    households[9] = 500
    const instance = gridInstance(households, 6)
    expect(await notesOf(instance)).toEqual([['large-building', 9, 500]])
    const { grid } = await plan(instance)
    expect([...grid].filter((g) => g === grid[9])).toHaveLength(1)
  })

  it('buildings without households that only the large one reaches stay with it', async () => {
    const instance = gridInstance([0, 500, 25, 25, 25, 25], 6)
    const { grid, reports } = await plan(instance)
    expect(grid[0]).toBe(grid[1])
    expect(reports.find(({ note }) => note === 'large-building')).toMatchObject({ buildings: 2, building: 1 })
  })

  it('an island says that no edge leads to it, a small community that it is small', async () => {
    const row = gridInstance(new Array<number>(12).fill(25), 12, { keeps: (e) => e !== 7 && e !== 9 })
    expect(await notesOf(row)).toEqual([
      ['island', 8, 50],
      ['island', 10, 50],
    ])
    const alone = gridInstance([25, 25, ...new Array<number>(8).fill(25)], 10, {
      community: (i) => (i < 2 ? 0 : 1),
    })
    expect(await notesOf(alone)).toEqual([['piece-too-small', 0, 50]])
  })

  it('a piece that no number of grids divides evenly, and one where nobody lives', async () => {
    const row = gridInstance([70, 70, 0, 0, ...new Array<number>(4).fill(25)], 8, {
      community: (i) => (i < 2 ? 0 : i < 4 ? 1 : 2),
    })
    expect(await notesOf(row)).toEqual([
      ['not-divisible', 0, 140],
      ['no-households', 2, 0],
    ])
  })

  it('are complete and the same, whatever the instance and the number of members', async () => {
    await fc.assert(
      fc.asyncProperty(instances, fc.integer({ min: 1, max: 3 }), async (instance, members) => {
        if (!instance.households.some((households) => households > 0)) return
        const { reports, grids } = await plan(instance, {}, members)
        expect(reports).toEqual((await plan(instance)).reports)
        expect(reports.reduce((sum, { buildings }) => sum + buildings, 0)).toBe(instance.count)
        expect(reports.length).toBeLessThanOrEqual(grids)
        for (const { households, note } of reports) {
          if (households === 0) expect(note).toBe('no-households')
          else if (households < 90) expect(['island', 'piece-too-small']).toContain(note)
        }
      }),
      runs(200),
    )
  })
})

describe('on the way', () => {
  const field = gridInstance(new Array<number>(64).fill(25), 8)

  it('shows the first plan, then never a worse one', async () => {
    const seen: { energy: number; steps: number; grids: number }[] = []
    await runPartition(field, problem, [createMember()], {
      steps: 300,
      clock: () => 0,
      onProgress: (progress) => seen.push(progress),
    })
    expect(seen[0].steps).toBe(0)
    expect(seen[0].grids).toBeGreaterThan(1)
    expect(seen.length).toBeGreaterThan(3)
    for (let at = 1; at < seen.length; at++) expect(seen[at].energy).toBeLessThanOrEqual(seen[at - 1].energy)
  })

  it('ends where it is cancelled, with the best plan so far, which its steps make again', async () => {
    let looks = 0
    const stopped = await runPartition(field, problem, [createMember()], {
      steps: 5000,
      clock: () => 0,
      isCancelled: () => ++looks > 3,
    })
    if (stopped.status === 'infeasible') throw new Error(stopped.reason)
    expect(stopped.steps).toBeGreaterThan(0)
    expect(stopped.steps).toBeLessThan(5000)
    const again = await runPartition(field, problem, [createMember()], {
      steps: stopped.steps,
      clock: () => 0,
    })
    expect(again).toEqual(stopped)
  })

  it('spends its budget and no more where a step takes 2 ms', async () => {
    let now = 0
    const worker = createMember()
    let done = 0
    const slow: Member = {
      ...worker,
      advance(steps) {
        now += 2 * (steps - done)
        done = steps
        return worker.advance(steps)
      },
    }
    const timed = await runPartition(field, problem, [slow], { budgetMs: 1000, clock: () => now })
    if (timed.status === 'infeasible') throw new Error(timed.reason)
    expect(timed.elapsedMs).toBeLessThanOrEqual(1000)
    expect(timed.steps).toBeGreaterThan(450)
  })

  it('keeps to its budget though pieces that rest make steps look cheap', async () => {
    let now = 0
    let done = 0
    const worker = createMember()
    const tiring: Member = {
      ...worker,
      async advance(steps) {
        const answer = await worker.advance(steps)
        now += 0.02 * answer.awake * (steps - done)
        done = steps
        return answer
      },
    }
    const small = gridInstance(new Array<number>(16).fill(25), 4)
    const timed = await runPartition(small, problem, [tiring], { budgetMs: 400, clock: () => now })
    if (timed.status === 'infeasible') throw new Error(timed.reason)
    expect(timed.steps).toBeGreaterThan(1.5 * (400 / 0.02))
    expect(timed.elapsedMs).toBeLessThanOrEqual(401)
    expect(timed.elapsedMs).toBeGreaterThan(380)
  })
})

describe('levels', () => {
  it('every lower grid is in one upper grid, none is empty, whatever the instance', async () => {
    await fc.assert(
      fc.asyncProperty(instances, async (instance) => {
        const { tolerance, preset, seed } = problem
        const plans = await runLevels(
          instance,
          { targets: [300, 60], tolerance, preset, seed },
          [createMember()],
          {
            steps: [20, 20],
            clock: () => 0,
          },
        )
        if (!Array.isArray(plans)) {
          expect(plans.reason).toBe('no-households')
          return
        }
        const [upper, lower] = plans
        const parents = new Map<number, number>()
        lower.grid.forEach((g, i) => {
          expect(parents.get(g) ?? upper.grid[i]).toBe(upper.grid[i])
          parents.set(g, upper.grid[i])
        })
        expect(parents.size).toBe(lower.grids)
        expect(new Set(upper.grid).size).toBe(upper.grids)
      }),
      runs(150),
    )
  })
})
