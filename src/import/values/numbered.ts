/** The number that a list puts before a name: `1.`, `2、`, `（3）`, `四、`. A name may begin with a number that is its own: 1号院, 3-5. */
const number =
  /^(?:[（(]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[）)]|\d{1,3}\s*[.．、)）](?!\d)|[一二三四五六七八九十]{1,3}、)\s*(?=\p{sc=Han})/u

/** Returns a name without the number that a list puts before it. */
export function withoutNumber(name: string): string {
  return name.replace(number, '')
}
