type Row = Record<string, unknown>

/** A write as lite has to be given it to do what PostgREST does, or why that cannot be. */
type Rewritten = { body?: string; columns?: string } | 'empty' | 'mixed'

/**
 * Settles what becomes of columns that a write leaves out. PostgREST takes null for those named by the parameter `columns`,
 * or their default with `Prefer: missing=default`; lite takes now the one and now the other. `mixed`: with defaults asked
 * for, rows have to name the same columns. `empty`: a row to be added names none.
 */
export function settleMissing(
  method: string,
  body: string,
  columns: string | undefined,
  prefer: string | undefined,
): Rewritten {
  const given = parse(body)
  const rows: unknown[] = Array.isArray(given) ? given : [given]
  if (rows.length === 0 || !rows.every(isRow)) return {}
  if (method === 'POST' && rows.every((row) => Object.keys(row).length === 0)) return 'empty'
  if (!columns) return {}
  const names = columns.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
  if (/\bmissing=default\b/.test(prefer ?? '')) return onlyNamed(rows, names)
  const empty = Object.fromEntries(names.map((name) => [name, null]))
  const whole = rows.map((row) => ({ ...empty, ...row }))
  return { body: JSON.stringify(Array.isArray(given) ? whole : whole[0]) }
}

function onlyNamed(rows: Row[], names: string[]): Rewritten {
  const written = rows.map((row) => names.filter((name) => Object.hasOwn(row, name)))
  const [first] = written
  if (written.some((own) => own.join() !== first.join())) return 'mixed'
  return first.length === 0 ? 'empty' : { columns: first.map((name) => `"${name}"`).join() }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
