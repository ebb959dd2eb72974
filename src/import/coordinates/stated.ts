import { systemOfCode } from './systems'
import type { CoordinateSystem } from '../types'

/** What a file says of its system: one that is read, one that is not, or nothing. */
export type Stated = { system: CoordinateSystem } | { unread: string } | undefined

/**
 * Understands the system that a file states: an EPSG number in any way of writing it (`EPSG:4547`, `urn:ogc:def:crs:EPSG::4547`, a
 * URL), `CRS84`, the WKT of a .prj, or words such as GCJ-02.
 */
export function readStated(crs: string): Stated {
  const text = horizontalOf(crs.trim())
  if (text === '') return undefined
  const byWords = systemInWords(text)
  if (byWords) return { system: byWords }
  if (/\b(CRS:?84h?)\b/i.test(text) || isDegreesOf(wgs84, text)) return { system: 'wgs84' }
  if (isDegreesOf(cgcs2000, text)) return { system: 'EPSG:4490' }
  const code = codeIn(text)
  if (code !== undefined)
    return systemOfCode(code)
      ? { system: nameOf(code) }
      : isWkt(text)
        ? { system: text }
        : { unread: `EPSG:${code}` }
  if (isWkt(text)) return { system: text }
  return { unread: text.slice(0, 60) }
}

/** The part of a system of heights and places that says where: WKT puts one beside the other. */
function horizontalOf(text: string): string {
  if (!/^\s*(COMPD_CS|COMPOUNDCRS)\s*\[/i.test(text)) return text
  const start = /\b(PROJCS|GEOGCS|PROJCRS|GEOGCRS|PROJECTEDCRS|GEODCRS)\s*\[/i.exec(text)
  if (!start) return text
  let depth = 0
  for (let at = text.indexOf('[', start.index); at < text.length; at++) {
    if (text[at] === '[') depth++
    if (text[at] === ']' && --depth === 0) return text.slice(start.index, at + 1)
  }
  return text
}

/** Returns the system that words name, as in the name of a file or a column; undefined where they name none. */
export function systemInWords(text: string): CoordinateSystem | undefined {
  const said = text.toLowerCase()
  if (/gcj-?_?0?2|火星|高德|amap|gaode|腾讯|国测局/.test(said)) return 'gcj02'
  if (/bd-?_?09|百度|baidu/.test(said)) return 'bd09'
  return undefined
}

/** Tells whether text is well-known text of a coordinate system. */
export function isWkt(text: string): boolean {
  return /^\s*(PROJCS|GEOGCS|PROJCRS|GEOGCRS|PROJECTEDCRS|GEODCRS|BOUNDCRS|COMPD_CS|COMPOUNDCRS)\s*\[/i.test(
    text,
  )
}

const wgs84 = /^"(GCS_)?WGS[ _]?(19)?84"/i
const cgcs2000 = /^"(GCS_)?(China[ _]Geodetic[ _]Coordinate[ _]System[ _]2000|CGCS[ _]?2000)"/i

/** A .prj of plain degrees names no number, and is what most programs write beside a Shapefile. */
function isDegreesOf(name: RegExp, text: string): boolean {
  const [start] = /^(GEOGCS|GEOGCRS|GEODCRS)\s*\[\s*/i.exec(text) ?? []
  return start !== undefined && name.test(text.slice(start.length))
}

/** The number at the root of WKT (its last one), or of an urn or URL. */
function codeIn(text: string): number | undefined {
  if (isWkt(text)) {
    const root =
      /(?:AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]|ID\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?[^\]]*\])\s*\]\s*$/i.exec(
        text,
      )
    return root ? Number(root[1] ?? root[2]) : undefined
  }
  const found = /(?:epsg|esri)\b\D*?(?:[\d.]+[:/])?(\d{4,6})\s*$/i.exec(text) ?? /^(\d{4,6})$/.exec(text)
  return found ? Number(found[1]) : undefined
}

/** Two systems have had a name of their own from the beginning. */
function nameOf(code: number): CoordinateSystem {
  if (code === 4326 || code === 4979) return 'wgs84'
  return [3857, 900913, 3785, 102100, 102113].includes(code) ? 'web-mercator' : `EPSG:${code}`
}
