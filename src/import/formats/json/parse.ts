import { DataError } from '../../../lib/errors'
import { withDistinctNames } from './names'
import { documentTexts, featureTexts } from './scan'

/** A part of a document that is no JSON. */
export interface Broken {
  broken: { line: number; column: number; text: string }
}

/**
 * Parses a JSON document as programs write it: with a variable or a call around it, with NaN and Infinity for numbers, with commas
 * before closing brackets, with an object a line (RFC 8142), or cut in the middle. An object that cannot be read is a `Broken` among
 * the others. Throws DataError `file-not-json` with line, column and what stands there.
 */
export function parseJson(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '')
  const strict = attempt(longNumbers.test(plain) ? lenientOf(plain) : plain)
  if (strict) return strict.value
  const lines = parseLines(plain)
  if (lines) return lines
  const body = unwrapped(plain)
  const lenient = attempt(body) ?? attempt(lenientOf(body))
  if (lenient) return lenient.value
  const documents = parseConcatenated(body)
  if (documents) return documents
  const features = featureTexts(body)
  if (features)
    return {
      type: 'FeatureCollection',
      ...headOf(body, features.from),
      ...(features.isCut && { truncated: true }),
      features: features.texts.map(({ text: one, at }) => parsePart(one, body, at)),
    }
  throw new DataError('file-not-json', errorIn(body))
}

/** Whole numbers of more digits than a number keeps: they are codes, and stay as they are written. */
const longNumbers = /[:[,]\s*-?\d{17,}\s*[,}\]]/

function attempt(text: string): { value: unknown } | undefined {
  try {
    const value = JSON.parse(text) as unknown
    const distinct = withDistinctNames(text)
    return { value: distinct === undefined ? value : (JSON.parse(distinct) as unknown) }
  } catch {
    return undefined
  }
}

function parsePart(text: string, whole: string, at: number): unknown {
  const found = attempt(text) ?? attempt(lenientOf(text))
  return found ? found.value : brokenAt(whole, at, text)
}

function brokenAt(whole: string, at: number, text: string): Broken {
  const before = whole.slice(0, at)
  const line = before.split('\n').length
  return { broken: { line, column: at - before.lastIndexOf('\n'), text: text.slice(0, 40) } }
}

/** What stands before the list of features, such as the system. */
function headOf(body: string, from: number): object {
  const crs = /"crs"\s*:\s*\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/.exec(body.slice(0, from))?.[0]
  const found = crs && attempt(`{${crs}}`)
  return found ? (found.value as object) : {}
}

/** An object on each line. One that is none costs only itself. */
function parseLines(text: string): unknown[] | undefined {
  if (/^\s*\u001E/.test(text)) return parseSequence(text)
  const lines = text.split(/\r?\n/)
  const filled = lines.flatMap((line, i) => {
    const plain = line.replace(/^\u001E/, '').trim()
    return plain === '' ? [] : [{ plain, number: i + 1 }]
  })
  if (filled.length < 2 || !filled.slice(0, 3).some(({ plain }) => /^\{.*\}$/.test(plain) && attempt(plain)))
    return undefined
  const values = filled.map(
    ({ plain, number }) =>
      (attempt(plain) ?? attempt(lenientOf(plain)))?.value ??
      ({ broken: { line: number, column: 1, text: plain.slice(0, 40) } } satisfies Broken),
  )
  // A document over several lines has lines that are objects too; but then most are none.
  return values.filter(isBroken).length * 2 < values.length ? values : undefined
}

/** Documents with a mark before each (RFC 8142), over as many lines as they like. One that is none costs only itself. */
function parseSequence(text: string): unknown[] {
  let at = 0
  return text.split('\u001E').flatMap((part) => {
    const from = at
    at += part.length + 1
    return part.trim() === '' ? [] : [parsePart(part, text, from)]
  })
}

/** Documents one behind the other without anything between them; undefined where the text is something else. */
function parseConcatenated(text: string): unknown[] | undefined {
  const parts = documentTexts(text)
  if (!parts || parts.length < 2) return undefined
  return parts.map(({ text: one, at }) => parsePart(one, text, at))
}

/** Tells whether a part of a document is none. */
export function isBroken(value: unknown): value is Broken {
  return typeof value === 'object' && value !== null && 'broken' in value && !('type' in value)
}

/** Takes off a variable (`var x = {…};`), an export or a call (`callback({…})`) around a document. */
function unwrapped(text: string): string {
  const found =
    /^\s*(?:(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:(?:export\s+)?(?:var|let|const)\s+[\w$]+\s*=|export\s+default|(?:[\w$]+\.)*[\w$]+\s*=|[\w$.]+\s*\()\s*(?=[[{])/.exec(
      text,
    )
  if (!found) return text
  return text.slice(found[0].length).replace(/[\s;)]*$/, '')
}

/** Returns text with words that are no JSON in quotes and without commas before closing brackets; strings stay as they are. */
function lenientOf(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|[-+]?\b(?:NaN|Infinity|nan|inf)\b|\bundefined\b|\bNone\b|\bTrue\b|\bFalse\b|,(?=\s*[\]}])|(?<=[:[,]\s*)-?\d{17,}(?=\s*[,}\]])/g,
    (found) => {
      if (found.startsWith('"'))
        return found.replace(
          /[\u0000-\u001f]/g,
          (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
      if (found === ',') return ''
      if (found === 'undefined' || found === 'None') return 'null'
      return /^(True|False)$/.test(found) ? found.toLowerCase() : `"${found}"`
    },
  )
}

/** Where and what, in words that a person can look for. */
function errorIn(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : ''
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
    const before = text.slice(0, at)
    const line = before.split('\n').length
    const around = text.slice(Math.max(0, at - 10), at + 20).replace(/\s+/g, ' ')
    return `${line}:${at - before.lastIndexOf('\n')} ${around}`
  }
}
