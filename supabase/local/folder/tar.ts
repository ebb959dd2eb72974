/** What lies in a tar: its name without the leading slash, and its header and content, filled up to whole blocks. */
export interface TarEntry {
  name: string
  bytes: Buffer
}

const blockBytes = 512

/** Returns what lies in a tar, in its order, or undefined when it is none or ends early. */
export function entriesOf(tar: Buffer): TarEntry[] | undefined {
  const entries: TarEntry[] = []
  for (let at = 0; at < tar.length;) {
    const header = tar.subarray(at, at + blockBytes)
    if (header.every((byte) => byte === 0)) return entries
    if (header.length < blockBytes || octal(header, 148, 8) !== headerSum(header)) return undefined
    const end = at + blockBytes + Math.ceil(octal(header, 124, 12) / blockBytes) * blockBytes
    entries.push({ name: text(header, 0, 100).replace(/^\.?\//, ''), bytes: tar.subarray(at, end) })
    at = end
  }
  return undefined
}

/** Returns a tar of these entries, which came out of another. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(({ bytes }) => bytes), Buffer.alloc(2 * blockBytes)])
}

/** The sum of a header's bytes, its own eight counted as spaces. */
function headerSum(header: Buffer): number {
  return header.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 32 : byte), 0)
}

function text(header: Buffer, start: number, length: number): string {
  return header.toString('latin1', start, start + length).split('\0')[0]
}

function octal(header: Buffer, start: number, length: number): number {
  return parseInt(text(header, start, length).trim(), 8)
}
