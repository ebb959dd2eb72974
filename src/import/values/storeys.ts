import { clean } from './text'
import { isEmpty } from './values'

/** What a cell says about storeys. */
export interface Storeys {
  /** Storeys above ground; undefined where the cell is empty or tells no number that a building can have. */
  value?: number
  /** The cell is more than a plain number, or not understood: worth a look. */
  isDoubtful: boolean
}

const MOST_STOREYS = 200
const digits = '零一二三四五六七八九'

/**
 * Returns the storeys above ground that a cell tells: `6+1` is seven, of `18/-1` the 18 above ground, of `6-7` the higher, of
 * `11层半` and `6.5` the whole ones. What no building has is left out.
 */
export function readStoreys(text: string): Storeys {
  if (isEmpty(text)) return { isDoubtful: false }
  const plain = clean(text).replace(/\s+/g, '').toLowerCase()
  const value = valueOf(withoutBasement(arabic(plain)))
  const isKnown = value !== undefined && value >= 1 && value <= MOST_STOREYS
  if (/^0+(\.0+)?$/.test(plain)) return { isDoubtful: false }
  const isPlain = /^\d+(\.0+)?(层|f|floors?|storeys?|층)?$/.test(plain)
  return { ...(isKnown && { value }), isDoubtful: !isKnown || !isPlain }
}

/** Chinese numerals below a hundred in figures. */
function arabic(text: string): string {
  return text.replace(/两/g, '二').replace(/[零一二三四五六七八九十]+/g, (word) => String(numeral(word)))
}

function numeral(word: string): number | string {
  const at = word.indexOf('十')
  if (at < 0)
    return word.length === 1 ? digits.indexOf(word) : [...word].map((one) => digits.indexOf(one)).join('')
  const tens = at === 0 ? 1 : digits.indexOf(word[at - 1])
  const ones = word[at + 1] ? digits.indexOf(word[at + 1]) : 0
  return tens * 10 + ones
}

/** What is said of the ground below: `地下2层`, `/-1`, `B2`, `含地下1层`. */
function withoutBasement(text: string): string {
  return text
    .replace(/\(?(含|另)?地下(室)?\d*(层|f)?\)?/g, '')
    .replace(/\(-\d+(层|f)?\)$|[/\\,，、;+](-|b|负)\d+(层|f)?$/, '')
    .replace(/\+?(跃层?|复式|阁楼|夹层)$/, '')
    .replace(/^(地上|共|总|主体|f(?=\d)|约)+/, '')
    .replace(/[/\\,，、;+]+$/, '')
}

function valueOf(text: string): number | undefined {
  const found =
    /^(\d{1,6})(?:\.\d+)?(?:层|楼|f|floors?|storeys?|층)?(半)?(?:([+\-~至到/])(?:f)?(\d{1,3})(?:\.\d+)?(?:层|f|floors?|storeys?)?(半)?)?$/.exec(
      text,
    )
  if (!found) return undefined
  const [, first, , sign, second] = found
  if (!sign) return Number(first)
  if (sign === '+') return Number(first) + Number(second)
  // `18-1` is 18 above and one below, `6-7` a house with a higher part.
  return Math.max(Number(first), Number(second))
}
