import { expect, test } from 'vitest'
import { Pace } from '../../../src/data/imports/import-pace'

/** Runs steps on a machine that takes so long for a row, and returns how many rows each had. */
async function rowsOf(steps: number, first: number, msPerRow: (step: number) => number): Promise<number[]> {
  let clock = 0
  const taken: number[] = []
  const pace = new Pace(first)
  for (let step = 0; step < steps; step++)
    await pace.step(
      (rows) => {
        taken.push(rows)
        clock += rows * msPerRow(step)
        return Promise.resolve()
      },
      () => clock,
    )
  return taken
}

test('a slow machine gets fewer rows at once, and never none', async () => {
  expect((await rowsOf(4, 500, () => 2)).at(-1)).toBe(125)
  expect((await rowsOf(4, 500, () => 1000)).at(-1)).toBe(50)
})

test('a quick one gets more, twice as many at a time, up to a limit', async () => {
  expect(await rowsOf(5, 250, () => 0.01)).toEqual([250, 500, 1000, 2000, 2000])
})

test('after a step that waited for somebody it finds back', async () => {
  const rows = await rowsOf(8, 500, (step) => (step === 2 ? 20 : 0.5))
  expect(rows[3]).toBe(50)
  expect(rows.at(-1)).toBe(500)
})

test('an answer comes through, a failure too', async () => {
  const pace = new Pace(100)
  expect(await pace.step((rows) => Promise.resolve(rows + 1))).toBe(101)
  await expect(pace.step(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
