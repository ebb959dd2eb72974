/** Returns the encoding that a name or a code page means (`936`, `CP936`, `GBK`, `ANSI 1252`, `88591`), or undefined. */
export function encodingNamed(name: string): string | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^(ansi|cp|ms|windows|oem)[ _-]*(?=\d)/, '')
  const label = codePages[plain] ?? plain
  try {
    const { encoding } = new TextDecoder(label)
    return encoding === 'gbk' ? 'gb18030' : encoding
  } catch {
    return undefined
  }
}

const codePages: Record<string, string> = {
  '936': 'gb18030',
  '950': 'big5',
  '949': 'euc-kr',
  '932': 'shift_jis',
  '65001': 'utf-8',
  '88591': 'iso-8859-1',
  '1200': 'utf-16le',
  '1250': 'windows-1250',
  '1251': 'windows-1251',
  '1252': 'windows-1252',
  '866': 'ibm866',
}

/** Encodings of the language byte of a dBASE file (offset 29), as ESRI and FoxPro write it. */
const languageBytes: Record<number, string> = {
  0x03: 'windows-1252',
  0x13: 'shift_jis',
  0x26: 'ibm866',
  0x4d: 'gb18030',
  0x4e: 'euc-kr',
  0x4f: 'big5',
  0x58: 'windows-1252',
  0x59: 'windows-1252',
  0x78: 'big5',
  0x79: 'euc-kr',
  0x7a: 'gb18030',
  0x7b: 'shift_jis',
  0xc8: 'windows-1250',
  0xc9: 'windows-1251',
}

/** Returns the encoding that the language byte of a dBASE file means, or undefined where it means none. */
export function encodingOfLanguage(byte: number): string | undefined {
  return languageBytes[byte]
}

/**
 * Returns the encoding in which fewer of the texts are broken: UTF-8, then GB18030, which contains GBK and GB2312. A text may
 * have been cut inside its last character. O(bytes).
 */
export function likelyEncoding(texts: Iterable<Uint8Array>, first = 'utf-8'): string {
  const candidates = [...new Set([first, 'utf-8', 'gb18030'])]
  const broken = candidates.map(() => 0)
  for (const text of texts) candidates.forEach((one, i) => (broken[i] += isSound(text, one) ? 0 : 1))
  return candidates[broken.indexOf(Math.min(...broken))]
}

function isSound(bytes: Uint8Array, encoding: string): boolean {
  if (bytes.every((byte) => byte < 0x80)) return true
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
