/** Something the person at the command line can mend. Its message is a whole sentence; no stack is shown. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** Returns the message of anything thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Tells whether `thrown` is a Node system error with this code (`EADDRINUSE`, `EACCES`, …). */
export function isSystemError(thrown: unknown, ...codes: string[]): boolean {
  return thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code))
}
