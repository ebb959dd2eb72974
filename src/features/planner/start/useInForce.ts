import { client } from '../../../data/client'
import { readInForce } from '../../../data/plans/in-force'
import { useRead } from '../../../composables/useRead'

/** What is in force today in an area, over all plans; read anew when plans change. */
export function useInForce(areaId: () => number) {
  return useRead('in-force', areaId, (area, signal) => readInForce(client(signal), area), {
    topics: ['plans'],
  })
}
