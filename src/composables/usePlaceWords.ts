import type { PlaceWords } from '../plan/files/export'
import { usePlace } from '../stores/place'
import type { AreaId } from '../lib/ids'

/** Returns what says a community and what it lies in, in the language of the interface. */
export function usePlaceWords(): (community: AreaId) => PlaceWords {
  const places = usePlace()
  return (community) => {
    const own = places.byId.get(community)
    const [street, district] = [own?.parentId, own?.districtId].map((id) => places.byId.get(id ?? 0))
    const words = (area: typeof own) => (area ? places.nameOf(area) : '')
    return {
      district: words(district),
      street: words(street),
      community: words(own),
      communityCode: own?.code ?? '',
    }
  }
}
