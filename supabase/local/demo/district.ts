import { COMMUNITIES, border } from './town/communities'
import type { Compound } from './town/compounds'
import { DISTRICT, STREETS, mainRoadName } from './town/names'
import { toLngLat } from './town/place'
import { distance, type Point } from './town/plane'
import type { LineClass } from './town/roads'
import { placeServices } from './town/services'
import { drawTown, type Town } from './town/town'
import type { Use } from './town/blocks'
import type { DemoBuilding, DemoCommunity, DemoCompound, DemoGround, District, Ring } from './types'

/** Makes the demo district of a seed, about 90,400 households in 3,000 buildings. The same seed gives the same district. */
export function createDistrict(seed: string): District {
  const town = drawTown(seed)
  const { faces } = town.lattice
  const communityOfFace = new Int32Array(faces.length)
  town.communities.forEach((shape, index) => shape.faces.forEach((face) => (communityOfFace[face] = index)))
  const communities = nameCommunities(town)
  const { compounds, buildings } = numberBuildings(town, communityOfFace)
  return {
    ...DISTRICT,
    ring: close(border(faces)),
    streets: STREETS.map((name, street) => ({
      code: `${DISTRICT.code}${pad(street + 1)}`,
      name,
      ring: close(
        border(faces.filter((_, face) => town.communities[communityOfFace[face]].street === street)),
      ),
    })),
    communities,
    compounds,
    buildings,
    services: placeServices(town, communities, communityOfFace),
    ...mapLines(town),
    grounds: mapGrounds(town),
  }
}

const pad = (number: number, digits = 3) => String(number).padStart(digits, '0')
const close = (points: readonly Point[]): Ring => [...points, points[0]].map(toLngLat)

function nameCommunities({ communities, namer }: Town): DemoCommunity[] {
  const counts = new Array<number>(STREETS.length).fill(0)
  return Array.from({ length: COMMUNITIES }, (_, index) => {
    const { street, ring } = communities[index]
    const code = `${DISTRICT.code}${pad(street + 1)}${pad(++counts[street])}`
    return { code, name: namer.community(), street, ring: close(ring) }
  })
}

function numberBuildings(town: Town, communityOfFace: Int32Array) {
  const compounds: DemoCompound[] = []
  const buildings: DemoBuilding[] = []
  const nearestRoad = roadFinder(town)
  for (const { face, use, name, outline, buildings: own } of town.compounds) {
    const community = communityOfFace[face]
    const held = isEstate({ use })
    if (held) {
      const sourceId = `C${pad(compounds.length + 1, 4)}`
      compounds.push({ sourceId, name, use, community, ring: close(outline) })
    }
    own.forEach((building, index) => {
      const { road, number } = nearestRoad(building.at)
      const label = own.length > 1 && name !== '' ? `${index + 1}号楼` : ''
      buildings.push({
        sourceId: `B${pad(buildings.length + 1, 5)}`,
        name: `${name === '' ? '沿街商铺' : name}${label}`,
        address: `${road}${number}号${name}${label}`,
        kind: building.kind,
        storeys: building.storeys,
        households: building.households,
        community,
        compound: held ? compounds.length - 1 : -1,
        position: toLngLat(building.at),
        ring: close(building.corners),
      })
    })
  }
  return { compounds, buildings }
}

const ESTATES: Use[] = ['slab', 'tower', 'courtyard', 'villas', 'village']
const isEstate = ({ use }: Pick<Compound, 'use'>) => ESTATES.includes(use)

/** House numbers run along the nearest named main road, two a dozen metres. */
function roadFinder({ lattice }: Town): (at: Point) => { road: string; number: number } {
  const stops = lattice.lines
    .filter((line) => line.class !== 'river')
    .flatMap(({ key, inside }) => inside.map((at, k) => ({ at, road: mainRoadName(key), mark: k })))
  return (at) => {
    const nearest = stops.reduce((best, stop) =>
      distance(stop.at, at) < distance(best.at, at) ? stop : best,
    )
    return { road: nearest.road, number: 1 + 8 * nearest.mark + Math.round(distance(nearest.at, at) / 12) }
  }
}

function mapLines(town: Town): Pick<District, 'roads' | 'barriers' | 'crossings'> {
  const { lattice, river, roads, namer } = town
  const main = lattice.lines.filter((line) => line.class !== 'river')
  const line = (
    prefix: string,
    index: number,
    lineClass: LineClass,
    name: string,
    points: readonly Point[],
  ) => ({
    sourceId: `${prefix}${pad(index + 1, 4)}`,
    name,
    class: lineClass,
    line: points.map(toLngLat),
  })
  return {
    roads: [
      ...main.map((each, k) => line('M', k, each.class, mainRoadName(each.key), each.points)),
      ...river.bankRoads.map((points, k) =>
        line('K', k, 'tertiary', ['澜北滨河路', '澜南滨河路'][k], points),
      ),
      ...roads.map((each, k) =>
        line('L', k, each.class, namer.road(each.class === 'residential'), each.points),
      ),
    ],
    barriers: lattice.lines
      .filter((each) => each.class !== 'secondary')
      .map((each, k) => line('X', k, each.class, mainRoadName(each.key), each.inside)),
    crossings: river.bridges.map(({ key, line: points }, k) =>
      line('Q', k, 'arterial', `${mainRoadName(key).slice(0, 2)}桥`, points),
    ),
  }
}

function mapGrounds({ river, grounds }: Town): DemoGround[] {
  return [
    { sourceId: 'G0001', name: '临澜滨河绿带', kind: 'bank', ring: close(river.banks) },
    { sourceId: 'G0002', name: mainRoadName('h2'), kind: 'river', ring: close(river.water) },
    ...grounds.map(({ kind, name, outline }, k): DemoGround => ({
      sourceId: `G${pad(k + 3, 4)}`,
      name,
      kind,
      ring: close(outline),
    })),
  ]
}
