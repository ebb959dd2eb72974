import type { DemoCommunity, DemoService } from '../types'
import { toLngLat } from './place'
import { centroid, distance, type Point } from './plane'
import type { Town } from './town'

const EVERYWHERE = [
  { kind: 'community_center', name: '党群服务中心', nameEn: 'community service centre', share: 1 },
  { kind: 'health_station', name: '卫生服务站', nameEn: 'health station', share: 0.55 },
  { kind: 'elderly_care', name: '日间照料中心', nameEn: 'day care centre', share: 0.45 },
  { kind: 'police_room', name: '社区警务室', nameEn: 'police room', share: 0.5 },
  { kind: 'nursery', name: '托育点', nameEn: 'nursery', share: 0.25 },
]

/**
 * Service points: a centre in every community, near the middle of its households, and other points in some of them,
 * each at a building that has none yet.
 */
export function placeServices(
  town: Town,
  communities: readonly DemoCommunity[],
  communityOfFace: Int32Array,
): DemoService[] {
  const services: DemoService[] = []
  communities.forEach((community, index) => {
    const buildings = town.compounds
      .filter(({ face }) => communityOfFace[face] === index)
      .flatMap((each) => each.buildings)
    const middle = centroid(town.communities[index].ring)
    const byDistance = [...buildings].sort((a, b) => distance(a.at, middle) - distance(b.at, middle))
    EVERYWHERE.forEach(({ kind, name, nameEn, share }, rank) => {
      if ((index * 7 + rank * 3) % 20 >= share * 20) return
      const host = byDistance[Math.min(byDistance.length - 1, rank * 5)]
      services.push({
        sourceId: `S${community.code}${rank}`,
        kind,
        name: `${community.name}${name}`,
        nameEn: `${community.code} ${nameEn}`,
        community: index,
        position: toLngLat(beside(host.at, middle)),
      })
    })
  })
  return services
}

/** In front of a building, on the side of the community's middle. */
function beside(at: Point, middle: Point): Point {
  const away = Math.max(1, distance(at, middle))
  return [at[0] + ((middle[0] - at[0]) / away) * 12, at[1] + ((middle[1] - at[1]) / away) * 12]
}
