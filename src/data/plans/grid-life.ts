import type { Client } from '../../lib/supabase'
import { ask, type Shape } from '../contracts/contract'
import {
  type gridBeside,
  gridLife,
  gridLifeInPlan,
  type gridVersion,
  type kin,
  type life,
} from '../contracts/grid-life'
import type { PlanId } from '../../lib/ids'

/** A grid that shares buildings with another across a change of plans; `of`: all its households. */
export type Kin = Shape<typeof kin>

/** A grid beside or above another in the same plan. */
export type GridBeside = Shape<typeof gridBeside>

/** A grid as one plan has it. Days and moments are ISO strings; months are `YYYY-MM`. */
export type GridVersion = Shape<typeof gridVersion>

/** The life of a grid. Without a code it stands in one plan that is not published yet. */
export type GridLife = Shape<typeof life>

/** Which grid: by its code, or as a plan knows it. */
export type GridAddress = { code: string } | { plan: PlanId; level: number; key: number }

/** Returns the life of a grid, with its incidents since a moment (ISO). Throws `grid-unknown`, `plan-unknown`. */
export async function readGridLife(client: Client, grid: GridAddress, since: string): Promise<GridLife> {
  return 'code' in grid
    ? ask(client, gridLife, { code: grid.code, since })
    : ask(client, gridLifeInPlan, { ...grid, since })
}
