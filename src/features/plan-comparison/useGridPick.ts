import { type Ref, ref, watch } from 'vue'
import type { GridPair, LevelComparison } from '../../data/plans/plan-outputs'
import type { Pick } from '../../map/pick'
import type { SideChoice } from './useComparison'

/** Returns the keys of the grids that are chosen on either side, and how they are: none once other drawings are compared. */
export function useGridPick(
  level: Ref<LevelComparison | null>,
  compared: Ref<{ a: SideChoice; b: SideChoice }>,
) {
  const picked = ref<{ from: number[]; to: number[] }>({ from: [], to: [] })
  watch(compared, (now, before) => {
    if (now.a !== before.a || now.b !== before.b) picked.value = { from: [], to: [] }
  })

  /** A grid chosen on one side shows the grids it has buildings in common with on the other. */
  function pick(side: 'from' | 'to', found: Pick | null): void {
    const key = found?.layer === 'grids-fill' ? Number(found.id) : null
    const other = side === 'from' ? 'to' : 'from'
    const pairs = level.value?.pairs.filter((pair) => pair[side] === key) ?? []
    const keys = { [side]: key === null ? [] : [key], [other]: pairs.map((pair) => pair[other]) }
    picked.value = keys as typeof picked.value
  }

  function pickPair({ from, to }: GridPair): void {
    picked.value = { from: [from], to: [to] }
  }

  return { picked, pick, pickPair }
}
