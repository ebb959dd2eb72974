/** Parameters of a request to a table that say something else than which rows. */
const notFilters = new Set(['select', 'order', 'limit', 'offset', 'columns', 'on_conflict', 'apikey'])
const together = new Set(['and', 'or', 'not.and', 'not.or'])

/**
 * Tells whether a request says which of the table's own rows it is about. A filter of an embedded table has a dot in its
 * name and chooses none of them; the path into a JSON column may have one too.
 */
export function hasFilter(parameters: URLSearchParams): boolean {
  return [...parameters].some(([name, value]) => {
    if (notFilters.has(name) || value === '') return false
    if (together.has(name)) return /\(.*[^\s(),].*\)/s.test(value)
    return !name.split('->')[0].includes('.')
  })
}

/** Wildcards in one pattern of `like`; with each more, a long text can take a thousand times as long. */
export const mostWildcards = 4

/** Returns the first parameter with a pattern that a text could be compared with for ever, if any. */
export function endlessPattern(parameters: URLSearchParams): string | undefined {
  for (const [name, value] of parameters) {
    if (notFilters.has(name)) continue
    const isTree = together.has(name.split('.').slice(-1)[0])
    const operators = isTree ? /\.(i?match|i?like)(?:\((?:any|all)\))?\.([^,)]*)/gi : one
    for (const [, operator, pattern] of value.matchAll(operators))
      if (operator.toLowerCase().endsWith('match') || wildcards(pattern) > mostWildcards) return name
  }
  return undefined
}

const one = /^(?:not\.)?(i?match|i?like)(?:\((?:any|all)\))?\.(.*)$/gis

function wildcards(pattern: string): number {
  return pattern.match(/[*%]+/g)?.length ?? 0
}
