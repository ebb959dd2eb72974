import type { FeatureCollection } from 'geojson'
import { codeOf, gridId } from '../model/draft'
import type { LivePlan } from '../model/live'

/** What an export needs beside the plan itself. */
export interface ExportWords {
  /** Official codes by `gridId`; empty before publishing. */
  codes: ReadonlyMap<string, string>
  communityName: (id: number) => string
}

function codeAt(words: ExportWords, level: number, key: number | null | undefined): string {
  if (key === null || key === undefined || key < 0) return ''
  return codeOf({ code: words.codes.get(gridId({ level, key })), key })
}

/** Returns the grids of all levels as GeoJSON, with code (before publishing the number that the map shows), community, households and deviation from target. */
export function planGeoJson(live: LivePlan, words: ExportWords): FeatureCollection {
  const features = [...live.draft.grids.values()].flatMap((grid) => {
    const figure = live.figures.get(gridId(grid))
    if (!figure?.polygon) return []
    return [
      {
        type: 'Feature' as const,
        properties: {
          level: grid.level,
          code: codeAt(words, grid.level, grid.key),
          name: grid.name,
          parent: codeAt(words, grid.level - 1, grid.parent),
          community: words.communityName(grid.community),
          households: figure.households,
          buildings: figure.buildings,
          deviation: Number(figure.deviation.toFixed(4)),
          areaSquareMetres: Math.round(figure.polygon.areaSquareMetres),
        },
        geometry: { type: 'MultiPolygon' as const, coordinates: figure.polygon.polygons },
      },
    ]
  })
  return { type: 'FeatureCollection', features }
}

/** A building with the code of its grid, before publishing the number that the map shows. */
export interface BuildingRow {
  grid: string
  upper: string
  community: string
  name: string
  households: number
  lng: number
  lat: number
}

/** Returns the buildings with their grid codes, ordered by grid. */
export function buildingRows(live: LivePlan, words: ExportWords): BuildingRow[] {
  const { buildings } = live.ground.input
  const rows = buildings.id.map((_id, place) => {
    const key = live.draft.assignment[place]
    const parent = live.draft.grids.get(gridId({ level: live.leaf, key }))?.parent
    return {
      grid: codeAt(words, live.leaf, key),
      upper: codeAt(words, live.leaf - 1, parent),
      community: words.communityName(buildings.community[place]),
      name: buildings.name[place],
      households: buildings.households[place],
      lng: buildings.lng[place],
      lat: buildings.lat[place],
    }
  })
  return rows.sort((one, other) => one.grid.localeCompare(other.grid) || one.name.localeCompare(other.name))
}
