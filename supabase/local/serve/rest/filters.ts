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

const compared = '(?:eq|neq|gt|gte|lt|lte|isdistinct)'
const single = new RegExp(`^((?:not\\.)?${compared}\\.)([^"]*)$`, 's')
const list = /^((?:not\.)?in\.\()([^"]*)(\))$/s
const inTree = new RegExp(`(\\.${compared}\\.)([^,()"]*)`, 'g')
const listInTree = /(\.in\.\()([^()"]*)(\))/g

/**
 * Returns the address with what looks like a number, but would be another text as one, in quotes: `007`, `1.0`, a number of
 * nineteen digits. lite would compare text with the number, and find other rows or none.
 */
export function comparedAsWritten(url: URL): URL {
  const settled = new URL(url)
  for (const [name, value] of url.searchParams) {
    if (notFilters.has(name) || !/\d/.test(value)) continue
    const isTree = together.has(name.split('.').slice(-1)[0])
    const written = isTree ? treeAsWritten(value) : filterAsWritten(value)
    if (written === value) continue
    const all = settled.searchParams.getAll(name)
    settled.searchParams.delete(name)
    for (const one of all) settled.searchParams.append(name, one === value ? written : one)
  }
  return settled
}

const quoted = (value: string) => {
  const number = Number(value)
  return value.trim() === '' || Number.isNaN(number) || String(number) === value ? value : `"${value}"`
}
const eachQuoted = (values: string) => values.split(',').map(quoted).join(',')

function filterAsWritten(value: string): string {
  return value
    .replace(single, (_, operator: string, given: string) => operator + quoted(given))
    .replace(list, (_, before: string, given: string, after: string) => before + eachQuoted(given) + after)
}

function treeAsWritten(value: string): string {
  return value
    .replace(
      listInTree,
      (_, before: string, given: string, after: string) => before + eachQuoted(given) + after,
    )
    .replace(inTree, (_, operator: string, given: string) => operator + quoted(given))
}
