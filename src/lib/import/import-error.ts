export type ImportErrorCode =
  | 'file-empty'
  | 'file-is-spreadsheet'
  | 'file-unreadable'
  | 'file-no-header'
  | 'file-no-rows'
  | 'file-not-geojson'
  | 'mapping-incomplete'

/** A file, or what was said about it, that cannot be imported at all. Codes are permanent; words from `import.error.<code>`. */
export class ImportError extends Error {
  override name = 'ImportError'
  constructor(
    readonly code: ImportErrorCode,
    readonly detail = '',
  ) {
    super(detail ? `${code}: ${detail}` : code)
  }
}
