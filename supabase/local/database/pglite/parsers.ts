/** What PGlite makes of a value's text, by type: as the API expects it. json and jsonb cross to the caller as text. */
export const parsers: Record<number, (text: string) => unknown> = {
  /** int8 */
  20: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
  /** numeric: a number where it prints the same */
  1700: (text) => (Number.isFinite(Number(text)) && String(Number(text)) === text ? Number(text) : text),
  ...asText(114, 3802, 1082, 1083, 1114, 1184, 1266),
}

function asText(...types: number[]): Record<number, (text: string) => unknown> {
  return Object.fromEntries(types.map((type) => [type, (text: string) => text]))
}

const jsonTypes = [114, 3802]
const jsonArrayTypes = [199, 3807]

/** Replaces the text of json and jsonb in `rows` by the values, in place. */
export function parseJson(
  rows: Record<string, unknown>[],
  fields: readonly { name: string; dataTypeID: number }[],
): void {
  for (const { name, dataTypeID } of fields) {
    const isArray = jsonArrayTypes.includes(dataTypeID)
    if (!isArray && !jsonTypes.includes(dataTypeID)) continue
    for (const row of rows) row[name] = isArray ? eachParsed(row[name]) : parsed(row[name])
  }
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}

function eachParsed(value: unknown): unknown {
  return Array.isArray(value) ? value.map(eachParsed) : parsed(value)
}
