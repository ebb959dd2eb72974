import { plainName } from '../values/text'
import type { AcceptedRow } from '../types'

/** What may stand after the name of a street or community without making it another. */
const offices = /(?<=街道|镇|乡)(办事处|办)$|(?<=社区)(居民委员会|居委会|村委会)$/

/**
 * The first spelling of each street and community of a file: 东 社区, 東社區 and 东社区居委会 are one, and would be three communities of
 * which each has some of the buildings.
 */
export class Spellings {
  private readonly first = new Map<string, string>()

  /** Brings the names of a row to the first spelling, with a doubt where that changes one. */
  settle(row: AcceptedRow): void {
    for (const field of ['street', 'community', 'parent']) {
      const name = row.payload[field]
      if (typeof name !== 'string' || name === '') continue
      const spelled = this.of(field === 'community' ? 'community' : 'street', name)
      if (spelled === name) continue
      row.payload[field] = spelled
      row.doubts.push({ code: 'spelled-otherwise', detail: `${name} → ${spelled}` })
    }
  }

  private of(level: string, name: string): string {
    const key = `${level} ${plainName(name).replace(offices, '')}`
    const first = this.first.get(key)
    if (first === undefined) this.first.set(key, name)
    return first ?? name
  }
}
