import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMember, type Instance, runPartition } from '../../../geo/index'
import { runs } from '../../support/runs'
import { gridInstance } from './instances'

const problem = { targetHouseholds: 100, tolerance: 0.1, preset: 'balanced', seed: 1 } as const

async function partners(instance: Instance): Promise<(a: number, b: number) => boolean> {
  const plan = await runPartition(instance, problem, [createMember()], { steps: 40, clock: () => 0 })
  if (plan.status === 'infeasible') throw new Error(plan.reason)
  return (a, b) => plan.grid[a] === plan.grid[b]
}

/** The instance with building `i` called `order[i]`. */
function relabelled(instance: Instance, order: number[]): Instance {
  const back = Array.from(order, (_, k) => order.indexOf(k))
  const reals = (values: Float64Array) => Float64Array.from(back, (i) => values[i])
  return {
    ...instance,
    x: reals(instance.x),
    y: reals(instance.y),
    households: reals(instance.households),
    compound: Int32Array.from(back, (i) => instance.compound[i]),
    community: Int32Array.from(back, (i) => instance.community[i]),
    cellArea: reals(instance.cellArea),
    cellX: reals(instance.cellX),
    cellY: reals(instance.cellY),
    cellInertia: reals(instance.cellInertia),
    outerLength: reals(instance.outerLength),
    edges: instance.edges.map((i) => order[i]),
    allEdges: instance.allEdges.map((i) => order[i]),
  }
}

const fields = fc
  .record({
    households: fc.array(fc.integer({ min: 5, max: 50 }), { minLength: 12, maxLength: 40 }),
    compoundSize: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ households, compoundSize }) =>
    gridInstance(households, 6, { compound: (i) => Math.floor(i / compoundSize) }),
  )

describe('a plan does not depend on', () => {
  it('what the buildings are called', async () => {
    await fc.assert(
      fc.asyncProperty(fields, fc.infiniteStream(fc.nat()), async (field, keys) => {
        const key = [...keys.take(field.count)]
        const order = [...key.keys()].sort((a, b) => key[a] - key[b] || a - b)
        const before = await partners(field)
        const after = await partners(relabelled(field, order))
        for (let i = 1; i < field.count; i++) expect(after(order[i], order[i - 1])).toBe(before(i, i - 1))
      }),
      runs(30),
    )
  })

  it('where the origin is', async () => {
    await fc.assert(
      fc.asyncProperty(fields, fc.integer({ min: -1e6, max: 1e6 }), async (field, shift) => {
        const moved = (values: Float64Array) => values.map((value) => value + shift)
        const { x, y, cellX, cellY } = field
        const before = await partners(field)
        const after = await partners({
          ...field,
          x: moved(x),
          y: moved(y),
          cellX: moved(cellX),
          cellY: moved(cellY),
        })
        for (let i = 1; i < field.count; i++) expect(after(i, i - 1)).toBe(before(i, i - 1))
      }),
      runs(30),
    )
  })
})
