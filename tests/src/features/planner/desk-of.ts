import { mount } from '@vue/test-utils'
import { type Component, computed, defineComponent, h, provide, ref, shallowRef } from 'vue'
import { useSituation } from '../../../../src/features/planner/desk/situation'
import { useChoice } from '../../../../src/features/planner/desk/useChoice'
import { type Desk, DESK } from '../../../../src/features/planner/desk/useDesk'
import { useGridDeeds } from '../../../../src/features/planner/desk/useGridDeeds'
import { useMoves } from '../../../../src/features/planner/desk/useMoves'
import type { useSelection } from '../../../../src/features/planner/desk/useSelection'
import { i18n } from '../../../../src/i18n'
import { usePlan } from '../../../../src/stores/plan'

/** What is chosen, as the address would say it. */
export interface Chosen {
  grids?: number[]
  building?: number | null
  level?: number | null
}

function selectionOf({ grids = [], building = null, level = null }: Chosen) {
  const keys = ref(grids)
  return {
    grids: keys,
    grid: computed(() => keys.value[0] ?? null),
    building: ref(building),
    level: ref(level),
    chooseGrids: (chosen: number[]) => (keys.value = chosen),
  } as unknown as ReturnType<typeof useSelection>
}

/** Parts of the desk that a test has its own of. */
export type OwnParts = Partial<Record<keyof Desk, unknown>>

/** Mounts a component at a desk with the plan of the store, where no database and no map is needed. */
export function mountAtDesk(
  component: Component,
  chosen: Chosen,
  props: Record<string, unknown> = {},
  own: OwnParts = {},
) {
  let made: Desk | undefined
  const host = defineComponent({
    setup() {
      const plan = usePlan()
      const partition = { isRunning: ref(false), start: () => undefined } as never
      const choice = useChoice(
        computed(() => plan.ground),
        selectionOf(chosen),
      )
      const [moves, deeds] = [useMoves(choice), useGridDeeds(choice, partition)]
      const situation = useSituation(choice, moves, {
        isStepping: () => false,
        isBusy: () => false,
        isBehind: () => false,
        isAsked: () => plan.head !== null,
      })
      const parts = { palette: shallowRef(false), help: ref(false), table: ref(false) }
      made = {
        plan,
        choice,
        moves,
        deeds,
        situation,
        parts,
        partition,
        view: { show: () => undefined },
        grounds: { ground: computed(() => plan.ground) },
        area: ref(null),
        standing: { replaced: shallowRef(new Map()), communities: ref(0) },
        looking: { show: () => undefined, chooseInTable: () => undefined },
        ...own,
      } as never
      provide(DESK, made as Desk)
      return () => h(component, props)
    },
  })
  const wrapper = mount(host, { global: { plugins: [i18n] }, attachTo: document.body })
  return { wrapper, desk: made as Desk }
}
