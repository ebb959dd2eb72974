import { clean } from '../values/text'
import { isEmpty, readNumber, type NumberFormat } from '../values/values'

const number = String.raw`(\d+(?:\.\d+)?)`
/** Degrees alone, with the side on which they lie before or behind: E113.2, 113.2E, 东经113.2. */
const sided = new RegExp(
  String.raw`^(?:([NSEW])|([东西]经|[北南]纬))\s*${number}\s*[°度º]?$|^${number}\s*[°度º]?\s*([NSEW])$`,
  'i',
)
const sexagesimal = new RegExp(
  String.raw`^([NSEW北南东西])?[经纬]?\s*([+-])?\s*${number}\s*[°度ºd]\s*(?:${number}\s*['′’分m]\s*)?(?:${number}\s*(?:["″”秒s]|''|′′)\s*)?([NSEW北南东西])?$`,
  'i',
)

const packed = /^([+-]?)(\d{1,3})(?:\.(\d{1,2})(\d{0,2})(\d*)|(\d{2})(\d{2}(?:\.\d+)?))$/
const saysPacked = /度[.\s]*分[.\s]*秒|\bd+\.?mm\.?ss|\bdms\b/i

/** Degrees, minutes and seconds as surveyors pack them into one number, 113.1200 or 1131200 for 113°12′00″; NaN for what is none. */
function unpacked(plain: string): number {
  const found = packed.exec(plain)
  if (!found) return Number.NaN
  const [, sign, degrees, minute = '', second = '', rest = '', minutes, seconds] = found
  // What a spreadsheet cut off at the end are zeros.
  const fraction = minutes === undefined ? Number(minute.padEnd(2, '0')) : Number(minutes)
  const last = seconds === undefined ? Number(`${second.padEnd(2, '0')}.${rest || '0'}`) : Number(seconds)
  if (fraction >= 60 || last >= 60) return Number.NaN
  return (sign === '-' ? -1 : 1) * (Number(degrees) + fraction / 60 + last / 3600)
}

/**
 * Returns a coordinate as a number: plain, or in degrees, minutes and seconds (`113°12′34.5″`, `E113°12'`, `东经113度12分34秒`, `113.2E`); what lies
 * south or west is negative. Where the name of the column says 度分秒, plain numbers are those packed into one. `undefined` for an empty cell, NaN for anything else.
 */
export function readCoordinate(
  text: string | undefined,
  format?: NumberFormat,
  column = '',
): number | undefined {
  if (isEmpty(text)) return undefined
  if (saysPacked.test(column) && /^[+-]?\d+(\.\d+)?$/.test(clean(text!))) return unpacked(clean(text!))
  const plain = readNumber(text, format)
  if (plain === undefined || !Number.isNaN(plain)) return plain
  const [, before, said, degrees, other, behind] = sided.exec(clean(text!)) ?? []
  if (degrees ?? other)
    return (/[SW南西]/i.test(before ?? said ?? behind) ? -1 : 1) * Number(degrees ?? other)
  const found = sexagesimal.exec(clean(text!).replace(/ʹ/g, '′').replace(/ʺ/g, '″'))
  if (!found) return Number.NaN
  const [whole, minutes, seconds] = [found[3], found[4], found[5]].map((part) => Number(part ?? 0))
  if (minutes >= 60 || seconds >= 60) return Number.NaN
  const side = (found[1] ?? found[6] ?? '').toUpperCase()
  const isNegative = found[2] === '-' || /[SW南西]/.test(side)
  return (isNegative ? -1 : 1) * (whole + minutes / 60 + seconds / 3600)
}
