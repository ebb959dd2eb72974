/** Files for the measurement: a district of square communities, and buildings in them. */
const [WEST, SOUTH] = [113, 35]
const SIDE_DEGREES = 0.01

/** So many communities in rows of twenty, as GeoJSON. */
export function areasFile(communities: number): string {
  const features = Array.from({ length: communities }, (_, number) => {
    const [west, south] = corner(number)
    const [east, north] = [west + SIDE_DEGREES, south + SIDE_DEGREES]
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ]
    return {
      type: 'Feature',
      properties: { 编码: `c${number}`, 名称: `${number}社区`, 街道: `${Math.floor(number / 20)}街道` },
      geometry: { type: 'Polygon', coordinates: [ring] },
    }
  })
  return JSON.stringify({ type: 'FeatureCollection', features })
}

/** So many buildings, spread evenly over the communities, as CSV. */
export function buildingsFile(buildings: number, communities: number): string {
  const perCommunity = Math.ceil(buildings / communities)
  const perRow = Math.ceil(Math.sqrt(perCommunity))
  const lines = ['楼栋编号,名称,小区,地址,层数,户数,经度,纬度']
  for (let number = 0; number < buildings; number++) {
    const community = Math.floor(number / perCommunity)
    const place = number % perCommunity
    const [west, south] = corner(community)
    const lng = west + ((place % perRow) + 0.5) * (SIDE_DEGREES / perRow)
    const lat = south + (Math.floor(place / perRow) + 0.5) * (SIDE_DEGREES / perRow)
    const compound = Math.floor(number / 20)
    lines.push(
      `b${number},${number}号楼,${compound}小区,幸福路${number}号,${(number % 18) + 1},${(number % 60) + 12},${lng.toFixed(6)},${lat.toFixed(6)}`,
    )
  }
  return lines.join('\n')
}

/** So many closed cases, spread evenly over the communities, as CSV. */
export function incidentsFile(cases: number, communities: number): string {
  const lines = ['工单号,事件类别,描述,地址,上报时间,办结时间,状态,经度,纬度']
  for (let number = 0; number < cases; number++) {
    const [west, south] = corner(number % communities)
    const lng = west + (((number * 7919) % 9973) / 9973) * SIDE_DEGREES * 0.98 + SIDE_DEGREES * 0.01
    const lat = south + (((number * 104729) % 9967) / 9967) * SIDE_DEGREES * 0.98 + SIDE_DEGREES * 0.01
    const day = String((number % 28) + 1).padStart(2, '0')
    const hour = String(number % 20).padStart(2, '0')
    lines.push(
      `g${number},${CLASSES[number % CLASSES.length]},居民反映第${number}件,幸福路${number}号,2026-03-${day} ${hour}:00:00,2026-03-${day} ${hour}:59:00,已结案,${lng.toFixed(6)},${lat.toFixed(6)}`,
    )
  }
  return lines.join('\n')
}

const CLASSES = ['井盖', '路灯', '暴露垃圾', '占道经营']

function corner(community: number): [number, number] {
  return [WEST + (community % 20) * SIDE_DEGREES, SOUTH + Math.floor(community / 20) * SIDE_DEGREES]
}
