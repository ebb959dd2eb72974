/** Day and month, in one order or the other, before the year. */
const dayAndMonth = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}(?!\d)/

/** Of so many that prove an order one may prove the other. */
const MOST_IN_OTHER_ORDER = 50

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

  /** The order that the values prove; undefined where they prove none, or both. One in fifty is a slip, and costs its row. */
  get order(): DateOrder | undefined {
    const [dmy, mdy] = [this.firstIsDay, this.secondIsDay]
    if (dmy > 0 && mdy * MOST_IN_OTHER_ORDER <= dmy) return 'dmy'
    return mdy > 0 && dmy * MOST_IN_OTHER_ORDER <= mdy ? 'mdy' : undefined
  }
}
