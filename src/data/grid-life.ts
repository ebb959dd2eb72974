import type { MultiPolygon } from 'geojson'
import { answer } from '../lib/errors'
import type { Client } from '../lib/supabase'
import type { PlanHead } from './plans'

/** A grid that shares buildings with another across a change of plans; `of`: all its households. */
export interface Kin {
  code: string | null
  plan: number
  level: number
  key: number
  name: string
  of: number
  households: number
  buildings: number
}

/** A grid beside or above another in the same plan. */
export interface GridBeside {
  code: string | null
  level: number
  key: number
}

/** A grid as one plan has it. Days and moments are ISO strings; months are `YYYY-MM`. */
export interface GridVersion {
  grid: number
  level: number
  levelName: string
  levelNameEn: string
  key: number
  code: string | null
  name: string
  plan: Omit<PlanHead, 'engine'>
  target: number
  tolerance: number
  inForce: boolean
  /** The day on which the next plan replaced it in its community. */
  until: string | null
  households: number
  polygon: MultiPolygon
  neighbours: (GridBeside & { label: [number, number]; polygon: MultiPolygon })[]
  parent: (GridBeside & { name: string }) | null
  children: (GridBeside & { households: number })[]
  buildings: { name: string; lng: number; lat: number; households: number }[]
  from: Kin[]
  became: Kin[]
  /** What happened, by month; null where one does not see the community's cases. */
  incidents: { month: string; incidents: number }[] | null
}

/** The life of a grid. Without a code it stands in one plan that is not published yet. */
export interface GridLife {
  code: string | null
  issuedAt: string | null
  retiredAt: string | null
  community: { id: number; code: string; name: string; nameEn: string | null }
  /** Oldest first. */
  versions: GridVersion[]
  people: {
    name: string
    post: string
    postEn: string
    plan: number
    since: string
    until: string | null
  }[]
}

/** Which grid: by its code, or as a plan knows it. */
export type GridAddress = { code: string } | { plan: number; level: number; key: number }

/** Returns the life of a grid, with its incidents since a moment (ISO). Throws `grid-unknown`, `plan-unknown`. */
export async function readGridLife(client: Client, grid: GridAddress, since: string): Promise<GridLife> {
  const response =
    'code' in grid
      ? await client.rpc('grid_life', { code: grid.code, since })
      : await client.rpc('grid_life_in_plan', { ...grid, since })
  return answer(response) as unknown as GridLife
}
