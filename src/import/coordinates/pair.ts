import { clean, words } from '../values/text'
import type { SourceRow } from '../types'
import { isEmpty } from '../values/values'
import { readCoordinate } from './degrees'

/**
 * Returns the two numbers of a cell that holds a position: `113.2,35.2`, `113.2 35.2`, `[113.2, 35.2]`, `POINT(113.2 35.2)`. The
 * longitude comes first, unless the column's name says otherwise (纬经度, latlng) or only that way round is possible; metres stay in
 * the order in which they stand. `undefined` for an empty cell, null for anything else.
 */
export function readPair(text: string | undefined, column: string): [number, number] | null | undefined {
  if (isEmpty(text)) return undefined
  const given = clean(text!)
  const isWkt = wkt.test(given)
  const plain = given
    .replace(wkt, '')
    .replace(/^[([{]|[)\]}]$/g, '')
    .trim()
  const labelled = readLabelled(text!)
  if (labelled) return labelled
  const parts = plain.split(/\s*[,;、/|]\s*|\s+(?=[+-]?\d|[NSEW东西南北])/).filter((part) => part !== '')
  const [first, second] = parts.slice(0, 2).map((part) => readCoordinate(part) ?? Number.NaN)
  // A point with height and measure, or as forms on telephones write it: latitude, longitude, height, how exact.
  const isOfForm = !isWkt && parts.length === 4 && /^\S+( \S+){3}$/.test(plain)
  if (
    parts.length < 2 ||
    (parts.length > 3 && !isOfForm && !(isWkt && parts.length === 4)) ||
    !Number.isFinite(first) ||
    !Number.isFinite(second)
  )
    return null
  return (isOfForm && Math.abs(first) <= 90) || isLatitudeFirst(first, second, column)
    ? [second, first]
    : [first, second]
}

/** The beginning of a point in well-known text, whatever it has besides its two numbers. */
const wkt = /^(?:SRID\s*=\s*\d+\s*;)?\s*POINT\s*(?:ZM|Z|M)?\s*\(/i

const label =
  /(?:["']?\b(lng|lon|long|longitude|x)\b["']?|(?:"?经度"?|东经|西经)|["']?\b(lat|latitude|y)\b["']?|(?:"?纬度"?|北纬|南纬))\s*[:=]?\s*["']?([^\s,;，；"{}]+)/gi

/** Both numbers with their names before them: `{"lng":113.2,"lat":35.2}`, `经度:113.2 纬度:35.2`, `东经113.2，北纬35.2`. */
function readLabelled(text: string): [number, number] | undefined {
  let [lng, lat] = [Number.NaN, Number.NaN]
  for (const [whole, , isLat, value] of clean(text).matchAll(label)) {
    const side = /[西南](?=经|纬)/.test(whole) ? -1 : 1
    const number = readCoordinate(value.trim())
    if (number === undefined) continue
    if (isLat !== undefined || /纬/.test(whole)) lat = side * number
    else lng = side * number
  }
  return Number.isFinite(lng) && Number.isFinite(lat) ? [lng, lat] : undefined
}

function isLatitudeFirst(first: number, second: number, column: string): boolean {
  const name = words(column).replace(/\s/g, '')
  if (Math.abs(first) > 90 && Math.abs(second) <= 90) return false
  if (Math.abs(second) > 90 && Math.abs(second) <= 180 && Math.abs(first) <= 90) return true
  return /^(.*[^经])?(纬度?,?经度?)|lat(itude)?,?(lng|lon)/.test(name)
}

const pairNames =
  /经纬|纬经|坐标|位置|lng ?lat|lon ?lat|lat ?lng|lat ?lon|coord|location|position|point|geom|wkt/

/** Returns the first column of a sample whose cells hold positions; one whose name says so comes first. */
export function findPairColumn(columns: string[], sample: SourceRow[]): string | undefined {
  const found = columns.filter((column) => {
    const filled = sample.map(({ cells }) => cells[column] ?? '').filter((cell) => !isEmpty(cell))
    const pairs = filled.filter((cell) => isPosition(readPair(cell, column)))
    return pairs.length > 0 && pairs.length * 2 >= filled.length
  })
  return found.find((column) => pairNames.test(words(column)))
}

function isPosition(pair: [number, number] | null | undefined): boolean {
  return Boolean(pair?.some((one) => Math.abs(one) > 1))
}
