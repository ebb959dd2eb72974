/** Returns the name of a file without its folders. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1)!
}

/** Returns what stands after the last dot, in lower case. */
export function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? ''
}

/** Returns the name without its folders and its extension, in lower case: what the parts of a Shapefile share. */
export function stemOf(name: string): string {
  return baseName(name)
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
}

/**
 * Formats that are read, with the endings of their files; of a Shapefile those of all its parts. Permanent; words from
 * `formats.format.<format>`.
 */
const extensions = {
  csv: ['csv', 'tsv', 'txt'],
  geojson: ['geojson', 'geojsonl', 'json', 'js'],
  topojson: ['topojson'],
  shapefile: ['shp', 'shx', 'dbf', 'prj', 'cpg', 'cst', 'sbn', 'sbx', 'qix', 'qpj'],
  geopackage: ['gpkg'],
  flatgeobuf: ['fgb'],
  kml: ['kml'],
  xlsx: ['xlsx'],
} as const
export type FormatName = keyof typeof extensions

const archives: readonly string[] = ['zip', 'kmz']

/** The endings of all files that are read, those of archives among them. */
export const readExtensions: readonly string[] = [...Object.values(extensions).flat(), ...archives]

/** Tells whether a file may be a part of a Shapefile. */
export function isPart(name: string): boolean {
  const parts: readonly string[] = extensions.shapefile
  return parts.includes(extensionOf(name))
}

/** Tells whether a file may be an archive with others in it. */
export function isArchive(name: string): boolean {
  return archives.includes(extensionOf(name))
}

/** Tells whether a file may be read alone: no archive and no part of a Shapefile. */
export function isReadAlone(name: string): boolean {
  return readExtensions.includes(extensionOf(name)) && !isArchive(name) && !isPart(name)
}
