/** Returns a code in groups of four, as it is read aloud. */
export function spacedCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ')
}

/** Returns the path at which a code is used. The code stands behind `#`, which no server and no log ever sees. */
export function joinPath(code: string): string {
  return `/join#${code}`
}
