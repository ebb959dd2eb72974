import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scorePlan } from '../../support/score/plan-score'
import { loadInstance } from '../../bench/partition/load'
import { gridInstance } from './instances'

const shared = resolve('../shared/bench/partition')
const python = '/usr/bin/python3'

describe('scorePlan', () => {
  it('knows the figures of a field cut into squares', () => {
    const field = gridInstance(new Array<number>(16).fill(25), 4, { compound: (i) => Math.floor(i / 4) })
    const score = scorePlan(
      field,
      Int32Array.from({ length: 16 }, (_, i) => 2 * Math.floor(i / 8) + Math.floor((i % 4) / 2)),
      100,
    )
    expect(score).toMatchObject({
      grids: 4,
      shareWithin10: 1,
      noncontiguousParts: 0,
      fitCompounds: 4,
      splitCompounds: 4,
    })
    expect(score.meanPolsbyPopper).toBeCloseTo(Math.PI / 4, 12)
    expect(score.meanInertiaCompactness).toBeCloseTo(3 / Math.PI, 12)
    expect(score.meanWalkM).toBeCloseTo(Math.hypot(10, 10), 9)
  })

  it('counts fragments and grids that cross a community', () => {
    const field = gridInstance([1, 1, 1, 1], 4, { community: (i) => Math.floor(i / 2) })
    expect(scorePlan(field, [0, 1, 0, 0], 2)).toMatchObject({
      noncontiguousParts: 1,
      partsCrossingCommunity: 1,
    })
  })

  it.runIf(existsSync(join(shared, 'score.py')) && existsSync(python))(
    'agrees with the scorer in Python to 1e-3',
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'score-'))
      const instance = loadInstance(join(shared, 'city90k.json'))
      const plan = Array.from(instance.compound, (compound, i) => (compound % 3 ? compound : i % 500))
      writeFileSync(join(directory, 'plan.json'), JSON.stringify(plan))
      const arguments_ = [
        join(shared, 'score.py'),
        join(shared, 'city90k.json'),
        join(directory, 'plan.json'),
      ]
      const theirs = JSON.parse(execFileSync(python, arguments_, { encoding: 'utf8' })) as Record<
        string,
        number
      >
      rmSync(directory, { recursive: true })
      for (const [name, value] of Object.entries(scorePlan(instance, plan, 400))) {
        if (name === 'grids') expect(value).toBe(theirs.k)
        else if (name === 'meanHouseholds' || name === 'meanWalkM')
          expect(Math.abs(value - theirs[name])).toBeLessThan(0.051)
        else if (name === 'maxDevTargetPct') expect(Math.abs(value - theirs[name])).toBeLessThan(0.0051)
        else expect(Math.abs(value - theirs[name]), name).toBeLessThan(1e-3)
      }
    },
  )
})
