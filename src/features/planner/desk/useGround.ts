import { shallowRef, type Ref, watch } from 'vue'
import { type Area } from '../../../data/areas'
import { client } from '../../../data/client'
import { readPlanningInput } from '../../../data/places'
import { listSchemes, type Scheme } from '../../../data/schemes'
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
  /** Returns a scheme by its id, once they are read. */
  schemeOf: (id: number) => Promise<Scheme | undefined>
}

/** Loads the places of an area, builds their cells, and follows when the area changes; an overtaken answer is dropped. */
export function useGround(area: Readonly<Ref<Area | null>>): Grounds {
  const ground = shallowRef<Ground | null>(null)
  const schemes = shallowRef<Scheme[]>([])
  const stage = shallowRef<'reading' | 'cells' | 'ready' | 'failed'>('reading')
  const failure = shallowRef<unknown>(null)
  let call = 0
  let reading: Promise<void> = Promise.resolve()

  async function loadPlaces(wanted: Area, mine: number): Promise<void> {
    const input = await readPlanningInput(client(), wanted.id)
    if (mine !== call) return
    if (!hasBoundaries(input)) throw new DataError('no-boundaries')
    stage.value = 'cells'
    const cells = await buildCellsAway(toCellsInput(input))
    if (mine === call) ground.value = groundOf(input, cells, cells.labels)
  }

  async function readSchemes(): Promise<void> {
    if (area.value) schemes.value = await listSchemes(client(), area.value.districtId)
  }

  function reloadSchemes(): Promise<void> {
    return (reading = readSchemes())
  }

  async function schemeOf(id: number): Promise<Scheme | undefined> {
    const known = () => schemes.value.find((scheme) => scheme.id === id)
    await reading
    if (!known()) await reloadSchemes()
    return known()
  }

  async function reload(): Promise<void> {
    const wanted = area.value
    if (!wanted) return
    const mine = ++call
    stage.value = 'reading'
    ground.value = null
    try {
      await Promise.all([reloadSchemes(), loadPlaces(wanted, mine)])
      if (mine === call) stage.value = 'ready'
    } catch (error) {
      if (mine !== call) return
      failure.value = error
      stage.value = 'failed'
    }
  }

  watch(() => area.value?.id, reload, { immediate: true })
  return { ground, schemes, stage, failure, reload, reloadSchemes, schemeOf }
}
