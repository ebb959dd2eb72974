/** Oids of types whose values are handed over as text: bool, int8, int2, int4, float4, float8, date, time, timestamp, … */
const types = [16, 20, 21, 23, 700, 701, 1082, 1083, 1114, 1184, 1266, 1700, 2950]

/**
 * Hands parameters to the database as they were written, so that it alone says what a value of its types is. The drivers
 * would throw errors of their own about them (500 instead of 400), or take every word but `true` for false.
 */
export function handOverAsWritten(serializers: Record<number, (value: never) => unknown>): void {
  for (const type of types) serializers[type] = asWritten
}

function asWritten(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  return JSON.stringify(value)
}
