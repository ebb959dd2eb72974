/**
 * Characters that turn the reading direction around for what comes after them: with one, "007 网格" reads "格网 700".
 * Scripts that are written from the right need none: their letters know their direction.
 */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Returns a text without characters that turn its reading direction around. */
export function plainText(text: string): string {
  return text.search(TURNING) < 0 ? text : text.replace(TURNING, '')
}

/** Takes those characters out of every text within an answer, in place, and returns it. Lists of numbers are passed over. */
export function plainAnswer<T>(answer: T): T {
  if (typeof answer === 'string') return plainText(answer) as T
  if (typeof answer !== 'object' || answer === null) return answer
  if (Array.isArray(answer) && typeof answer[0] === 'number') return answer
  const parts = answer as Record<string, unknown>
  for (const key of Object.keys(parts)) {
    const part = parts[key]
    if (typeof part === 'string') {
      const plain = plainText(part)
      if (plain !== part) parts[key] = plain
    } else if (typeof part === 'object' && part !== null) plainAnswer(part)
  }
  return answer
}
