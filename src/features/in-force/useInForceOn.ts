import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useRead } from '../../composables/useRead'
import { readBaseMap } from '../../data/maps/basemap'
import { client } from '../../data/client'
import { readGridsInForce, readInForce } from '../../data/plans/in-force'
import { usePlace } from '../../stores/place'

const DAY = /^\d{4}-\d{2}-\d{2}$/

async function readOn(area: number, day: string | undefined, signal: AbortSignal) {
  const [summary, grids, baseMap] = await Promise.all([
    readInForce(client(signal), area, day),
    readGridsInForce(client(signal), area, day),
    readBaseMap(client(signal), area),
  ])
  return { summary, grids, baseMap }
}

/** Everything that is in force in an area on a day. */
export type InForceOn = Awaited<ReturnType<typeof readOn>>

/** Reads what is in force in the area of the bar on top, on the day of the address (`?day=YYYY-MM-DD`), else today. */
export function useInForceOn() {
  const route = useRoute()
  const router = useRouter()
  const places = usePlace()
  const day = computed(() => {
    const given = route.query.day
    return typeof given === 'string' && DAY.test(given) ? given : null
  })
  const read = useRead(
    'in-force-on',
    () => (places.area ? { area: places.area.id, day: day.value } : null),
    async (of, signal) => (of ? readOn(of.area, of.day ?? undefined, signal) : null),
    { topics: ['plans', 'people', 'ground'] },
  )
  const choose = (to: string | null) =>
    void router.replace({ query: { ...route.query, day: to ?? undefined } })
  return { day, read, choose }
}
