/** How the bytes of a file become text; names that `TextDecoder` knows (`euc-kr` is CP949 there, `gb18030` contains GBK). */
export const encodings = [
  'utf-8',
  'gb18030',
  'big5',
  'euc-kr',
  'utf-16le',
  'utf-16be',
  'windows-1252',
] as const
export type Encoding = (typeof encodings)[number]

/** What the bytes of a whole file tell about its encoding. */
export interface EncodingVerdict {
  encoding: Encoding
  /** Nothing else is nearly as likely. */
  isSure: boolean
}
