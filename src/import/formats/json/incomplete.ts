import { isObject, type AnyObject } from './objects'

/** What services call the number of all that was found, of which a page is given. */
const totals =
  /^(total|totals|total_?count|total_?results?|total_?records?|total_?rows?|total_?features?|number_?matched|match_?count|num_?found|hits|records_?total|records_?filtered)$/i
/** And what says that there is more. */
const marks = /^(exceeded_?transfer_?limit|has_?more|has_?next|has_?next_?page|is_?truncated|truncated)$/i
const next =
  /^(next|next_?page|next_?page_?token|next_?cursor|next_?url|next_?link|@odata\.nextlink|continuation)$/i

const MOST_DEPTH = 3

/**
 * Returns what tells that an answer of a service is one page of several: `exceededTransferLimit`, more matched than were given, the
 * address of the next page. Undefined where nothing does. `around`: the document and what lies around its list, from the outside on,
 * without the list; `count`: how many things are in it.
 */
export function saysMore(around: AnyObject[], count: number): string | undefined {
  for (const one of around) {
    const found = saidIn(one, count, 0)
    if (found) return found
  }
  return undefined
}

function saidIn(value: AnyObject, count: number, depth: number): string | undefined {
  for (const [name, said] of Object.entries(value)) {
    if (marks.test(name) && (said === true || said === 'true' || said === 'True')) return name
    const total = typeof said === 'string' && /^\d+$/.test(said) ? Number(said) : said
    if (totals.test(name) && typeof total === 'number' && total > count) return `${name}: ${count} / ${total}`
    if (next.test(name) && typeof said === 'string' && said !== '') return name
    if (name === 'links' && Array.isArray(said) && said.some((link) => isObject(link) && link.rel === 'next'))
      return 'links: next'
    // Marks stand beside the list or in an object of their own: `properties`, `meta`, `paging`.
    const inner =
      depth < MOST_DEPTH && isObject(said) && !holdsThings(said) ? saidIn(said, count, depth + 1) : undefined
    if (inner) return inner
  }
  return undefined
}

/** Tells whether an object has a list of things under one of its names. */
export function holdsThings(value: AnyObject): boolean {
  return Object.values(value).some((one) => Array.isArray(one) && one.some((item) => isObject(item)))
}
