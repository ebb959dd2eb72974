/** One statement of an SQL text, with the `--` lines that stand right above it. */
export interface Statement {
  comment: string
  /** Without the closing semicolon. */
  text: string
}

/** What may hold a semicolon without ending a statement, and the semicolon that ends one. */
const token = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[a-z_]\w*)?\$)[\s\S]*?\1|;/gi

/** Returns the statements of an SQL text in their order. Strings with backslash escapes (E'…') are not understood. */
export function statementsOf(sql: string): Statement[] {
  const statements: Statement[] = []
  let from = 0
  for (const match of sql.matchAll(token)) {
    if (match[0] !== ';') continue
    statements.push(withComment(sql.slice(from, match.index)))
    from = match.index + 1
  }
  return statements
}

function withComment(text: string): Statement {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('--'))
  const above = lines.slice(0, Math.max(start, 0))
  const gap = above.findLastIndex((line) => line.trim() === '')
  return {
    comment: above.slice(gap + 1).join('\n'),
    text: lines.slice(Math.max(start, 0)).join('\n').trim(),
  }
}

/** Returns `sql` in lower case outside of quotes, as the migrations are written and the server does not answer. */
export function lowerCase(sql: string): string {
  return sql.replace(
    /('(?:[^']|'')*'|"(?:[^"]|"")*")|[^'"]+/g,
    (part, quoted?: string) => quoted ?? part.toLowerCase(),
  )
}
