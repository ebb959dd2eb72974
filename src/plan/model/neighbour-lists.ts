import type { Instance } from '../../../geo/index'
import type { Vertex } from './ids'

/** A vertex next to another, and the length of their common border. */
export interface Neighbour {
  to: number
  metres: number
}

/** The walkable neighbours of each vertex. */
export interface NeighbourLists {
  of: (vertex: Vertex) => readonly Neighbour[]
}

const NONE: readonly Neighbour[] = []
const made = new WeakMap<Instance, NeighbourLists>()

/** Returns the walkable neighbours of an instance's vertices; made once for each instance, linear in its edges. */
export function neighbourLists(instance: Instance): NeighbourLists {
  const known = made.get(instance)
  if (known) return known
  const lists = new Map<number, Neighbour[]>()
  const add = (from: number, to: number, metres: number) => {
    const list = lists.get(from)
    if (list) list.push({ to, metres })
    else lists.set(from, [{ to, metres }])
  }
  instance.edgeLengths.forEach((metres, edge) => {
    const [one, other] = [instance.edges[2 * edge], instance.edges[2 * edge + 1]]
    add(one, other, metres)
    add(other, one, metres)
  })
  const answer = { of: (vertex: Vertex) => lists.get(vertex) ?? NONE }
  made.set(instance, answer)
  return answer
}
