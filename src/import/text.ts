/** Returns text with full-width forms made plain and the blanks around it cut. */
export function clean(text: string): string {
  return text.normalize('NFKC').trim()
}

/** Returns a column name for comparison: plain forms, lower case, words split at capitals, marks made blanks. */
export function words(name: string): string {
  return clean(name)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\s_\-.:/()[\]]+/g, ' ')
    .trim()
}

/** A short stable id for content (FNV-1a, 53 bits), for rows that come without an id of their own. */
export function contentId(content: string): string {
  let low = 0x811c9dc5
  let high = 0x1b873593
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  return 'x' + ((low >>> 0) * 2 ** 21 + ((high >>> 0) & 0x1fffff)).toString(36)
}
