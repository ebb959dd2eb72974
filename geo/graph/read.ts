import type { Instance } from './instance'

/** Why a document is not an instance; `at` names the first place that is wrong. */
export interface InstanceFault {
  code: 'not-an-instance' | 'bad-node' | 'bad-edge' | 'bad-length' | 'bad-households'
  at: string
}

type Row = Record<string, unknown>

/**
 * Reads the benchmark's JSON document `{ nodes, edges, lens, allEdges, allLens }` (metres) into an instance, or says
 * where it is wrong. Missing cells count as discs of 1 m², missing lengths as 1 m, as in the benchmark's scorer. O(n + m).
 */
export function readInstance(document: unknown): Instance | InstanceFault {
  const root = document as Row | null
  if (typeof root !== 'object' || root === null || !Array.isArray(root.nodes) || !Array.isArray(root.edges))
    return { code: 'not-an-instance', at: 'nodes, edges' }
  const nodes = root.nodes as Row[]
  const instance = emptyInstance(nodes.length)
  for (let i = 0; i < nodes.length; i++) {
    const fault = readNode(nodes[i], i, instance)
    if (fault) return fault
  }
  instance.community = numbered(nodes, 'community', () => 0)
  instance.compound = numbered(nodes, 'compound', (i) => `own ${i}`)
  const edges = readEdges(root.edges, root.lens, nodes.length, 'edges')
  if ('code' in edges) return edges
  const all = Array.isArray(root.allEdges)
    ? readEdges(root.allEdges, root.allLens ?? root.lens, nodes.length, 'allEdges')
    : edges
  if ('code' in all) return all
  instance.edges = edges.pairs
  instance.edgeLengths = edges.lengths
  instance.allEdges = all.pairs
  instance.allEdgeLengths = all.lengths
  return instance
}

function emptyInstance(count: number): Instance {
  const reals = () => new Float64Array(count)
  return {
    count,
    x: reals(),
    y: reals(),
    households: reals(),
    compound: new Int32Array(count),
    community: new Int32Array(count),
    cellArea: reals(),
    cellX: reals(),
    cellY: reals(),
    cellInertia: reals(),
    outerLength: reals(),
    edges: new Int32Array(0),
    edgeLengths: new Float64Array(0),
    allEdges: new Int32Array(0),
    allEdgeLengths: new Float64Array(0),
  }
}

function readNode(node: Row | null, i: number, instance: Instance): InstanceFault | undefined {
  if (typeof node !== 'object' || node === null) return { code: 'bad-node', at: `nodes[${i}]` }
  const households = node.households
  if (typeof households !== 'number' || !Number.isFinite(households) || households < 0)
    return { code: 'bad-households', at: `nodes[${i}].households` }
  instance.households[i] = households
  const { x, y, area = 1, outer = 0, cx = x, cy = y } = node
  const reals = { x, y, area, outer, cx, cy, inertia: node.inertia ?? Number(area) ** 2 / (2 * Math.PI) }
  for (const [name, value] of Object.entries(reals))
    if (typeof value !== 'number' || !Number.isFinite(value))
      return { code: 'bad-node', at: `nodes[${i}].${name}` }
  instance.x[i] = x as number
  instance.y[i] = y as number
  instance.cellArea[i] = area as number
  instance.outerLength[i] = outer as number
  instance.cellX[i] = cx as number
  instance.cellY[i] = cy as number
  instance.cellInertia[i] = reals.inertia as number
  return undefined
}

/** Numbers the values of a column in order of appearance: names and gaps in the document do not matter. */
function numbered(nodes: Row[], column: string, missing: (i: number) => unknown): Int32Array {
  const numbers = new Map<unknown, number>()
  return Int32Array.from(nodes, (node, i) => {
    const value = node[column] ?? missing(i)
    let number = numbers.get(value)
    if (number === undefined) numbers.set(value, (number = numbers.size))
    return number
  })
}

function readEdges(
  pairs: unknown[],
  lengths: unknown,
  count: number,
  name: string,
): { pairs: Int32Array; lengths: Float64Array } | InstanceFault {
  const result = { pairs: new Int32Array(2 * pairs.length), lengths: new Float64Array(pairs.length).fill(1) }
  const given = Array.isArray(lengths) && lengths.length > 0 ? (lengths as unknown[]) : undefined
  if (given && given.length !== pairs.length) return { code: 'bad-length', at: name }
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]
    if (!Array.isArray(pair) || pair.length !== 2 || !isVertex(pair[0], count) || !isVertex(pair[1], count))
      return { code: 'bad-edge', at: `${name}[${i}]` }
    result.pairs[2 * i] = pair[0]
    result.pairs[2 * i + 1] = pair[1]
    if (!given) continue
    const length = given[i]
    if (typeof length !== 'number' || !Number.isFinite(length) || length < 0)
      return { code: 'bad-length', at: `${name}[${i}]` }
    result.lengths[i] = length
  }
  return result
}

function isVertex(value: unknown, count: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < count
}
