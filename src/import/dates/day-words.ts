/** Words of the day, and the hours of the day that an hour on the dial may be with each: from, to, and what is added. */
const dayWords: [RegExp, [from: number, to: number, add: number][]][] = [
  [
    /凌晨/,
    [
      [12, 12, -12],
      [0, 6, 0],
    ],
  ],
  [/清晨|早晨|早上|早(?=\s*\d)/, [[4, 11, 0]]],
  [
    /上午|午前|오전/,
    [
      [12, 12, -12],
      [0, 11, 0],
    ],
  ],
  [
    /中午/,
    [
      [11, 12, 0],
      [1, 2, 12],
    ],
  ],
  [
    /下午|午后|午後|오후/,
    [
      [12, 12, 0],
      [1, 11, 12],
      [13, 23, 0],
    ],
  ],
  [
    /傍晚/,
    [
      [4, 8, 12],
      [16, 20, 0],
    ],
  ],
  [
    /半夜|深夜|午夜/,
    [
      [10, 11, 12],
      [22, 23, 0],
      [0, 4, 0],
    ],
  ],
  [
    /晚上|晚间|夜间|夜里|夜晚|晚(?=\s*\d)/,
    [
      [5, 11, 12],
      [17, 23, 0],
    ],
  ],
]

const hourOfClock = /(\d{1,2})(?=\s*[:：.时時点點시])(?!\.\s*\d{1,2}\.)/

/**
 * Returns a date and time with the hour counted to 24 instead of a word of the day (`下午3:05`, `晚上9点`); undefined where word and hour
 * contradict each other or leave it open which day is meant (`上午14:05`, `晚上12:05`).
 */
export function withoutDayWord(text: string): string | undefined {
  const word = dayWords.find(([pattern]) => pattern.test(text))
  if (!word) return text
  const [pattern, hours] = word
  const at = pattern.exec(text)!
  // A date may stand before the word, the clock behind it or, as in the west, before.
  const [before, after] = [text.slice(0, at.index), text.slice(at.index + at[0].length)]
  const isBehind = hourOfClock.test(after)
  const clock = isBehind ? after : (/\d{1,2}\s*[:：]\s*\d{2}(\s*[:：]\s*\d{2})?\s*$/.exec(before)?.[0] ?? '')
  const found = hourOfClock.exec(clock)
  if (!found) return undefined
  const hour = Number(found[1])
  const range = hours.find(([from, to]) => hour >= from && hour <= to)
  if (!range) return undefined
  const counted = clock.replace(found[1], String(hour + range[2]).padStart(2, '0'))
  return isBehind ? `${before} ${counted}` : `${before.slice(0, -clock.length)}${counted} ${after}`
}
