import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromUnits, insertVertex, nearestBorder } from '../../../../geo/index'
import { invert } from '../../../../src/plan/model/draft'
import { assign, border, type Edit, isEdit, splitByLine } from '../../../../src/plan/edits/edits'
import { IncidentCounts } from '../../../../src/plan/model/incidents'
import { runs } from '../../../support/runs'
import { drawnPlan, smallGround } from '../small-district'

test('incidents follow the ground: after any edits the counts are those of a count made anew', async () => {
  const live = await drawnPlan(smallGround())
  const places = Array.from({ length: 400 }, (_, at) => at)
  const squares = {
    lng: places.map((at) => 112.999 + ((at * 37) % 101) * 0.0001),
    lat: places.map((at) => 34.9995 + ((at * 53) % 97) * 0.00005),
    incidents: places.map((at) => 1 + (at % 3)),
    communities: [],
  }
  const counts = new IncidentCounts(live.coverage, squares)
  while (!counts.isReady) counts.place(150)
  live.followers.add((patch) => counts.follow(patch))
  const anew = () => {
    const fresh = new IncidentCounts(live.coverage, squares)
    fresh.place(Infinity)
    return fresh
  }
  const keys = () => [-1, ...[...live.draft.grids.values()].map(({ key }) => key)]
  const total = () => keys().reduce((sum, key) => sum + counts.of(key), 0)
  const all = total()
  expect(all).toBeGreaterThan(400)
  const step = fc.tuple(fc.nat(1), fc.nat(127), fc.nat(127))
  const once = ([kind, one, other]: [number, number, number]) => {
    const to = live.draft.assignment[other]
    const [x, y] = live.coverage.sites.subarray(2 * one)
    const held = kind === 1 ? nearestBorder(live.coverage, [x, y], 8_000) : undefined
    return held
      ? border(insertVertex(live.coverage, held.edge, [x + 700, y - 500], 1_500), held.grids)
      : assign(live, [one], to)
  }
  const check = () => {
    const byBuilding = counts.byBuilding(live.ground.instance.count)
    expect(byBuilding).toEqual(anew().byBuilding(live.ground.instance.count))
    const fresh = anew()
    for (const key of keys()) expect(counts.of(key)).toBe(fresh.of(key))
    expect(total()).toBe(all)
  }
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const done: Edit[] = []
      try {
        for (const step of steps) {
          const answer = once(step)
          if (!isEdit(answer)) continue
          live.apply(answer.patch)
          done.push(answer)
          check()
        }
      } finally {
        for (const { patch } of done.toReversed()) live.apply(invert(patch))
      }
      check()
    }),
    {
      ...runs(40),
      // A place straight below a corner from which borders go to the right.
      examples: [
        [
          [
            [1, 70, 0],
            [1, 71, 0],
            [0, 0, 0],
          ],
        ],
      ],
    },
  )
})

test('an incident at the rim that an edit leaves outside comes back when the edit is taken back', async () => {
  const live = await drawnPlan(smallGround())
  const [lng, lat] = fromUnits(live.coverage.frame, 36_514, -7_689)
  const counts = new IncidentCounts(live.coverage, {
    lng: [lng],
    lat: [lat],
    incidents: [1],
    communities: [],
  })
  counts.place(1)
  const [grid] = live.coverage.grids().filter((key) => counts.of(key) === 1)
  const cut = splitByLine(live, grid, [
    [39_514, -7_876],
    [33_514, -7_878],
    [33_514, -5_378],
    [39_514, -5_376],
  ])
  if (!isEdit(cut)) expect.fail(`refused: ${cut.code}`)
  live.followers.add((patch) => counts.follow(patch))
  live.apply(cut.patch)
  expect(live.coverage.grids().map((key) => counts.of(key))).not.toContain(1)
  live.apply(invert(cut.patch))
  expect(counts.of(grid)).toBe(1)
})
