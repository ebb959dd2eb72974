/** Something the person at the command line can mend. Its message is a whole sentence; no stack is shown. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** Returns the message of anything thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Tells whether `thrown` is an error with one of these codes, of Node's system (`EADDRINUSE`, …) or the database (`42501`). */
export function isSystemError(thrown: unknown, ...codes: string[]): boolean {
  return thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code))
}
