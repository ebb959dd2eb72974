/** A coordinate reference system that is read by its number in the EPSG registry. */
export interface System {
  code: number
  /** As PROJ writes it. */
  definition: string
  datum: Datum
  /** Zones of Gauss and Krüger and of UTM. */
  zone?: { degrees: 3 | 6; centralMeridian: number; hasPrefix: boolean }
}

/** Datums; between the two old Chinese ones and WGS84 lie up to 100 m that no public parameters take away. */
export type Datum = 'wgs84' | 'cgcs2000' | 'xian80' | 'beijing54' | 'other'

const ellipsoids: Record<'cgcs2000' | 'xian80' | 'beijing54', string> = {
  cgcs2000: '+ellps=GRS80 +towgs84=0,0,0',
  xian80: '+a=6378140 +rf=298.257',
  beijing54: '+ellps=krass',
}

/** First numbers of the Chinese zones in the registry: 6 degrees from zone 13 (75° E), 3 degrees from zone 25 (75° E). */
const chinese = [
  { datum: 'cgcs2000', degrees: 3, hasPrefix: true, first: 4513 },
  { datum: 'cgcs2000', degrees: 3, hasPrefix: false, first: 4534 },
  { datum: 'cgcs2000', degrees: 6, hasPrefix: true, first: 4491 },
  { datum: 'cgcs2000', degrees: 6, hasPrefix: false, first: 4502 },
  { datum: 'xian80', degrees: 3, hasPrefix: true, first: 2349 },
  { datum: 'xian80', degrees: 3, hasPrefix: false, first: 2370 },
  { datum: 'xian80', degrees: 6, hasPrefix: true, first: 2327 },
  { datum: 'xian80', degrees: 6, hasPrefix: false, first: 2338 },
  { datum: 'beijing54', degrees: 3, hasPrefix: true, first: 2401 },
  { datum: 'beijing54', degrees: 3, hasPrefix: false, first: 2422 },
  { datum: 'beijing54', degrees: 6, hasPrefix: true, first: 21413 },
  { datum: 'beijing54', degrees: 6, hasPrefix: false, first: 21453 },
  { datum: 'beijing54', degrees: 6, hasPrefix: false, first: 21473 },
] as const

const zonesOf = { 3: 21, 6: 11 } as const
const FIRST_MERIDIAN = 75

function chineseSystems(): System[] {
  return chinese.flatMap(({ datum, degrees, hasPrefix, first }) =>
    Array.from({ length: zonesOf[degrees] }, (_, i): System => {
      const centralMeridian = FIRST_MERIDIAN + i * degrees
      const number = (degrees === 3 ? 25 : 13) + i
      const falseEasting = (hasPrefix ? number * 1_000_000 : 0) + 500_000
      return {
        code: first + i,
        definition: `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=1 +x_0=${falseEasting} +y_0=0 ${ellipsoids[datum]} +units=m +no_defs`,
        datum,
        zone: { degrees, centralMeridian, hasPrefix },
      }
    }),
  )
}

function utmSystems(): System[] {
  return Array.from({ length: 60 }, (_, i) => i + 1).flatMap((zone) =>
    ([false, true] as const).map((isSouth): System => ({
      code: (isSouth ? 32700 : 32600) + zone,
      definition: `+proj=utm +zone=${zone}${isSouth ? ' +south' : ''} +datum=WGS84 +units=m +no_defs`,
      datum: 'wgs84',
      zone: { degrees: 6, centralMeridian: zone * 6 - 183, hasPrefix: false },
    })),
  )
}

const geographic = '+proj=longlat +datum=WGS84 +no_defs'
const mercator =
  '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs'
const grs80 = '+ellps=GRS80 +towgs84=0,0,0 +units=m +no_defs'
const tmerc = (lat: number, lng: number, x: number, y: number, k: number, ground: string) =>
  `+proj=tmerc +lat_0=${lat} +lon_0=${lng} +k=${k} +x_0=${x} +y_0=${y} ${ground}`

/** Others that districts write: the world's, and those of Hong Kong, Taiwan, Macao, Korea and Singapore. */
const single: System[] = [
  { code: 4326, definition: geographic, datum: 'wgs84' },
  { code: 4979, definition: geographic, datum: 'wgs84' },
  { code: 4258, definition: geographic, datum: 'wgs84' },
  { code: 4269, definition: geographic, datum: 'wgs84' },
  { code: 4490, definition: `+proj=longlat ${ellipsoids.cgcs2000} +no_defs`, datum: 'cgcs2000' },
  { code: 4610, definition: `+proj=longlat ${ellipsoids.xian80} +no_defs`, datum: 'xian80' },
  { code: 4214, definition: `+proj=longlat ${ellipsoids.beijing54} +no_defs`, datum: 'beijing54' },
  ...[3857, 3785, 900913, 102100, 102113].map((code): System => ({
    code,
    definition: mercator,
    datum: 'wgs84',
  })),
  {
    code: 3395,
    definition: '+proj=merc +lon_0=0 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs',
    datum: 'wgs84',
  },
  {
    code: 2326,
    definition: tmerc(
      22.3121333333333,
      114.178555555556,
      836694.05,
      819069.8,
      1,
      '+ellps=intl +towgs84=-162.619,-276.959,-161.764,0.067753,-2.243648,-1.158828,-1.094246 +units=m +no_defs',
    ),
    datum: 'other',
  },
  { code: 3825, definition: tmerc(0, 119, 250_000, 0, 0.9999, grs80), datum: 'wgs84' },
  { code: 3826, definition: tmerc(0, 121, 250_000, 0, 0.9999, grs80), datum: 'wgs84' },
  {
    code: 3414,
    definition: tmerc(
      1.36666666666667,
      103.833333333333,
      28001.642,
      38744.572,
      1,
      '+datum=WGS84 +units=m +no_defs',
    ),
    datum: 'wgs84',
  },
  { code: 5179, definition: tmerc(38, 127.5, 1_000_000, 2_000_000, 0.9996, grs80), datum: 'wgs84' },
  { code: 5181, definition: tmerc(38, 127, 200_000, 500_000, 1, grs80), datum: 'wgs84' },
  ...[5185, 5186, 5187, 5188].map((code, i): System => ({
    code,
    definition: tmerc(38, 125 + 2 * i, 200_000, 600_000, 1, grs80),
    datum: 'wgs84',
  })),
]

const systems = new Map([...chineseSystems(), ...utmSystems(), ...single].map((one) => [one.code, one]))

/** Every system that is known by its number. */
export const knownSystems: readonly System[] = [...systems.values()]

/** Returns the system with a number of the EPSG registry, or undefined when it is not read. */
export function systemOfCode(code: number): System | undefined {
  return systems.get(code)
}
