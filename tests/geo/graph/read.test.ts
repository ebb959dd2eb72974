import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstance } from '../../../geo/index'
import { buildAdjacency, connectedComponents } from '../../../geo/graph/adjacency'
import { instances } from '../partition/instances'
import { runs } from '../../support/runs'

const node = {
  id: 0,
  x: 1,
  y: 2,
  households: 3,
  compound: 4,
  community: 5,
  area: 6,
  outer: 7,
  cx: 8,
  cy: 9,
  inertia: 10,
}

describe('readInstance', () => {
  it('reads what the benchmark writes', () => {
    const document = {
      nodes: [node, { ...node, x: 2, compound: 9 }],
      edges: [[0, 1]],
      lens: [5],
      allEdges: [[0, 1]],
      allLens: [5],
    }
    const instance = readInstance(document)
    if ('code' in instance) throw new Error(instance.code)
    expect(instance).toMatchObject({ count: 2, edges: Int32Array.of(0, 1), edgeLengths: Float64Array.of(5) })
    expect([...instance.compound, ...instance.community]).toEqual([0, 1, 0, 0])
    expect([instance.cellArea[0], instance.outerLength[0], instance.cellInertia[0]]).toEqual([6, 7, 10])
  })

  it('fills in what is missing as the scorer does', () => {
    const instance = readInstance({
      nodes: [
        { x: 1, y: 2, households: 3 },
        { x: 4, y: 5, households: 0 },
      ],
      edges: [[0, 1]],
    })
    if ('code' in instance) throw new Error(instance.code)
    expect([instance.cellArea[0], instance.cellX[1], instance.allEdgeLengths[0]]).toEqual([1, 4, 1])
    expect(instance.compound[0]).not.toBe(instance.compound[1])
  })

  it.each([
    ['nothing', null, 'not-an-instance'],
    ['a number', 7, 'not-an-instance'],
    ['a list', [], 'not-an-instance'],
    ['no edges', { nodes: [] }, 'not-an-instance'],
    ['a node that is none', { nodes: [null], edges: [] }, 'bad-node'],
    ['a place that is none', { nodes: [{ ...node, x: 'east' }], edges: [] }, 'bad-node'],
    ['negative households', { nodes: [{ ...node, households: -1 }], edges: [] }, 'bad-households'],
    ['households in words', { nodes: [{ ...node, households: '12' }], edges: [] }, 'bad-households'],
    ['an edge to nowhere', { nodes: [node], edges: [[0, 1]] }, 'bad-edge'],
    ['an edge of three', { nodes: [node], edges: [[0, 0, 0]] }, 'bad-edge'],
    ['a length too few', { nodes: [node, node], edges: [[0, 1]], lens: [1, 2] }, 'bad-length'],
    ['a negative length', { nodes: [node, node], edges: [[0, 1]], lens: [-1] }, 'bad-length'],
  ])('refuses %s', (_, document, code) => {
    expect(readInstance(document)).toMatchObject({ code })
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (document) => void readInstance(document)),
      runs(),
    )
  })
})

describe('buildAdjacency', () => {
  it('has every allowed pair twice, never over a community border, and all border lengths', () => {
    fc.assert(
      fc.property(instances, (instance) => {
        const { start, allowedEnd, neighbour, borderLength } = buildAdjacency(instance)
        let allowed = 0
        for (let v = 0; v < instance.count; v++) {
          allowed += allowedEnd[v] - start[v]
          for (let k = start[v]; k < allowedEnd[v]; k++)
            expect(instance.community[neighbour[k]]).toBe(instance.community[v])
        }
        expect(allowed).toBe(instance.edges.length)
        const total = instance.allEdgeLengths.reduce((a, b) => a + b, 0)
        expect(borderLength.reduce((a, b) => a + b, 0)).toBeCloseTo(2 * total, 6)
      }),
      runs(),
    )
  })

  it('falls into components that share no building and no edge', () => {
    fc.assert(
      fc.property(instances, (instance) => {
        const components = connectedComponents(
          buildAdjacency(instance),
          new Uint8Array(instance.count).fill(1),
        )
        const component = new Int32Array(instance.count).fill(-1)
        components.forEach((members, c) => members.forEach((i) => (component[i] = c)))
        expect(components.flatMap((members) => [...members]).sort((a, b) => a - b)).toEqual([
          ...component.keys(),
        ])
        for (let e = 0; e < instance.edges.length; e += 2)
          expect(component[instance.edges[e]]).toBe(component[instance.edges[e + 1]])
      }),
      runs(),
    )
  })
})
