/** Returns the words of one language: each file's default export under the file's name. */
export function collect(files: Record<string, { default: unknown }>): Record<string, unknown> {
  const words: Record<string, unknown> = {}
  for (const [path, file] of Object.entries(files)) {
    const name = path.replace(/^.*\/|\.ts$/g, '')
    words[name] = file.default
  }
  return words
}
