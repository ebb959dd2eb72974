import type { CoordinateSystem } from '../types'
import { systemOfCode, type Datum } from './systems'

/** Before the name of a system: the file has the latitude, or the northing, first. */
export const SWAPPED = 'yx:'

/** Returns the datum of a system, to say how sure its positions are. */
export function datumOf(system: CoordinateSystem): Datum {
  const plain = system.startsWith(SWAPPED) ? system.slice(SWAPPED.length) : system
  const code = /^EPSG:(\d+)$/i.exec(plain)?.[1]
  if (code !== undefined) return systemOfCode(Number(code))?.datum ?? 'other'
  if (/^(wgs84|gcj02|bd09|web-mercator|)$/.test(plain)) return 'wgs84'
  if (/Xian[_ ]?1?9?80|西安/i.test(plain)) return 'xian80'
  if (/Beijing[_ ]?1?9?54|北京/i.test(plain)) return 'beijing54'
  if (/CGCS_?2000|China[_ ]2000|China_Geodetic/i.test(plain)) return 'cgcs2000'
  return /WGS[_ ]?(19)?84|TOWGS84|ETRS|NAD_?(19)?83|North_American_1983|JGD|GDA|SIRGAS|Korea_2000|TWD97/i.test(
    plain,
  )
    ? 'wgs84'
    : 'other'
}
