import { linkCrossings } from '../adjacency/crossings'
import { buildInstance } from '../adjacency/instance'
import { GeoError } from '../error'
import { subdivide } from '../planar/faces'
import { frameAround } from '../planar/frame'
import { nodeLinework } from '../planar/noding'
import { interiorPoint } from '../planar/ring'
import { voronoiEdges } from '../voronoi/edges'
import { type Blocks, cutBlocks } from './blocks'
import { findOwners } from './owners'
import { groupByBlock, placeSites, type Sites } from './sites'
import { CELL_EDGE, type Cells, type CellsInput, type CellsResult } from './types'

/**
 * The cells of a district: each community is cut at barriers into blocks, each block divided into the Voronoi cells of its
 * buildings, and everything noded at once on one integer grid, so that neighbours share the very same vertices.
 *
 * The same input gives the same result. About n log n: 10,000 buildings in 60 communities take well under a second.
 * What can be mended in the data is returned in `problems`. Throws `no-positions` without a community and
 * `extent-too-large` beyond 335 km from the middle.
 */
export function buildCells(input: CellsInput): CellsResult {
  const frame = frameAround(input.communities.flat(3))
  const blocks = cutBlocks(frame, input)
  const sites = placeSites(frame, blocks, input.buildings)
  const faces = { frame, ...divideBlocks(blocks, sites), sites: sites.points }
  const cells: Cells = { ...faces, owner: findOwners(faces), inputIndex: sites.inputIndex }
  const links = linkCrossings(cells, blocks, sites, input.crossings)
  const { instance, islands } = buildInstance(cells, blocks, sites, links, input.buildings)
  return { cells, instance, problems: [...blocks.problems, ...sites.problems, ...islands] }
}

type Faces = Omit<Cells, 'owner' | 'inputIndex' | 'frame' | 'sites'>

function divideBlocks(blocks: Blocks, sites: Sites): Faces {
  const { subdivision } = blocks
  const borders = cellBorders(blocks, sites)
  const cellTags = new Uint8Array(borders.length / 4).fill(CELL_EDGE)
  const divided = subdivide(
    nodeLinework({
      coordinates: Int32Array.from([...subdivision.coordinates, ...borders]),
      tags: Uint8Array.from([...subdivision.tags, ...cellTags]),
    }),
  )
  const home = new Int32Array(divided.rings.length).fill(-1)
  for (let building = 0; building < sites.block.length; building++) {
    const face = divided.locate(sites.points[2 * building], sites.points[2 * building + 1])
    if (face < 0 || home[face] >= 0) throw new GeoError('site-without-face', sites.inputIndex[building])
    home[face] = building
  }
  const block = Int32Array.from(divided.rings, (rings, face) =>
    home[face] >= 0 ? sites.block[home[face]] : subdivision.locate(...interiorPoint(rings)),
  )
  const community = block.map((number) => (number < 0 ? -1 : blocks.community[number]))
  return withoutGaps({ ...divided, home, block, community })
}

/** The Voronoi borders of every block that has two buildings or more, clipped to it. */
function cellBorders(blocks: Blocks, sites: Sites): number[] {
  const borders: number[] = []
  for (const [block, buildings] of groupByBlock(sites)) {
    const points = buildings.flatMap((building) => [
      sites.points[2 * building],
      sites.points[2 * building + 1],
    ])
    const { x, y, radius } = circleAround(blocks.subdivision.rings[block][0])
    const edges = voronoiEdges(points, x, y, radius)
    for (let at = 0; at < edges.length; at += 4)
      blocks.border[block].clip(edges[at], edges[at + 1], edges[at + 2], edges[at + 3], borders)
  }
  return borders
}

function circleAround(ring: Float64Array): { x: number; y: number; radius: number } {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < ring.length; at += 2) {
    west = Math.min(west, ring[at])
    east = Math.max(east, ring[at])
    south = Math.min(south, ring[at + 1])
    north = Math.max(north, ring[at + 1])
  }
  return { x: (west + east) / 2, y: (south + north) / 2, radius: Math.hypot(east - west, north - south) / 2 }
}

/** Takes out faces of no community and the edges between them. */
function withoutGaps(faces: Faces): Faces {
  const number = new Int32Array(faces.home.length).fill(-1)
  const kept = [...faces.home.keys()].filter((face) => faces.community[face] >= 0)
  kept.forEach((face, at) => (number[face] = at))
  const faceOf = faces.faceOf.map((face) => (face < 0 ? -1 : number[face]))
  const edges = [...faces.tags.keys()].filter((edge) => faceOf[2 * edge] >= 0 || faceOf[2 * edge + 1] >= 0)
  return {
    coordinates: Int32Array.from(
      edges.flatMap((edge) => [...faces.coordinates.subarray(4 * edge, 4 * edge + 4)]),
    ),
    tags: Uint8Array.from(edges, (edge) => faces.tags[edge]),
    faceOf: Int32Array.from(edges.flatMap((edge) => [faceOf[2 * edge], faceOf[2 * edge + 1]])),
    home: Int32Array.from(kept, (face) => faces.home[face]),
    block: Int32Array.from(kept, (face) => faces.block[face]),
    community: Int32Array.from(kept, (face) => faces.community[face]),
  }
}
