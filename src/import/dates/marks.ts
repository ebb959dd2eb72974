/** Day and month, in one order or the other, before the year. */
const dayAndMonth = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?!\d)/

export type DateOrder = 'dmy' | 'mdy'

/** Collects what the dates of a column tell about the order of day and month: a number above twelve is a day. */
export class DateMarks {
  /** Dates of which one cannot tell by themselves. */
  ambiguous = 0
  firstIsDay = 0
  secondIsDay = 0

  add(value: string): void {
    const found = dayAndMonth.exec(value)
    if (!found) return
    const [first, second] = [Number(found[1]), Number(found[2])]
    if (first > 12 && second <= 12) this.firstIsDay++
    else if (second > 12 && first <= 12) this.secondIsDay++
    else if (first !== second && first <= 12 && second <= 12) this.ambiguous++
  }

  /** The order that the values prove; undefined where they prove none, or both. */
  get order(): DateOrder | undefined {
    if (this.firstIsDay > 0 && this.secondIsDay === 0) return 'dmy'
    return this.secondIsDay > 0 && this.firstIsDay === 0 ? 'mdy' : undefined
  }
}
