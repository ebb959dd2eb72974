import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMember, type Instance, type Preset, runPartition } from '../../../geo/index'
import { scorePlan } from '../../support/score/plan-score'
import { divisionsToTake } from '../../../geo/partition/evenness'
import { OTHERS, summedDeviation } from '../../support/presets'
import { runs } from '../../support/runs'
import { gridInstance, instances } from './instances'

/** Towns of a few communities with estates, where other presets are often more even by chance. */
const towns: fc.Arbitrary<Instance> = fc
  .record({
    households: fc.array(fc.integer({ min: 5, max: 45 }), { minLength: 60, maxLength: 110 }),
    compoundSize: fc.integer({ min: 1, max: 8 }),
    communitySize: fc.integer({ min: 20, max: 60 }),
  })
  .map(({ households, compoundSize, communitySize }) =>
    gridInstance(households, 10, {
      compound: (i) => Math.floor(i / compoundSize),
      community: (i) => Math.floor(i / communitySize),
    }),
  )

describe('presets', () => {
  it('none is more even in all than balanced with the same seed and steps, whatever the district and the crew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(instances, towns),
        fc.integer(),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 3 }),
        async (instance, seed, steps, members) => {
          const of = (preset: Preset) =>
            summedDeviation(instance, { targetHouseholds: 100, seed, preset }, steps, members)
          const balanced = await of('balanced')
          for (const preset of OTHERS)
            expect(balanced).toBeLessThanOrEqual((await of(preset)) * (1 + 1e-9) + 1e-8)
        },
      ),
      runs(150),
    )
  })

  it('nor where they begin from the grids that are there', async () => {
    await fc.assert(
      fc.asyncProperty(towns, fc.integer(), fc.infiniteStream(fc.nat(3)), async (instance, seed, stream) => {
        const existing = Int32Array.from([...stream.take(instance.count)])
        const of = (preset: Preset) =>
          summedDeviation(instance, { targetHouseholds: 100, seed, preset, existing }, 30)
        const balanced = await of('balanced')
        for (const preset of OTHERS)
          expect(balanced).toBeLessThanOrEqual((await of(preset)) * (1 + 1e-9) + 1e-8)
      }),
      runs(40),
    )
  })

  it('are about what they say: shape has the best shape, compounds cuts the fewest', async () => {
    const households = Array.from({ length: 100 }, (_, i) => 10 + ((i * 37) % 29))
    const town = gridInstance(households, 10, { compound: (i) => Math.floor(i / 4) })
    const scoreOf = async (preset: Preset) => {
      const problem = { targetHouseholds: 150, tolerance: 0.1, preset, seed: 5 }
      const plan = await runPartition(town, problem, [createMember()], { steps: 2500, clock: () => 0 })
      if (plan.status === 'infeasible') throw new Error(plan.reason)
      return scorePlan(town, plan.grid, 150)
    }
    const [balanced, compounds, shape] = [
      await scoreOf('balanced'),
      await scoreOf('compounds'),
      await scoreOf('shape'),
    ]
    expect(shape.meanPolsbyPopper).toBeGreaterThan(compounds.meanPolsbyPopper)
    expect(shape.meanPolsbyPopper).toBeGreaterThanOrEqual(balanced.meanPolsbyPopper)
    expect(compounds.splitCompounds).toBeLessThan(shape.splitCompounds)
    expect(compounds.splitCompounds).toBeLessThanOrEqual(balanced.splitCompounds)
  })
})

describe('what a plan takes from others', () => {
  const piece = (number: number, deviation: number, ...others: number[]) => ({
    piece: number,
    deviation,
    others: others.map((other, which) => ({
      piece: number,
      buildings: new Int32Array(0),
      grid: new Int32Array(0),
      grids: which,
      energy: 0,
      deviation: other,
    })),
  })
  const taken = (aim: 'least' | 'not-less', ...pieces: ReturnType<typeof piece>[]) =>
    divisionsToTake(pieces, aim).map((division) => [division.piece, division.grids])

  it('is nothing where it is the most even in all, though not in each piece', () => {
    expect(taken('least', piece(0, 0.3, 0.1, 0.2), piece(1, 0.1, 0.5, 0.4))).toEqual([])
    expect(taken('least')).toEqual([])
  })

  it('is what gains most, until no other is more even', () => {
    const third = piece(2, 0.1, 0.3, 0.2)
    expect(taken('least', piece(0, 0.3, 0.2, 0.3), piece(1, 0.4, 0.3, 0.1), third)).toEqual([[1, 1]])
    expect(
      taken('least', piece(0, 0.3, 0.2, 0.3), piece(1, 0.45, 0.3, 0.45), piece(2, 0.1, 0.1, 0.2)),
    ).toEqual([
      [1, 0],
      [0, 0],
    ])
  })

  it('is what it is ahead of balanced by most in, until it is not ahead in all', () => {
    expect(taken('not-less', piece(0, 0.1, 0.3), piece(1, 0.6, 0.3))).toEqual([])
    expect(taken('not-less', piece(0, 0.2, 0.3), piece(1, 0.1, 0.4), piece(2, 0.5, 0.3))).toEqual([[1, 0]])
    expect(taken('not-less', piece(0, 0.2, 0.3), piece(1, 0.1, 0.4), piece(2, 0.3, 0.3))).toEqual([
      [1, 0],
      [0, 0],
    ])
  })
})
