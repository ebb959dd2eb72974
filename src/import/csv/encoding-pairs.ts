import type { Encoding, EncodingVerdict } from './encodings'

/** What the bytes beyond ASCII look like, in pairs. */
interface Pairs {
  /** Pairs with a first byte of a character, marks and letters of other scripts left out. */
  count: number
  /** Second byte from 0xA1 on, as every character of GB 2312 and KS X 1001 has. */
  highSecond: number
  /** First byte of the frequent characters of GB 2312 (B0–D7). */
  frequentGb: number
  /** First byte of the frequent characters of GB 2312 that Korean syllables do not reach (C9–D7). */
  beyondHangul: number
  /** First byte of Korean syllables (B0–C8). */
  hangul: number
  /** First byte of the frequent characters of Big5 (A4–C6). */
  frequentBig5: number
  /** Characters of four bytes, which only GB18030 has. */
  fours: number
  /** Bytes beyond ASCII that stand alone between letters, as accents do. */
  alone: number
  /** Bytes that are no part of a pair. */
  broken: number
}

/** So few characters that chance decides. */
const FEW = 6

/**
 * Returns which of GB18030, Big5, CP949 and Windows-1252 bytes are that are not UTF-8. GB 2312 and KS X 1001 have the same bytes:
 * Korean text keeps to the first 25 rows (B0–C8), Chinese takes two characters of five from the rows after them. Big5 takes two
 * of five second bytes from below 0x7F, where GB 2312 has none.
 */
export function scorePairs(chunks: Uint8Array[]): EncodingVerdict {
  const pairs = count(chunks)
  const share = (part: number) => part / Math.max(1, pairs.count)
  const lowSecond = pairs.count - pairs.highSecond
  const chineseByChance = 0.6 ** pairs.count
  const scores: [Encoding, number][] = [
    [
      'gb18030',
      pairs.fours > 0
        ? 2
        : share(Math.min(pairs.frequentGb, pairs.highSecond)) *
          (pairs.beyondHangul > 0 ? 1 : 0.2 + 0.8 * chineseByChance),
    ],
    ['big5', share(pairs.frequentBig5) * (lowSecond > 0 ? 1 : 0.6 ** pairs.count)],
    ['euc-kr', share(pairs.hangul) * (pairs.beyondHangul > pairs.count / 20 ? 0.3 : 1)],
    ['windows-1252', (pairs.alone / Math.max(1, pairs.alone + pairs.count + pairs.broken)) * 1.2],
  ]
  scores.sort((a, b) => b[1] - a[1])
  const [[encoding, best], [, second]] = scores
  const isSure =
    best >= 0.6 && best - second >= 0.15 && (pairs.count + pairs.alone >= FEW || encoding === 'gb18030')
  return { encoding: best > 0 ? encoding : 'gb18030', isSure }
}

function count(chunks: Uint8Array[]): Pairs {
  const found: Pairs = {
    count: 0,
    highSecond: 0,
    frequentGb: 0,
    beyondHangul: 0,
    hangul: 0,
    frequentBig5: 0,
    fours: 0,
    alone: 0,
    broken: 0,
  }
  for (const bytes of chunks) countIn(bytes, found)
  return found
}

function countIn(bytes: Uint8Array, found: Pairs): void {
  for (let i = 0; i < bytes.length; i++) {
    const [first, second, third, fourth] = [bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]]
    if (first < 0x80) continue
    if (isAlone(bytes, i)) {
      found.alone++
      continue
    }
    if (isDigit(second) && third > 0x80 && isDigit(fourth)) {
      found.fours++
      i += 3
      continue
    }
    if (second === undefined || second < 0x40 || second === 0x7f) {
      found.broken++
      continue
    }
    countPair(first, second, found)
    i++
  }
}

function countPair(first: number, second: number, found: Pairs): void {
  if (first >= 0xa1 && first <= 0xa3 && second >= 0xa1) return
  found.count++
  if (second >= 0xa1) found.highSecond++
  if (first >= 0xb0 && first <= 0xd7) found.frequentGb++
  if (first >= 0xc9 && first <= 0xd7) found.beyondHangul++
  if (first >= 0xb0 && first <= 0xc8) found.hangul++
  if (first >= 0xa4 && first <= 0xc6) found.frequentBig5++
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** An accented letter has a plain letter, a blank or a delimiter on both sides, and is of the upper half (C0–FF). */
function isAlone(bytes: Uint8Array, i: number): boolean {
  const isPlain = (byte: number | undefined) => byte === undefined || byte < 0x80
  const isLetter = (byte: number | undefined) =>
    byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a))
  const [before, here, after] = [bytes[i - 1], bytes[i], bytes[i + 1]]
  return (
    here >= 0xc0 &&
    isPlain(before) &&
    isPlain(after) &&
    (isLetter(before) || isLetter(after)) &&
    !isLow(bytes, i)
  )
}

/** A run of pairs whose second byte looks like a letter, as in Big5, is no run of accents. */
function isLow(bytes: Uint8Array, i: number): boolean {
  return (bytes[i - 2] ?? 0) >= 0x80 || (bytes[i + 2] ?? 0) >= 0x80
}
