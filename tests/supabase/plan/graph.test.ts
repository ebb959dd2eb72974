import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runGraphPlan } from '../../../supabase/local/plan/graph'

let directory: string
let file: string
let out: string
const printed = vi.fn<(line: string) => void>()
const complained = vi.fn<(line: string) => void>()

/** A field of buildings, six in a row, 30 households in each. */
function writeField(rows: number): void {
  const count = 6 * rows
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: i,
    x: 20 * (i % 6),
    y: 20 * Math.floor(i / 6),
    households: 30,
    compound: Math.floor(i / 3),
    community: 0,
    area: 400,
  }))
  const edges = nodes.flatMap(({ id }) => [
    ...(id % 6 < 5 ? [[id, id + 1]] : []),
    ...(id + 6 < count ? [[id, id + 6]] : []),
  ])
  writeFileSync(file, JSON.stringify({ nodes, edges, lens: edges.map(() => 20) }))
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plan-'))
  file = join(directory, 'instance.json')
  out = join(directory, 'plan.json')
  vi.spyOn(console, 'log').mockImplementation(printed)
  vi.spyOn(console, 'error').mockImplementation(complained)
})
afterEach(() => {
  rmSync(directory, { recursive: true })
  vi.restoreAllMocks()
  printed.mockClear()
  complained.mockClear()
})

describe('plan graph', () => {
  it('writes a plan and prints one line that makes it again', async () => {
    writeField(8)
    expect(await runGraphPlan([file, '--target', '360', '--out', out, '--steps', '50'])).toBe(0)
    const first = JSON.parse(readFileSync(out, 'utf8')) as number[]
    const line = JSON.parse(printed.mock.calls[0][0]) as { grids: number; steps: string }
    expect(printed).toHaveBeenCalledTimes(1)
    expect(first).toHaveLength(48)
    expect(new Set(first).size).toBe(line.grids)
    expect(line.grids).toBe(4)
    await runGraphPlan([file, '--target', '360', '--out', out, '--steps', line.steps])
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(first)
  })

  it('writes two levels, one inside the other', async () => {
    writeField(8)
    expect(await runGraphPlan([file, '--levels', '720,180', '--out', out, '--steps', '50,50'])).toBe(0)
    const { levels } = JSON.parse(readFileSync(out, 'utf8')) as { levels: number[][] }
    const parents = new Map(levels[1].map((group, i) => [group, levels[0][i]]))
    expect(levels[1].map((group) => parents.get(group))).toEqual(levels[0])
    expect(new Set(levels[0]).size).toBe(2)
    expect(new Set(levels[1]).size).toBe(8)
  })

  it.each([
    ['no file', ['--out', 'OUT']],
    ['a file that is not there', ['missing.json', '--out', 'OUT']],
    ['no place to write', ['FILE']],
    ['a folder that is not there', ['FILE', '--out', '/nowhere/plan.json', '--steps', '1']],
    ['a target of nothing', ['FILE', '--out', 'OUT', '--target', '0']],
    ['a tolerance in words', ['FILE', '--out', 'OUT', '--tolerance', 'much']],
    ['a tolerance over 1', ['FILE', '--out', 'OUT', '--tolerance', '1.5']],
    ['a preset unheard of', ['FILE', '--out', 'OUT', '--preset', 'fair']],
    ['one level of two', ['FILE', '--out', 'OUT', '--levels', '1000']],
    ['half a worker', ['FILE', '--out', 'OUT', '--workers', '0.5']],
    ['a flag unheard of', ['FILE', '--out', 'OUT', '--fast']],
    ['steps for another number of levels', ['FILE', '--out', 'OUT', '--steps', '1,2']],
  ])('refuses %s with code 2, one line and no file', async (_, given) => {
    writeField(2)
    const argv = given.map((word) => (word === 'FILE' ? file : word === 'OUT' ? out : word))
    expect(await runGraphPlan(argv)).toBe(2)
    expect(complained).toHaveBeenCalledTimes(1)
    expect(complained.mock.calls[0][0]).not.toContain('\n')
    expect(existsSync(out)).toBe(false)
  })

  it.each(['', '{', '[]', '{"nodes":[],"edges":[]}', '{"nodes":[{"x":0,"y":0,"households":0}],"edges":[]}'])(
    'refuses an instance of %j',
    async (text) => {
      writeFileSync(file, text)
      expect(await runGraphPlan([file, '--out', out])).toBe(2)
      expect(existsSync(out)).toBe(false)
    },
  )
})
