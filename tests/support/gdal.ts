import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NamedBlob } from '../../src/import/formats'

/** Tells whether GDAL's programs are installed (Debian: gdal-bin). */
export function hasGdal(): boolean {
  try {
    execFileSync('ogr2ogr', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Returns the files that ogr2ogr makes of a GeoJSON text, by name. The folder that they were made in is removed. */
export function ogr2ogr(geojson: string, output: string, ...flags: string[]): NamedBlob[] {
  const folder = mkdtempSync(join(tmpdir(), 'gridward-gdal-'))
  try {
    writeFileSync(join(folder, 'input.geojson'), geojson)
    execFileSync('ogr2ogr', [...flags, output, 'input.geojson'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    return readdirSync(folder)
      .filter((name) => name !== 'input.geojson')
      .map((name) => ({ name, blob: new Blob([readFileSync(join(folder, name))]) }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
