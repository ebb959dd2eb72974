/** How the bytes of a file become text. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/**
 * Returns the encoding of a file from its first bytes: a byte-order mark decides; else UTF-16 shows by its zero bytes;
 * else what is not valid UTF-8 is taken for GB18030, which contains GBK and GB2312.
 */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]++
  if (zeros[1] > head.length / 8) return 'utf-16le'
  if (zeros[0] > head.length / 8) return 'utf-16be'
  return isUtf8(head) ? 'utf-8' : 'gb18030'
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

/** A chunk may end inside a character, so up to three trailing bytes may be incomplete. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
