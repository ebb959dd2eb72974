import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from '@playwright/test'
import { build } from 'vite'
import { PAUSE_MS, stroke } from './planner-page'
import { addProbe, type Interaction, timed } from './probe'

type Position = [lng: number, lat: number]

/** Nothing is listening there: the browser is answered by this program. */
const ADDRESS = 'http://terra-draw.test'
const MAPLIBRE = dirname(createRequire(import.meta.url).resolve('maplibre-gl/dist/maplibre-gl-worker.mjs'))
const HTML = `<!doctype html><body style="margin:0"><div class="inspector" style="height:20px"></div>
<div id="map" style="width:1512px;height:955px"></div><script type="module" src="/page.js"></script>`

/** The browser's part as one script. */
async function bundle(): Promise<string> {
  const entry = join(dirname(fileURLToPath(import.meta.url)), 'terra-draw-page.ts')
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'], fileName: 'page' } },
  })
  const [first] = Array.isArray(made) ? made : [made]
  if (!('output' in first)) throw new Error('terra-draw was not bundled.')
  return first.output[0].code
}

async function openPage(context: BrowserContext): Promise<Page> {
  const script = await bundle()
  const page = await context.newPage()
  await page.route(`${ADDRESS}/**`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname)
    if (name === 'page.js') return route.fulfill({ contentType: 'text/javascript', body: script })
    if (!name.endsWith('.mjs')) return route.fulfill({ contentType: 'text/html', body: HTML })
    const body = await readFile(join(MAPLIBRE, name))
    return route.fulfill({ contentType: 'text/javascript', body })
  })
  await addProbe(page)
  await page.goto(ADDRESS)
  await page.waitForFunction(() => 'showRings' in window)
  return page
}

/** The ring whose middle is nearest to a place. */
function nearest(rings: readonly Position[][], [lng, lat]: Position): number {
  const distances = rings.map((ring) => Math.hypot(ring[0][0] - lng, ring[0][1] - lat))
  return distances.indexOf(Math.min(...distances))
}

/**
 * Lets terra-draw hold the rings (closed, degrees) as polygons, and drags corners of one near a place. The times are from
 * letting go to the frame after it has told of the end; unlike in the planner, no figure is made and no neighbour follows.
 */
export async function measureTerraDraw(
  context: BrowserContext,
  rings: Position[][],
  place: Position,
  edits: number,
): Promise<Interaction[]> {
  const page = await openPage(context)
  const chosen = nearest(rings, place)
  const corners = await page.evaluate(({ all, at, worker }) => window.showRings(all, at, worker), {
    all: rings,
    at: chosen,
    worker: `${ADDRESS}/maplibre-gl-worker.mjs`,
  })
  const times: Interaction[] = []
  let [x, y] = corners[1]
  y += 20
  for (let edit = 0; edit < edits; edit++) {
    const [toX, toY] = [x + (edit % 2 ? -12 : 12), y + (edit % 2 ? -9 : 9)]
    await stroke(page, [x, y], [toX, toY])
    times.push(await timed(page, { event: 'mouseup', selector: '.inspector' }, () => page.mouse.up()))
    ;[x, y] = [toX, toY]
    await page.waitForTimeout(PAUSE_MS)
  }
  await page.close()
  return times
}
