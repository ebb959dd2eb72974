/**
 * Returns a value of a file as the text of a cell: trimmed, without characters that no text can hold (NUL and other control
 * characters, half surrogates); '' for what is missing.
 */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return soundText(value).trim()
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : wallTime(value)
  if (value instanceof Uint8Array) return ''
  try {
    return soundText(JSON.stringify(value) ?? '').trim()
  } catch {
    return ''
  }
}

/** Returns text without NUL and other control characters but line breaks and tabs; half a surrogate becomes U+FFFD. */
export function soundText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** A day and time without a zone, as it stands in the file. */
function wallTime(date: Date): string {
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
