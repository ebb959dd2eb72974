/** A programming mistake or input that no caller should pass: a permanent code and the value at fault. */
export class GeoError extends Error {
  constructor(
    readonly code: string,
    readonly value?: unknown,
  ) {
    super(code)
    this.name = 'GeoError'
  }
}
