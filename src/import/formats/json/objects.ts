export type AnyObject = Record<string, unknown>

/** Tells whether a value is an object with names. */
export function isObject(value: unknown): value is AnyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
