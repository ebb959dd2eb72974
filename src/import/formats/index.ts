import { DataError } from '../../lib/errors'
import { encodingOfHead } from '../csv/encoding'
import { openText } from '../csv/text'
import { openArchive } from './archive'
import { isCompound, refusalOfCompound } from './compound'
import { flatgeobuf } from './flatgeobuf'
import { geopackage } from './geopackage'
import { json } from './json'
import { kml } from './kml'
import { shapefile } from './shapefile'
import type { Format, Layer, NamedBlob, OpenContext } from './types'
import { isZip } from './zip'

export * from './types'

/** Formats by how surely their first bytes tell them. CSV is what is none of these: `table.ts` reads it. */
const formats: Format[] = [geopackage, flatgeobuf, shapefile, kml, json]

const HEAD_BYTES = 4096

/**
 * Opens a file as what its bytes say that it is; undefined for text that is none of the formats, which is CSV. Throws DataError:
 * `file-…` for what is known and not read.
 */
export async function openLayers(file: NamedBlob, context: OpenContext): Promise<Layer[] | undefined> {
  const head = new Uint8Array(await file.blob.slice(0, HEAD_BYTES).arrayBuffer())
  if (head.length === 0) throw new DataError('file-empty')
  if (isZip(head)) return openArchive(file, context, openInArchive)
  if (isCompound(head)) throw await refusalOfCompound(file)
  refuseKnown(head)
  const format = formats.find((one) => one.detect(file.name, head))
  return format?.open(file, context)
}

async function openInArchive(file: NamedBlob, context: OpenContext): Promise<Layer[]> {
  const layers = await openLayers(file, context)
  return layers ?? openCsvLayer(file, context)
}

/** Words for what cannot be read are better than a table of rubbish. */
function refuseKnown(head: Uint8Array): void {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  if (starts(0x52, 0x61, 0x72, 0x21) || starts(0x37, 0x7a, 0xbc, 0xaf) || starts(0x1f, 0x8b))
    throw new DataError('file-is-packed')
  if (starts(0x25, 0x50, 0x44, 0x46)) throw new DataError('file-is-document', 'PDF')
  if (starts(0x41, 0x43, 0x31, 0x30)) throw new DataError('file-is-drawing', 'DWG')
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff)) throw new DataError('file-is-picture')
  if (new TextDecoder('latin1').decode(head.subarray(0, 64)).includes('OSMHeader'))
    throw new DataError('file-is-osm', 'PBF')
  if (isUtf32(head)) throw new DataError('file-encoding-unread', 'UTF-32')
  const text = new TextDecoder(encodingOfHead(head)).decode(head)
  if (/^\s*0\s*\r?\n\s*SECTION\s*\r?\n/.test(text)) throw new DataError('file-is-drawing', 'DXF')
  refuseText(text.replace(/^\uFEFF/, ''))
}

/** Four bytes a character: a mark, or at least half of the first ones that hold two zeros above one of the lower planes. */
function isUtf32(head: Uint8Array): boolean {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff)) return true
  const whole = head.subarray(0, head.length & ~3)
  const isOf = (isLittle: boolean) =>
    whole.length >= 16 &&
    whole.every((byte, i) => {
      const place = isLittle ? i % 4 : 3 - (i % 4)
      return place === 3 ? byte === 0 : place === 2 ? byte < 4 : true
    })
  return isOf(true) || isOf(false)
}

const isKml = /<(\w+:)?kml[\s>]/i

/** Text with marks of its own is no table, whatever its name ends in: programs call web pages .xls. */
function refuseText(text: string): void {
  if (/^\s*(<!doctype html|<html|<table|<meta)/i.test(text)) throw new DataError('file-is-document', 'HTML')
  if (/^MIME-Version:/i.test(text)) throw new DataError('file-is-document', 'MHTML')
  if (/^\s*\{\\rtf/.test(text)) throw new DataError('file-is-document', 'RTF')
  if (/<(\w+:)?Workbook\b[^>]*office:spreadsheet/i.test(text)) throw new DataError('file-is-old-spreadsheet')
  const spreadsheet = /<office:document\b/i.test(text) ? 'FODS' : /<uof:/i.test(text) ? 'UOF' : ''
  if (spreadsheet) throw new DataError('file-is-other-spreadsheet', spreadsheet)
  const isMapInfo = /^\s*(!table\s|version\s+\d+\s[\s\S]{0,80}(charset|delimiter|coordsys|columns)\s)/i.test(
    text,
  )
  if (isMapInfo) throw new DataError('file-is-drawing', 'MapInfo')
  if (/<osm(Change)?[\s>]/i.test(text) && /^\s*</.test(text)) throw new DataError('file-is-osm', 'XML')
  refuseBlocks(text)
  if (/^\s*<(\?xml|[a-z]+[\s>:])/i.test(text) && !isKml.test(text)) throw new DataError('file-is-xml')
}

/** Databases can print a record below the other, each of its columns on a line: `\x` of psql, `\G` of MySQL. */
function refuseBlocks(text: string): void {
  const mark = /^\s*(-\[ RECORD 1 \]|\*{5,} *1\. row *\*{5,})/.exec(text)
  if (mark) throw new DataError('file-is-blocks', mark[1].slice(0, 40))
}

/** CSV in an archive is asked about like any other. */
async function openCsvLayer(
  { name, blob }: NamedBlob,
  { encoding, delimiter }: OpenContext,
): Promise<Layer[]> {
  if (blob.size === 0) return []
  const text = await openText(blob, name, { encoding, delimiter })
  return [{ ...text, name: name.replace(/\.[^.]*$/, ''), format: 'csv' }]
}
