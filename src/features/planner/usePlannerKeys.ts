import type { Ref } from 'vue'
import { useKeys } from '../../composables/useKeys'
import { usePlan } from '../../stores/plan'
import { type Tool, TOOLS } from './tools'
import type { useSelection } from './useSelection'

/** The planner's keys, listened for as long as the page lives. */
export function usePlannerKeys(page: {
  tool: Ref<Tool>
  selection: ReturnType<typeof useSelection>
  save: () => void
}): void {
  const plan = usePlan()
  const tools = Object.fromEntries(TOOLS.map(({ tool, key }) => [key, () => (page.tool.value = tool)]))
  useKeys({
    ...tools,
    'mod+z': () => plan.undo(),
    'mod+shift+z': () => plan.redo(),
    'mod+y': () => plan.redo(),
    'mod+s': page.save,
    escape: () => {
      page.tool.value = 'select'
      page.selection.clear()
    },
  })
}
