/** Words by key, nested as deep as one likes. */
export interface Words {
  [key: string]: string | Words
}

/** Returns the words of one language: each file's default export under the file's name. */
export function collect(files: Record<string, { default: Words }>): Words {
  const words: Words = {}
  for (const [path, file] of Object.entries(files)) {
    words[path.replace(/^.*\/|\.ts$/g, '')] = file.default
  }
  return words
}
