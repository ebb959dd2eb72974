/** A position in degrees. */
type Position = readonly [lng: number, lat: number]

/** Half axes of WGS84, metres. */
const EQUATORIAL_METRES = 6_378_137
const ECCENTRICITY_SQUARED = 0.00669437999014

/** Metres of a degree of longitude and of latitude at a latitude, on the ellipsoid. */
function degreeMetres(lat: number): { lng: number; lat: number } {
  const angle = (lat * Math.PI) / 180
  const root = 1 - ECCENTRICITY_SQUARED * Math.sin(angle) ** 2
  const perRadian = Math.PI / 180
  return {
    lng: (perRadian * EQUATORIAL_METRES * Math.cos(angle)) / Math.sqrt(root),
    lat: (perRadian * EQUATORIAL_METRES * (1 - ECCENTRICITY_SQUARED)) / root ** 1.5,
  }
}

/** Returns the length of a line in metres; exact to a tenth of a percent up to some tens of kilometres. */
export function lengthMetres(line: readonly Position[]): number {
  let sum = 0
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1], line[at]]
    const metres = degreeMetres((from[1] + to[1]) / 2)
    sum += Math.hypot((to[0] - from[0]) * metres.lng, (to[1] - from[1]) * metres.lat)
  }
  return sum
}

/** Returns the area inside an outline in square metres, closed or not; of one that crosses itself the signed sum without its sign. */
export function areaSquareMetres(outline: readonly Position[]): number {
  if (outline.length < 3) return 0
  const [lng0, lat0] = outline[0]
  const metres = degreeMetres(outline.reduce((sum, [, lat]) => sum + lat, 0) / outline.length)
  let doubled = 0
  outline.forEach(([lng, lat], at) => {
    const [nextLng, nextLat] = outline[(at + 1) % outline.length]
    doubled += (lng - lng0) * (nextLat - lat0) - (nextLng - lng0) * (lat - lat0)
  })
  return (Math.abs(doubled) / 2) * metres.lng * metres.lat
}
