import { scorePairs } from './encoding-pairs'
import { encodings, type Encoding, type EncodingVerdict } from './encodings'

export { encodings, type Encoding }

/** Returns the encoding that somebody means by a name such as `GBK`, `CP949`, `latin1`, `UTF16`; undefined where it is none of these. */
export function encodingNamed(name: string): Encoding | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return encodings.find((one) => one.replace(/[^a-z0-9]/g, '') === plain) ?? otherNames.get(plain)
}

const otherNames = new Map<string, Encoding>([
  ['utf8bom', 'utf-8'],
  ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
  ['cp936', 'gb18030'],
  ['ansi', 'gb18030'],
  ['big5hkscs', 'big5'],
  ['cp950', 'big5'],
  ['euckr', 'euc-kr'],
  ['cp949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['ms949', 'euc-kr'],
  ['utf16', 'utf-16le'],
  ['unicode', 'utf-16le'],
  ['latin1', 'windows-1252'],
  ['iso88591', 'windows-1252'],
  ['cp1252', 'windows-1252'],
])

/** Returns the encoding that the first bytes state or show; UTF-8 where they tell nothing. Enough for marks that are ASCII. */
export function encodingOfHead(head: Uint8Array): Encoding {
  return byMark(head) ?? byZeros(head) ?? 'utf-8'
}

/** Bytes with characters beyond ASCII that are looked at to tell one encoding of two bytes from another. */
const MOST_EVIDENCE_BYTES = 262_144

/**
 * Returns the encoding of a file, judged by all of its bytes. A byte-order mark decides; else UTF-16 shows by its zero bytes; what
 * is UTF-8 but for a few damaged bytes is UTF-8; the rest is told by how its two-byte characters are spread. Reads the blob once.
 */
export async function detectEncoding(blob: Blob): Promise<EncodingVerdict> {
  const head = new Uint8Array(await blob.slice(0, 65_536).arrayBuffer())
  const marked = byMark(head) ?? byZeros(head)
  if (marked) return { encoding: marked, isSure: true }
  const counter = new Utf8Counter()
  const evidence: Uint8Array[] = []
  let evidenceBytes = 0
  for await (const chunk of streamBytes(blob)) {
    counter.add(chunk)
    if (evidenceBytes >= MOST_EVIDENCE_BYTES) continue
    evidence.push(chunk)
    if (chunk.some((byte) => byte > 0x7f)) evidenceBytes += chunk.byteLength
  }
  const { whole, damaged } = counter.end()
  if (damaged === 0 || whole > damaged) return { encoding: 'utf-8', isSure: damaged <= whole / 4 }
  return scorePairs(evidence)
}

function byMark(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

/**
 * Delimiters, digits and line breaks are ASCII with a zero before or behind them. A zero alone proves nothing: 가 and 一 have one on the
 * other side.
 */
function byZeros(head: Uint8Array): Encoding | undefined {
  const plain = [0, 0]
  for (let i = 0; i + 1 < head.length; i += 2) {
    if (head[i] === 0 && isPlain(head[i + 1])) plain[0]++
    if (head[i + 1] === 0 && isPlain(head[i])) plain[1]++
  }
  const [big, little] = plain
  // What is whole in UTF-8 may hold zeros of its own: half of all pairs have to say otherwise, an eighth of others.
  const least = isUtf8(head) ? head.length / 4 - 1 : head.length / 16
  if (little > least && big < little / 8) return 'utf-16le'
  if (big > least && little < big / 8) return 'utf-16be'
  return undefined
}

/** Whether bytes are whole in UTF-8, but for a character that is cut off at their end. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

/** Counts characters beyond ASCII that are whole in UTF-8, and bytes that are not. */
class Utf8Counter {
  private readonly decoder = new TextDecoder('utf-8')
  private whole = 0
  private damaged = 0

  add(chunk: Uint8Array): void {
    this.count(this.decoder.decode(chunk, { stream: true }))
  }

  end(): { whole: number; damaged: number } {
    this.count(this.decoder.decode())
    return { whole: this.whole, damaged: this.damaged }
  }

  private count(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === 0xfffd) this.damaged++
      else if (code > 0x7f) this.whole++
    }
  }
}

/** Decodes a stream of bytes chunk by chunk; a byte-order mark is left out, characters across chunks stay whole. */
export async function* decodeStream(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Reads a blob in chunks, as an async iterable in browsers that lack one on streams. */
export async function* streamBytes(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
