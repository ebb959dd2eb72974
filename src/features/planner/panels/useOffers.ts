import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue'
import { gridId } from '../../../plan/model/draft'
import { usePlan } from '../../../stores/plan'
import { effectOn, type Offer, type OfferRule, offersFor, sourcesOf } from './neighbours'

/** Chosen buildings, the grid they are meant for (null for none in particular), and what grids are measured against. */
export interface Moving {
  places: MaybeRefOrGetter<readonly number[]>
  target: MaybeRefOrGetter<number | null>
  rule: MaybeRefOrGetter<OfferRule>
}

/**
 * Returns the grids that the buildings could go to, the one they are meant for first, and those that they would leave. No
 * grid holds buildings of several communities.
 */
export function useOffers({ places, target, rule }: Moving): {
  offers: ComputedRef<Offer[]>
  sources: ComputedRef<Offer[]>
} {
  const plan = usePlan()
  const offers = computed(() => {
    const { ground, draft, figures } = plan
    if (!ground || !draft) return []
    const [chosen, key, measure] = [toValue(places), toValue(target), toValue(rule)]
    const { community } = ground.input.buildings
    const [home, ...others] = new Set(chosen.map((place) => community[place]))
    if (others.length > 0) return []
    const isHere = key !== null && draft.grids.get(gridId({ level: measure.level, key }))?.community === home
    const wished = isHere ? effectOn(ground, draft, figures, chosen, key, measure) : null
    const near = offersFor(ground, draft, figures, chosen, measure)
    return wished ? [wished, ...near.filter((offer) => offer.key !== wished.key)] : near
  })
  const sources = computed(() => {
    const { ground, draft, figures } = plan
    return ground && draft ? sourcesOf(ground, draft, figures, toValue(places), toValue(rule)) : []
  })
  return { offers, sources }
}
