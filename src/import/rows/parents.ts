import type { AcceptedRow } from '../types'

/**
 * The street under which the communities of a list stand: lists write a street in a line of its own and its communities below, which
 * then say nothing of it. They are put under the street above them, with a doubt.
 */
export class Parents {
  private street = ''

  /** Remembers a street; gives a community that names none the one above. */
  settle(row: AcceptedRow): void {
    const { name, parent, parentCode } = row.payload
    if (typeof name !== 'string') return
    if (row.part === 'street') this.street = name
    if (row.part !== 'community' || parent || parentCode || this.street === '') return
    row.payload.parent = this.street
    if (row.source === `/${name}`) row.source = `${this.street}/${name}`
    row.doubts.push({ code: 'parent-from-above', detail: this.street })
  }
}
