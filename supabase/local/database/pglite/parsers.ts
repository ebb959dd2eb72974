/** Makes a value of its text; whatever is no text already is left as it is. */
export type Parser = (value: never) => unknown
export type Parsers = Record<number, Parser>

const asText = (text: string) => text

/** What the thread makes of a value: only what is text crosses to the caller as it was printed, to be parsed there. */
export const textParsers: Record<number, (text: string) => unknown> = {
  /** int8 */
  20: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  ...Object.fromEntries([114, 3802, 1082, 1083, 1114, 1184, 1266, 1700].map((type) => [type, asText])),
}

/** Types of arrays whose elements are parsed on this side: json, jsonb, timestamp, timestamptz, numeric. */
const elements: Record<number, number> = { 199: 114, 3807: 3802, 1115: 1114, 1185: 1184, 1231: 1700 }

/** What the caller's side makes of a text until it is told more. */
export function callersParsers(): Parsers {
  const parse: Parser = (text: string) => JSON.parse(text) as unknown
  return { 114: parse, 3802: parse }
}

/** Replaces texts in `rows` by what the parser of their type makes of them, in place. */
export function parseRows(
  rows: Record<string, unknown>[],
  fields: readonly { name: string; dataTypeID: number }[],
  parsers: Parsers,
): void {
  for (const { name, dataTypeID } of fields) {
    const parser = (parsers[dataTypeID] ?? parsers[elements[dataTypeID]]) as
      ((text: string) => unknown) | undefined
    if (parser) for (const row of rows) row[name] = eachParsed(row[name], parser)
  }
}

function eachParsed(value: unknown, parser: (text: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => eachParsed(element, parser))
  return typeof value === 'string' ? parser(value) : value
}
