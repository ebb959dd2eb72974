import { plainName } from '../values/text'
import { withoutNumber } from '../values/numbered'
import type { AcceptedRow } from '../types'

/** What may stand after the name of a street or community without making it another. */
const offices = /(?<=街道|镇|乡)(办事处|办)$|(?<=社区)(居民委员会|居委会|村委会)$/

/** 南街道东社区 of 南街道 is 东社区; 南街道社区 is called after its street. */
function withoutStreet(plain: string, street: string): string {
  const rest = plain.startsWith(street) ? plain.slice(street.length) : plain
  return rest.length < 2 || /^(社区|居委会|村)$/.test(rest) ? plain : rest
}

/** A code that stands with a name in one cell: `410802001001 东社区`, `东社区(410802001001)`. */
function withoutCode(name: string): string {
  const bare = name
    .replace(/^\d{6}(\d{3}){0,2}[\s\-_:：]*(?=\P{Nd})|\s*[（(]\d{6}(\d{3}){0,2}[）)]$/gu, '')
    .trim()
  return bare === '' ? name : bare
}

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
      const isCommunity = field === 'community'
      // Its street has been settled before it.
      const street = isCommunity && typeof row.payload.street === 'string' ? row.payload.street : ''
      const spelled = this.of(isCommunity ? 'community' : 'street', name, street)
      if (spelled === name) continue
      row.payload[field] = spelled
      row.doubts.push({ code: 'spelled-otherwise', detail: `${name} → ${spelled}` })
    }
  }

  private of(level: string, name: string, street: string): string {
    const bare = withoutNumber(withoutCode(name))
    const plain = plainName(bare).replace(offices, '')
    const keys = [`${level} ${plain}`]
    // 银杏 beside 银杏社区 is the same; 银杏村 is another.
    if (level === 'community') keys.push(`${level} ${plain.replace(/(?<=..)社区$/, '')}`)
    if (street !== '')
      keys.push(`${level} of ${plainName(street)} ${withoutStreet(plain, plainName(street))}`)
    const first = keys.map((key) => this.first.get(key)).find((one) => one !== undefined)
    if (first === undefined) for (const key of keys) this.first.set(key, bare)
    return first ?? bare
  }
}
