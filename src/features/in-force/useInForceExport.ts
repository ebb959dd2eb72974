import { useI18n } from 'vue-i18n'
import { type FileWish, useFiles } from '../../composables/useFiles'
import { usePlaceWords } from '../../composables/usePlaceWords'
import { client } from '../../data/client'
import { readPlanningInput } from '../../data/maps/places'
import { readPlan } from '../../data/plans/plans'
import { usePlace } from '../../stores/place'
import { contentsInForce } from './contents'
import type { InForceOn } from './useInForceOn'

/** Hands out what is in force on a day, over all plans. */
export function useInForceExport() {
  const { t } = useI18n()
  const places = usePlace()
  const placeOf = usePlaceWords()
  const files = useFiles()

  async function handOut({ summary, grids }: InForceOn, wish: FileWish): Promise<void> {
    const [input, ...plans] = await Promise.all([
      readPlanningInput(client(), summary.area),
      ...summary.plans.map(({ id }) => readPlan(client(), id)),
    ])
    const assignments = new Map(plans.map(({ plan, assignment }) => [plan.id, assignment]))
    const standing = t('inForce.standing', { day: summary.day })
    const kindOf = (kind: InForceOn['grids'][number]['kind']) =>
      t(`setup.grid.kinds.${kind ?? 'residential'}`)
    const contents = contentsInForce(grids, { input, assignments, placeOf, kindOf, standing })
    const area = places.byId.get(summary.area)
    await files.handOut(contents, wish, [area ? places.nameOf(area) : '', t('inForce.title'), summary.day])
  }

  return { handOut }
}
