import { computed } from 'vue'
import { estimatesByCommunity } from '../../../plan/model/estimates'
import { useDesk } from '../desk/useDesk'

/**
 * Returns whether households of an area are estimates, as far as its places are read: how many of a plan's are not told before it
 * is opened, as what it leaves out and what was built since count in none.
 */
export function useEstimatesHere() {
  const { grounds } = useDesk()
  const codes = computed(() => {
    const input = grounds.ground.value?.input
    const sums = estimatesByCommunity(input)
    return (input?.communities ?? []).flatMap(({ id, code }) => ((sums.get(id) ?? 0) > 0 ? [code] : []))
  })
  const estimatesIn = ({ areaCode }: { areaCode: string }): 'some' | 0 =>
    codes.value.some((code) => code.startsWith(areaCode)) ? 'some' : 0
  return { estimatesIn }
}
