import { ref, type Ref, shallowRef } from 'vue'
import type { Bounds } from '../../../map/bounds'
import { boundsAround } from '../../../map/plan-zoom'
import type { Tool } from '../desk/tools'
import { type RemarkThread, useConversation } from './useConversation'

/** Remarks between map and list: which one is looked at, and where a new one will stand. */
export function useRemarks(tool: Ref<Tool>, zoom: (to: Bounds) => void) {
  const talk = useConversation()
  const chosen = ref<number | null>(null)
  /** Where the remark that is being written stands, degrees. */
  const place = shallowRef<[number, number] | null>(null)

  /** Opens a remark, or closes it where it is open. */
  function choose(id: number): void {
    chosen.value = chosen.value === id ? null : id
  }

  /** Opens a remark of the list and shows its place. */
  function show({ remark: { id, lngLat } }: RemarkThread): void {
    choose(id)
    if (lngLat && chosen.value === id) zoom(boundsAround(lngLat))
  }

  function putAt(lngLat: [number, number]): void {
    place.value = lngLat
    tool.value = 'select'
  }

  /** The remark is said, or not to be said after all. */
  function done(): void {
    place.value = null
    if (tool.value === 'remark') tool.value = 'select'
  }

  return { talk, chosen, place, choose, show, putAt, done }
}
