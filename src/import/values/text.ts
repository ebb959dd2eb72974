import { simplified } from './simplified'

/** Returns text with full-width forms made plain and the blanks around it cut. */
export function clean(text: string): string {
  return text.normalize('NFKC').trim()
}

/** Characters that show nothing: zero-width ones, marks of direction, soft hyphens, byte-order marks. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g

/** Blanks between characters that are written without: `姓  名` is 姓名. */
const blankBetweenHan = /(?<=[\p{sc=Han}\p{sc=Hangul}])[\s_]+(?=[\p{sc=Han}\p{sc=Hangul}])/gu

/**
 * Returns a column name for comparison: plain and simplified forms, lower case, words split at capitals, marks made blanks, no
 * blanks between Chinese characters.
 */
export function words(name: string): string {
  return remembered(plain, name, plainWords)
}

/** Returns a name for comparison: plain and simplified forms, lower case, no blanks between Chinese characters. Marks stay: 1-1 is not 11. */
export function plainName(name: string): string {
  return simplified(clean(name.replace(invisible, '')))
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(blankBetweenHan, '')
}

const plain = new Map<string, string>()
const short = new Map<string, string>()
const MOST_REMEMBERED = 10_000

/** Names of columns are compared over and over again. */
function remembered(memory: Map<string, string>, name: string, make: (name: string) => string): string {
  let found = memory.get(name)
  if (found !== undefined) return found
  if (memory.size >= MOST_REMEMBERED) memory.clear()
  memory.set(name, (found = make(name)))
  return found
}

function plainWords(name: string): string {
  return simplified(clean(name.replace(invisible, '')))
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\s_\-.:/()[\]{}<>*#"'“”‘’「」【】《》、，,;；·|\\]+/gu, ' ')
    .replace(blankBetweenHan, '')
    .trim()
}

/** Returns a column name as `words` does, without its unit, in brackets or behind a slash: `总户数（户）` and `总户数/户` are 总户数. */
export function wordsWithoutBrackets(name: string): string {
  return remembered(short, name, withoutBrackets)
}

function withoutBrackets(name: string): string {
  return words(
    name
      .normalize('NFKC')
      .replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|\{[^{}]*\}/g, ' ')
      .replace(unitBehindSlash, ''),
  )
}

/** A unit as tables of figures write it behind the name: `户数/户`, `面积/m²`. */
const unitBehindSlash =
  /(?<=\S)\s*\/\s*([十百千万萬]?户|人|栋|幢|座|层|米|m|m2|m²|km2|平方米|平米|亩|公顷|ha|万平方米|万m2|万平|个|套|间|度|°)\s*$/i

/** Returns a column name with nothing but its letters and digits, for names that are written with marks between them. */
export function squeezed(name: string): string {
  return words(name).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Half of a pair of surrogates, which no database holds. */
const halfSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/** Returns text without control characters, and with U+FFFD for half characters. */
export function printable(text: string): string {
  return text.replace(controls, '').replace(halfSurrogate, '\uFFFD')
}

const tags =
  /<\/?(?:html|body|table|tbody|thead|tr|td|th|br|p|div|li|ul|ol|h\d|b|i|u|em|strong|span|font|a)(?:\s[^<>]*)?\/?>/gi
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Returns text without the tags of a web page, and with what one writes for marks and blanks (`&amp;`, `&nbsp;`, `&#39;`) as these. */
export function withoutEntities(given: string): string {
  const text = given.includes('<')
    ? given.replace(tags, (tag) => (/^<\/?(br|p|div|li|tr|t[dh]|h\d)\b/i.test(tag) ? ' ' : ''))
    : given
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{2,6}));/gi,
    (found, name?: string, number?: string) =>
      name
        ? entities[name.toLowerCase()]
        : Number(number) > 31 && Number(number) < 0xd800
          ? String.fromCodePoint(Number(number))
          : found,
  )
}

/** A short stable id for content (FNV-1a, 53 bits), for rows that come without an id of their own. */
export function contentId(content: string): string {
  let low = 0x811c9dc5
  let high = 0x1b873593
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  return 'x' + ((low >>> 0) * 2 ** 21 + ((high >>> 0) & 0x1fffff)).toString(36)
}

/** Returns the names of columns, each once: two columns of one name are two columns, `name` and `name (2)`. */
export function numberedNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}
