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

const shapefileParts = ['shp', 'shx', 'dbf', 'prj', 'cpg', 'cst', 'sbn', 'sbx', 'qix', 'qpj']

/** Tells whether a file may be a part of a Shapefile. */
export function isPart(name: string): boolean {
  return shapefileParts.includes(extensionOf(name))
}
