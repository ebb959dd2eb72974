import { words } from '../values/text'
import type { CoordinateSystem } from '../types'

/** Columns of the answers of map services, each with how many of them have to be there to tell the service. */
const services: { system: CoordinateSystem; least: number; columns: Set<string> }[] = [
  {
    system: 'gcj02',
    least: 1,
    columns: named(
      'typecode|navi_poiid|entr_location|exit_location|biz_ext|childrenNum|acroutes|subFeatureIndex|ad_info|_distance',
    ),
  },
  {
    system: 'gcj02',
    least: 2,
    columns: named('pname|cityname|adname|pcode|citycode|adcode|formatted_address'),
  },
  { system: 'bd09', least: 1, columns: named('street_id|detail_info') },
]

function named(names: string): Set<string> {
  return new Set(names.split('|').map(words))
}

/**
 * Returns the system in which the map service gives its positions whose answer a table seems to be, with the columns that tell it:
 * 高德 (AMap, also the boundaries of DataV), 腾讯, 百度. Undefined for any other table.
 */
export function systemOfService(
  columns: readonly string[],
): { system: CoordinateSystem; detail: string } | undefined {
  for (const { system, least, columns: telling } of services) {
    const found = columns.filter((column) => telling.has(words(column)))
    if (found.length >= least) return { system, detail: found.join(', ') }
  }
  return undefined
}
