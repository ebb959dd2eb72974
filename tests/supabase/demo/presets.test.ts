import { describe, expect, it } from 'vitest'
import { createDrawingBoard } from '../../../supabase/local/demo/plans'
import { OTHERS, summedDeviation } from '../../support/presets'
import { district } from './setting'

describe('presets on the demo district', () => {
  const { instance } = createDrawingBoard(district)
  const of = (preset: 'balanced' | (typeof OTHERS)[number], seed: number) =>
    summedDeviation(instance, { targetHouseholds: 400, seed, preset }, 200)

  it.each([1, 2, 3])('none is more even in all than balanced (seed %i)', async (seed) => {
    const balanced = await of('balanced', seed)
    expect(balanced).toBeGreaterThan(0)
    for (const preset of OTHERS) expect(balanced).toBeLessThanOrEqual((await of(preset, seed)) + 1e-8)
  })
})
