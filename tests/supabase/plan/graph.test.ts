import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runGraphPlan } from '../../../supabase/local/plan/graph'
import { runs } from '../../support/runs'

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

  const node = { x: 0, y: 0, households: 30, compound: 0, community: 0 }
  const nodes = [node, { ...node, x: 20 }, { ...node, x: 40 }]
  const edges = [
    [0, 1],
    [1, 2],
  ]
  it.each([
    ['negative households', { nodes: [{ ...node, households: -1 }], edges: [] }],
    ['households in words', { nodes: [{ ...node, households: 'many' }], edges: [] }],
    ['households that are no number', { nodes: [{ ...node, households: null }], edges: [] }],
    ['a place that is no number', { nodes: [{ ...node, x: null }], edges: [] }],
    ['a building that is none', { nodes: [null], edges: [] }],
    ['an area below nothing', { nodes: [{ ...node, area: 'wide' }], edges: [] }],
    ['an edge to nowhere', { nodes, edges: [[0, 3]] }],
    ['an edge below nought', { nodes, edges: [[-1, 0]] }],
    ['half an edge', { nodes, edges: [[0]] }],
    ['an edge of halves', { nodes, edges: [[0, 1.5]] }],
    ['edges that are none', { nodes, edges: 'all' }],
    ['too few lengths', { nodes, edges, lens: [20] }],
    ['a length below nothing', { nodes, edges, lens: [20, -1] }],
    ['neighbours to nowhere', { nodes, edges, allEdges: [[0, 9]], allLens: [1] }],
    ['too many lengths of neighbours', { nodes, edges, allEdges: edges, allLens: [1, 2, 3] }],
  ])('refuses %s and says where', async (_, document) => {
    writeFileSync(file, JSON.stringify(document))
    expect(await runGraphPlan([file, '--out', out, '--steps', '1'])).toBe(2)
    expect(complained).toHaveBeenCalledTimes(1)
    expect(complained.mock.calls[0][0]).toMatch(/^[^\n]+ at (nodes|edges|allEdges)\S*\.$|nodes, edges/)
    expect(existsSync(out)).toBe(false)
  })

  it('bears loops, edges told twice or backwards, and communities by name', async () => {
    const named = nodes.map((each) => ({ ...each, community: 'east', compound: undefined }))
    writeFileSync(
      file,
      JSON.stringify({
        nodes: named,
        edges: [
          [0, 0],
          [0, 1],
          [1, 0],
          [0, 1],
          [2, 1],
        ],
      }),
    )
    expect(await runGraphPlan([file, '--target', '90', '--out', out, '--steps', '1'])).toBe(0)
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual([0, 0, 0])
  })

  it('answers any cut-off document with code 2 and one line', async () => {
    writeField(2)
    const text = readFileSync(file, 'utf8')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.length - 1 }), async (length) => {
        complained.mockClear()
        writeFileSync(file, text.slice(0, length))
        expect(await runGraphPlan([file, '--out', out, '--steps', '1'])).toBe(2)
        expect(complained).toHaveBeenCalledTimes(1)
        expect(complained.mock.calls[0][0]).not.toContain('\n')
        expect(existsSync(out)).toBe(false)
      }),
      runs(50),
    )
  })

  it('says which buildings cannot be in an even grid, and writes the plan all the same', async () => {
    const apart = [...nodes, { ...node, x: 900, households: 500 }, { ...node, x: 990, households: 10 }]
    writeFileSync(file, JSON.stringify({ nodes: apart, edges }))
    expect(await runGraphPlan([file, '--target', '90', '--out', out, '--steps', '1'])).toBe(0)
    const line = JSON.parse(printed.mock.calls[0][0]) as { notes: Record<string, number> }
    expect(line.notes).toEqual({ 'large-building': 1, island: 1 })
    expect(complained.mock.calls.map(([text]) => text.split(' (')[0])).toEqual([
      'note: island: building 4',
      'note: large-building: building 3',
    ])
    expect(existsSync(out)).toBe(true)
  })
})
