import { setTimeout } from 'node:timers/promises'
import { listAreas } from '../../../src/data/areas'
import { readPlanningInput } from '../../../src/data/maps/places'
import { incidentSquares } from '../../../src/data/plans/plan-incidents'
import { buildingVisits } from '../../../src/data/plans/plan-visits'
import { savePlan, startPlan } from '../../../src/data/plans/plans'
import { listSchemes, type Scheme } from '../../../src/data/plans/schemes'
import { serverDate } from '../../../src/lib/time/clock'
import { dayAt, lastYear } from '../../../src/lib/time/days'
import { DataError } from '../../../src/lib/errors'
import type { AreaId } from '../../../src/lib/ids'
import type { Client } from '../../../src/lib/supabase'
import { isWeighted } from '../../../src/plan/model/load'
import { openConnection } from '../connection'
import { Refusal } from '../refusal'
import { areaHelp, type AreaOptions, readAreaOptions } from './area-options'
import { hireCrew } from './crew'
import { type Bearing, drawArea, type Drawing } from './draw'

/**
 * Plans an area of the database and saves the drawing as a draft; prints one JSON line with the draft's number and its
 * figures. Returns 0.
 */
export async function runAreaPlan(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(areaHelp)
    return 0
  }
  const options = readAreaOptions(argv, process.env)
  const connected = await openConnection(options)
  try {
    console.log(JSON.stringify(await planArea(connected.client, options)))
    return 0
  } catch (thrown) {
    if (thrown instanceof DataError) throw new Refusal(`The draft cannot be saved: ${thrown.code}.`)
    throw thrown
  } finally {
    await connected.close()
  }
}

async function planArea(client: Client, options: AreaOptions) {
  const begunAt = performance.now()
  const area = (await listAreas(client)).find(({ code }) => code === options.code)
  if (!area) throw new Refusal(`There is no area ${options.code}.`)
  const scheme = chosen(await listSchemes(client, area.districtId), options.scheme)
  const drawing = await draw(client, area.id, scheme, options)
  // The host has closed the idle connection meanwhile; this lets the client notice before it asks again.
  await setTimeout(20)
  const name = options.name ?? `${area.name} · ${scheme.name}`
  const plan = await startPlan(client, { areaId: area.id, schemeId: scheme.id, name })
  await savePlan(client, plan, 1, { ...drawing.changes, engine: drawing.engine })
  const { grids, households, within } = drawing.balance
  const seconds = Math.round(performance.now() - begunAt) / 1000
  return { plan, name, grids, households, within, left: drawing.left, seconds }
}

function chosen(schemes: readonly Scheme[], code: string): Scheme {
  const scheme = schemes.find((each) => each.code === code)
  if (scheme) return scheme
  throw new Refusal(`There is no scheme ${code}; there are ${schemes.map((each) => each.code).join(', ')}.`)
}

/** What the scheme has grids bear beside households; null where it is nothing. */
async function bearingOf(client: Client, area: AreaId, { shares }: Scheme): Promise<Bearing | null> {
  if (!isWeighted(shares)) return null
  const { from } = lastYear(serverDate())
  const [incidents, visits] = await Promise.all([
    incidentSquares(client, area, from.toISOString()),
    buildingVisits(client, area, dayAt(from.getTime())),
  ])
  return { shares, incidents, visits }
}

async function draw(client: Client, area: AreaId, scheme: Scheme, options: AreaOptions): Promise<Drawing> {
  const [input, bearing] = await Promise.all([
    readPlanningInput(client, area),
    bearingOf(client, area, scheme),
  ])
  const crew = await hireCrew(options.workers)
  try {
    const { preset, seed, budgetMs } = options
    const wish = {
      targets: scheme.levels.map(({ target }) => target),
      tolerance: scheme.tolerance,
      preset,
      seed,
      budgetMs,
      clock: () => performance.now(),
    }
    const drawing = await drawArea(input, wish, crew.members, bearing)
    if (drawing.status === 'drawn') return drawing
    throw new Refusal(
      `There is no plan: ${drawing.reason}${drawing.at === undefined ? '' : ` (${drawing.at})`}.`,
    )
  } finally {
    await crew.dismiss()
  }
}
