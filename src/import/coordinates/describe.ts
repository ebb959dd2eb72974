import { coordinateSystems, type CoordinateSystem } from '../types'
import { datumOf, SWAPPED } from './datum'
import { systemOfCode } from './systems'

/** A system in parts that words are made of: `formats.system.<key>`, and `formats.swapped` around it. */
export interface SystemWords {
  key: (typeof coordinateSystems)[number] | 'zone' | 'prefixed-zone' | 'utm' | 'number' | 'wkt' | 'unknown'
  parameters: Record<string, string>
  isSwapped: boolean
}

const datumNames = {
  wgs84: 'WGS84',
  cgcs2000: 'CGCS2000',
  xian80: 'Xian-80 西安80',
  beijing54: 'Beijing-54 北京54',
  other: '',
}

/** Returns what a system is, to be said in any language. */
export function describeSystem(system: CoordinateSystem): SystemWords {
  const isSwapped = system.startsWith(SWAPPED)
  const plain = isSwapped ? system.slice(SWAPPED.length) : system
  const words = (key: SystemWords['key'], parameters: Record<string, string> = {}) => ({
    key,
    parameters,
    isSwapped,
  })
  const named = coordinateSystems.find((one) => one === plain)
  if (named) return words(named)
  if (plain === '') return words('unknown')
  const code = /^EPSG:(\d+)$/i.exec(plain)?.[1]
  if (code === undefined)
    return words('wkt', { name: /^[^"]*"([^"]*)"/.exec(plain)?.[1] ?? plain.slice(0, 40) })
  const zone = systemOfCode(Number(code))?.zone
  const datum = datumNames[datumOf(plain)]
  if (!zone) return words('number', { code, datum })
  if (datum === 'WGS84') return words('utm', { code, zone: String((zone.centralMeridian + 183) / 6) })
  const number = zone.degrees === 3 ? zone.centralMeridian / 3 : (zone.centralMeridian + 3) / 6
  const parameters = {
    code,
    datum,
    degrees: String(zone.degrees),
    meridian: String(zone.centralMeridian),
    zone: String(number),
  }
  return words(zone.hasPrefix ? 'prefixed-zone' : 'zone', parameters)
}

/** Tells whether positions of a system may lie up to 100 m beside: no public parameters lead from its datum to WGS84. */
export function isUncertain(system: CoordinateSystem): boolean {
  return ['xian80', 'beijing54', 'other'].includes(datumOf(system))
}
