import type { LocationQuery, LocationQueryRaw } from 'vue-router'

const FIELDS = ['text', 'subject', 'from', 'to', 'actor'] as const

/** What the address asks the log for; empty where it asks nothing. */
export type AddressFilter = Record<(typeof FIELDS)[number], string>

/** Returns the filter of an address. */
export function filterOf(query: LocationQuery): AddressFilter {
  const word = (field: string) => {
    const given = query[field]
    return typeof given === 'string' ? given : ''
  }
  return {
    text: word('text'),
    subject: word('subject'),
    from: word('from'),
    to: word('to'),
    actor: word('actor'),
  }
}

/** Returns the address with a filter in it. */
export function queryOf(
  query: LocationQuery,
  filter: Record<string, string | null | undefined>,
): LocationQueryRaw {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, filter[field] || undefined]))
  return { ...query, ...fields }
}
