import { DataError } from '../../lib/errors'
import { openShapefiles } from './shapefile'
import type { Layer, NamedBlob, OpenContext } from './types'
import { isWorkbook, xlsx } from './xlsx'
import { baseName, isArchive, isPart, isReadAlone } from './names'
import { firstNameOf, namesIn, unpack } from './zip'

/** A zip file is packed together from the disk's central list, which lies at its end: it is read whole. */
const MOST_BYTES = 1024 ** 3

/** Opens one file that lay in an archive. */
export type OpenFile = (file: NamedBlob, context: OpenContext) => Promise<Layer[]>

/**
 * Opens a zip file: a workbook, Shapefiles, or any files of other formats (a KMZ is one with KML). Throws DataError
 * `file-is-document` for office documents, `archive-holds-nothing` with the first names, `file-damaged`.
 */
export async function openArchive(
  file: NamedBlob,
  context: OpenContext,
  openFile: OpenFile,
): Promise<Layer[]> {
  if ((context.depth ?? 0) > MOST_ARCHIVES_IN_ARCHIVES)
    throw new DataError('archive-holds-nothing', file.name)
  if (file.blob.size > MOST_BYTES) throw new DataError('file-too-large', file.name)
  const bytes = new Uint8Array(await file.blob.arrayBuffer())
  const names = namesIn(bytes)
  if (isWorkbook(names)) return xlsx.open(file, context)
  const document = documentIn(names)
  if (document) throw new DataError('file-is-document', document)
  const spreadsheet = otherSpreadsheetIn(names, bytes)
  if (spreadsheet) throw new DataError('file-is-other-spreadsheet', spreadsheet)
  const parts = unpack(bytes, (name) => isPart(name))
  const shapefiles = await openShapefiles(parts, context.encoding)
  const depth = (context.depth ?? 0) + 1
  const isOpened = (name: string) =>
    isReadAlone(name) || (depth < MOST_ARCHIVES_IN_ARCHIVES && isArchive(name))
  const others = unpack(bytes, isOpened)
  const layers = [...shapefiles]
  const opened: Layer[] = layers
  let failure: DataError | undefined
  for (const other of others)
    try {
      opened.push(
        ...(await openFile({ ...other, name: baseName(other.name) }, { ...context, parts: [], depth })),
      )
    } catch (cause) {
      if (!(cause instanceof DataError) || !isNoData.has(cause.code)) throw cause
      failure ??= cause
    }
  if (opened.length > 0) return opened
  if (failure) throw failure
  const [part] = parts
  if (part) throw new DataError('file-part-missing', `${baseName(part.name).replace(/\.[^.]*$/, '')}.shp`)
  throw new DataError('archive-holds-nothing', names.slice(0, 5).join(', ') || firstNameOf(bytes))
}

/** What lies beside data: notes, settings of a program, a document. Alone each would be named; what is damaged is never passed over. */
const isNoData = new Set<string>([
  'file-is-document',
  'file-is-picture',
  'file-is-xml',
  'file-not-geojson',
  'file-no-rows',
  'file-empty',
  'archive-holds-nothing',
])

/** An archive may hold another one, as what was sent on does; one that holds itself ends here. */
const MOST_ARCHIVES_IN_ARCHIVES = 3

/** Office documents are zip files too: what they are is said by what lies in them. */
function documentIn(names: string[]): string | undefined {
  if (names.includes('word/document.xml')) return 'Word'
  if (names.includes('ppt/presentation.xml')) return 'PowerPoint'
  return undefined
}

/** Workbooks that are zip files and no XLSX. */
function otherSpreadsheetIn(names: string[], bytes: Uint8Array): string | undefined {
  if (names.includes('xl/workbook.bin')) return 'XLSB'
  if (names.includes('Index/Document.iwa') || names.includes('Index.zip')) return 'Numbers'
  const isOpenDocument = names.includes('META-INF/manifest.xml') && names.includes('content.xml')
  if (!isOpenDocument) return undefined
  // The type stands at the front, not packed, for programs that look there (OASIS OpenDocument 1.2, part 3, 3.3).
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const [, type] = /application\/vnd\.oasis\.opendocument\.([a-z]+)/.exec(head) ?? []
  if (type !== undefined && type !== 'spreadsheet') throw new DataError('file-is-document', 'OpenDocument')
  return 'ODS'
}
