import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMember, type Instance, type PartitionProblem, runPartition } from '../../../geo/index'
import { scorePlan } from '../../support/score/plan-score'
import { runs } from '../../support/runs'
import { gridInstance, instances } from './instances'

const problem: PartitionProblem = { targetHouseholds: 100, tolerance: 0.1, preset: 'balanced', seed: 1 }
const field = gridInstance(new Array<number>(64).fill(25), 8)

async function solve(instance: Instance, changes: Partial<PartitionProblem>, steps = 60) {
  const plan = await runPartition(instance, { ...problem, ...changes }, [createMember()], {
    steps,
    clock: () => 0,
  })
  if (plan.status === 'infeasible') throw new Error(plan.reason)
  return plan
}

/** Households that are not with the largest part of their old grid. */
function movedHouseholds(instance: Instance, before: Int32Array, after: Int32Array): number {
  const shared = new Map<string, number>()
  for (let i = 0; i < instance.count; i++) {
    const key = `${before[i]} ${after[i]}`
    shared.set(key, (shared.get(key) ?? 0) + instance.households[i])
  }
  const kept = new Map<number, number>()
  for (const [key, households] of shared) {
    const grid = Number(key.split(' ')[0])
    kept.set(grid, Math.max(kept.get(grid) ?? 0, households))
  }
  const total = instance.households.reduce((a, b) => a + b, 0)
  return total - [...kept.values()].reduce((a, b) => a + b, 0)
}

/** What a grid is called does not matter: two plans are the same if they divide the buildings alike. */
function shapeOf(grid: Int32Array): number[] {
  const names = new Map<number, number>()
  return Array.from(grid, (g) => names.get(g) ?? (names.set(g, names.size), names.size - 1))
}

describe('from an existing plan', () => {
  it('a plan that is balanced already stays as it is', async () => {
    const first = await solve(field, {}, 800)
    const again = await solve(field, { existing: first.grid, weights: { border: 0, inertia: 0, inside: 0 } })
    expect(shapeOf(again.grid)).toEqual(shapeOf(first.grid))
  })

  it('a new estate moves few households', async () => {
    const first = await solve(field, {}, 800)
    const grown = { ...field, households: field.households.slice() }
    grown.households[27] += 40
    const next = await solve(grown, { existing: first.grid }, 300)
    expect(scorePlan(grown, next.grid, 100).shareWithin10).toBeGreaterThan(0.9)
    expect(movedHouseholds(grown, first.grid, next.grid)).toBeLessThan(400)
    const afresh = await solve(grown, { seed: 9 }, 300)
    expect(movedHouseholds(grown, first.grid, next.grid)).toBeLessThan(
      movedHouseholds(grown, first.grid, afresh.grid),
    )
  })

  it('any assignment, however broken, becomes a sound plan', async () => {
    await fc.assert(
      fc.asyncProperty(
        instances,
        fc.infiniteStream(fc.integer({ min: -1, max: 5 })),
        async (instance, stream) => {
          if (!instance.households.some((households) => households > 0)) return
          const existing = Int32Array.from([...stream.take(instance.count)])
          const score = scorePlan(instance, (await solve(instance, { existing }, 30)).grid, 100)
          expect(score.noncontiguousParts).toBe(0)
          expect(score.partsCrossingCommunity).toBe(0)
        },
      ),
      runs(200),
    )
  })
})

describe('locks', () => {
  it('a locked grid stays', async () => {
    const first = await solve(field, {}, 5)
    const locked = first.grid[20]
    const plan = await solve(
      field,
      { existing: first.grid, locks: { grids: [locked] }, weights: { change: 0 } },
      100,
    )
    const members = [...first.grid.keys()].filter((i) => first.grid[i] === locked)
    const now = new Set(members.map((i) => plan.grid[i]))
    expect(now.size).toBe(1)
    expect([...plan.grid].filter((g) => now.has(g))).toHaveLength(members.length)
  })

  it('locked buildings stay together, and locked borders apart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 6 }), async (seed, column) => {
        const existing = Int32Array.from(
          { length: 64 },
          (_, i) => 4 * Math.floor(i / 16) + Math.floor((i % 8) / 2),
        )
        const [a, b] = [8 * 3 + column, 8 * 3 + column + 1]
        const locks =
          existing[a] === existing[b] ? { buildings: [a, b] } : { borders: [[a, b] as [number, number]] }
        const plan = await solve(field, { existing, locks, seed, weights: { change: 0 } }, 40)
        expect(plan.grid[a] === plan.grid[b]).toBe(existing[a] === existing[b])
        expect(scorePlan(field, plan.grid, 100).noncontiguousParts).toBe(0)
      }),
      runs(40),
    )
  })

  it('a locked border keeps both its buildings where they were, and their grids apart', async () => {
    const first = await solve(field, {}, 5)
    const pairs = [...Array(63).keys()].map((i): [number, number] => [i, i + 1])
    const borders = pairs.filter(([a, b]) => b % 8 && first.grid[a] !== first.grid[b]).slice(0, 6)
    const plan = await solve(field, { existing: first.grid, locks: { borders }, weights: { change: 0 } }, 100)
    const place = new Map<number, Set<number>>()
    for (const i of borders.flat())
      place.set(first.grid[i], (place.get(first.grid[i]) ?? new Set()).add(plan.grid[i]))
    for (const now of place.values()) expect(now.size).toBe(1)
    expect(new Set([...place.values()].flatMap((now) => [...now])).size).toBe(place.size)
  })

  it('locks of every kind hold together, whatever they are', async () => {
    const first = await solve(field, {}, 5)
    const some = fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(some, some, fc.integer(), async (buildings, inGrids, seed) => {
        const grids = [...new Set(inGrids.map((i) => first.grid[i]))]
        const changes = { existing: first.grid, locks: { buildings, grids }, seed, weights: { change: 0 } }
        const plan = await solve(field, changes, 30)
        for (const a of buildings)
          for (const b of buildings)
            expect(plan.grid[a] === plan.grid[b]).toBe(first.grid[a] === first.grid[b])
        for (const grid of grids) {
          const members = [...first.grid.keys()].filter((i) => first.grid[i] === grid)
          expect([...plan.grid.keys()].filter((i) => plan.grid[i] === plan.grid[members[0]])).toEqual(members)
        }
        expect(scorePlan(field, plan.grid, 100).noncontiguousParts).toBe(0)
      }),
      runs(60),
    )
  })

  it.each([
    ['a building without a grid', { buildings: [0] }, 'locks-contradict'],
    ['a border inside a grid', { borders: [[10, 11] as [number, number]] }, 'locks-contradict'],
    ['a grid in two fragments', { grids: [7] }, 'locks-contradict'],
    ['a building that does not exist', { buildings: [64] }, 'locks-contradict'],
    ['a grid that does not exist', { grids: [99] }, 'locks-contradict'],
  ])('refuses %s', async (_, locks, reason) => {
    const existing = Int32Array.from({ length: 64 }, (_, i) => (i === 0 ? -1 : i === 1 || i === 60 ? 7 : 1))
    const answer = await runPartition(field, { ...problem, existing, locks }, [createMember()], {
      steps: 1,
      clock: () => 0,
    })
    expect(answer).toMatchObject({ status: 'infeasible', reason })
  })
})

describe('local', () => {
  it('solves only the chosen grids again', async () => {
    const first = await solve(field, {}, 5)
    const only = [...new Set([0, 1, 8, 9].map((i) => first.grid[i]))]
    const plan = await solve(field, { existing: first.grid, only, seed: 3, weights: { change: 0 } }, 100)
    const others = [...first.grid.keys()].filter((i) => !only.includes(first.grid[i]))
    expect(shapeOf(Int32Array.from(others, (i) => plan.grid[i]))).toEqual(
      shapeOf(Int32Array.from(others, (i) => first.grid[i])),
    )
    expect(scorePlan(field, plan.grid, 100).noncontiguousParts).toBe(0)
  })
})

describe('what cannot be solved', () => {
  it.each([
    [{ targetHouseholds: 0 }, 'bad-target'],
    [{ targetHouseholds: NaN }, 'bad-target'],
    [{ tolerance: 0 }, 'bad-tolerance'],
    [{ tolerance: 1 }, 'bad-tolerance'],
    [{ seed: 0.5 }, 'bad-seed'],
    [{ weights: { border: -1 } }, 'bad-weights'],
    [{ weights: { inertia: NaN } }, 'bad-weights'],
    [{ existing: new Int32Array(3) }, 'bad-existing'],
    [{ only: [1] }, 'locks-need-existing'],
  ] as [Partial<PartitionProblem>, string][])('%o is refused', async (changes, reason) => {
    const answer = await runPartition(field, { ...problem, ...changes }, [createMember()], {
      steps: 1,
      clock: () => 0,
    })
    expect(answer).toMatchObject({ status: 'infeasible', reason })
  })

  it('an instance without buildings or without households', async () => {
    const options = { steps: 1, clock: () => 0 }
    expect(await runPartition(gridInstance([], 1), problem, [createMember()], options)).toMatchObject({
      reason: 'no-buildings',
    })
    expect(await runPartition(gridInstance([0, 0], 2), problem, [createMember()], options)).toMatchObject({
      reason: 'no-households',
    })
  })
})
