import type { Ref } from 'vue'
import { useKeys } from '../../composables/useKeys'
import { usePlan } from '../../stores/plan'
import { type Tool, TOOLS } from './tools'

/** The planner's keys, listened for as long as the page lives. */
export function usePlannerKeys(page: {
  tool: Ref<Tool>
  save: () => void
  /** Gives the picked buildings to one of the grids on offer, counted from 0. */
  accept: (offer: number) => void
  clear: () => void
}): void {
  const plan = usePlan()
  const tools = Object.fromEntries(TOOLS.map(({ tool, key }) => [key, () => (page.tool.value = tool)]))
  useKeys({
    ...tools,
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [String(index + 1), () => page.accept(index)]),
    ),
    enter: () => page.accept(0),
    'mod+z': () => plan.undo(),
    'mod+shift+z': () => plan.redo(),
    'mod+y': () => plan.redo(),
    'mod+s': page.save,
    escape: () => {
      page.tool.value = 'select'
      page.clear()
    },
  })
}
