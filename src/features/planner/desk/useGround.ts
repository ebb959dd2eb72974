import { shallowRef, type Ref, watch } from 'vue'
import { type Area } from '../../../data/areas'
import { client } from '../../../data/client'
import { readPlanningInput } from '../../../data/maps/places'
import { listSchemes, type Scheme } from '../../../data/plans/schemes'
import { DataError } from '../../../lib/errors'
import { type Ground, groundOf } from '../../../plan/model/ground'
import { hasBoundaries, toCellsInput } from '../../../plan/model/input'
import { buildCellsAway } from '../../../workers/cells'

/** What is loaded before a plan can be drawn, and how far that is. */
export interface Grounds {
  ground: Readonly<Ref<Ground | null>>
  schemes: Readonly<Ref<Scheme[]>>
  /** What is being done: reading, cells (drawn in a worker), or nothing more. */
  stage: Readonly<Ref<'reading' | 'cells' | 'ready' | 'failed'>>
  failure: Readonly<Ref<unknown>>
  reload: () => Promise<void>
  reloadSchemes: () => Promise<void>
  /** Returns a scheme by its id, once they are read. Rejects with `scheme-unknown`. */
  schemeOf: (id: number) => Promise<Scheme>
}

/** Loads the places of an area, builds their cells, and follows when the area changes; an overtaken answer is dropped. */
export function useGround(area: Readonly<Ref<Area | null>>): Grounds {
  const ground = shallowRef<Ground | null>(null)
  const schemes = shallowRef<Scheme[]>([])
  const stage = shallowRef<'reading' | 'cells' | 'ready' | 'failed'>('reading')
  const failure = shallowRef<unknown>(null)
  let underWay = new AbortController()
  let reading: Promise<void> = Promise.resolve()

  async function loadPlaces(wanted: Area, signal: AbortSignal): Promise<void> {
    const input = await readPlanningInput(client(), wanted.id)
    if (signal.aborted) return
    if (!hasBoundaries(input)) throw new DataError('no-boundaries')
    stage.value = 'cells'
    const cells = await buildCellsAway(toCellsInput(input))
    if (!signal.aborted) ground.value = groundOf(input, cells, cells.labels)
  }

  async function readSchemes(): Promise<void> {
    if (area.value) schemes.value = await listSchemes(client(), area.value.districtId)
  }

  function reloadSchemes(): Promise<void> {
    return (reading = readSchemes())
  }

  async function schemeOf(id: number): Promise<Scheme> {
    const known = () => schemes.value.find((scheme) => scheme.id === id)
    await reading
    if (!known()) await reloadSchemes()
    const scheme = known()
    if (!scheme) throw new DataError('scheme-unknown')
    return scheme
  }

  async function reload(): Promise<void> {
    const wanted = area.value
    if (!wanted) return
    underWay.abort()
    const { signal } = (underWay = new AbortController())
    stage.value = 'reading'
    ground.value = null
    try {
      await Promise.all([reloadSchemes(), loadPlaces(wanted, signal)])
      if (!signal.aborted) stage.value = 'ready'
    } catch (error) {
      if (signal.aborted) return
      failure.value = error
      stage.value = 'failed'
    }
  }

  watch(() => area.value?.id, reload, { immediate: true })
  return { ground, schemes, stage, failure, reload, reloadSchemes, schemeOf }
}
