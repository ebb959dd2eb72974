import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instance } from '../../../geo/index'

/** METIS's plan and the seconds it says it spent partitioning. */
export interface MetisPlan {
  grid: Int32Array
  seconds: number
}

/** Runs `gpmetis -contig` on every community for itself, as the anchors did; nothing where it is not installed. */
export function runMetis(instance: Instance, target: number): MetisPlan | undefined {
  const grid = new Int32Array(instance.count)
  const directory = mkdtempSync(join(tmpdir(), 'metis-'))
  let seconds = 0
  let base = 0
  try {
    for (const members of communities(instance)) {
      const households = members.reduce((sum, i) => sum + instance.households[i], 0)
      const grids = Math.min(members.length, Math.max(1, Math.round(households / target)))
      const part =
        grids === 1
          ? { labels: members.map(() => 0), seconds: 0 }
          : partition(instance, members, grids, directory)
      members.forEach((building, k) => (grid[building] = base + part.labels[k]))
      base += grids
      seconds += part.seconds
    }
    return { grid, seconds }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
    throw thrown
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function communities(instance: Instance): number[][] {
  const groups = new Map<number, number[]>()
  for (let i = 0; i < instance.count; i++) {
    const group = groups.get(instance.community[i])
    if (group) group.push(i)
    else groups.set(instance.community[i], [i])
  }
  return [...groups.values()]
}

function partition(instance: Instance, members: number[], grids: number, directory: string) {
  const local = new Map(members.map((building, k) => [building, k + 1]))
  const rows = members.map(() => new Set<number>())
  const { edges } = instance
  for (let e = 0; e < edges.length; e += 2) {
    const a = local.get(edges[e])
    const b = local.get(edges[e + 1])
    if (a === undefined || b === undefined || a === b) continue
    rows[a - 1].add(b)
    rows[b - 1].add(a)
  }
  const pairs = rows.reduce((sum, row) => sum + row.size, 0) / 2
  const lines = rows.map((row, k) => [Math.round(instance.households[members[k]]), ...row].join(' '))
  const file = join(directory, 'graph')
  writeFileSync(file, [`${members.length} ${pairs} 010`, ...lines, ''].join('\n'))
  const output = runContiguous(file, grids)
  const time = /Partitioning:\s+([\d.]+) sec/.exec(output)
  return {
    labels: readFileSync(`${file}.part.${grids}`, 'utf8').trim().split('\n').map(Number),
    seconds: Number(time?.[1] ?? 0),
  }
}

/** `-contig` refuses a graph of several components; such a community is divided without it. */
function runContiguous(file: string, grids: number): string {
  const options = [file, String(grids), '-seed=1']
  try {
    return execFileSync('gpmetis', ['-contig', ...options], { encoding: 'utf8', stdio: 'pipe' })
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') throw thrown
    return execFileSync('gpmetis', options, { encoding: 'utf8', stdio: 'pipe' })
  }
}
