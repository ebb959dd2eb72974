import { computed } from 'vue'
import { useFormat } from '../../composables/useFormat'
import { usePlace } from '../../stores/place'

/** Returns which cases of the area the person does not see, so that the page says it. */
export function useLeftOut() {
  const place = usePlace()
  const format = useFormat()

  /** Names of the parts of the area that somebody answers for, who does not for all of it; else nothing. */
  const partly = computed(() => {
    const { seen, area } = place
    return seen.length && seen[0] !== area ? format.list(seen.map(place.nameOf)) : ''
  })
  /** Welfare and mediation are read by those who handle them. */
  const isApart = computed(() => place.seen.some(({ id }) => !place.may('handle-cases', id)))

  return { partly, isApart }
}
