import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { client } from '../data/client'
import * as plans from '../data/plans'
import type { Scheme } from '../data/schemes'
import { drawnChanges, type Drawn } from '../lib/plan/changes'
import { type Draft, type DraftPatch, gridId, isEmpty } from '../lib/plan/draft'
import type { Edit } from '../lib/plan/edits'
import { inOrder, type PlanFault } from '../lib/plan/faults'
import { type Figures, planBalance } from '../lib/plan/figures'
import type { Ground } from '../lib/plan/ground'
import {
  act,
  saved,
  type SavedEdit,
  type Step,
  stepBack,
  stepForward,
  type Timeline,
  timelineOf,
  unsavedEdits,
} from '../lib/plan/history'
import { LivePlan } from '../lib/plan/live'

export type SaveStage = 'saved' | 'unsaved' | 'saving' | 'failed'

function liveOf(
  ground: Ground,
  scheme: Scheme,
  { assignment, grids, borders, edits }: plans.PlanDetail,
): LivePlan {
  const stored = new Int32Array(ground.input.buildings.id.length).fill(-1)
  assignment.building.forEach((building, at) => {
    const place = ground.placeOf.get(building)
    if (place !== undefined) stored[place] = assignment.grid[at]
  })
  const rule = { targets: scheme.levels.map(({ target }) => target), tolerance: scheme.tolerance }
  const pins = edits.flatMap(({ patch, undone }) => (undone ? [] : (patch.pins ?? [])))
  const lockedBorders = edits.flatMap(({ patch, undone }) => (undone ? [] : (patch.borders ?? [])))
  return new LivePlan(ground, { assignment: stored, grids, borders, pins, lockedBorders }, rule)
}

/** The plan on the planner's table: its draft, history and figures, and whether it is saved. */
export const usePlan = defineStore('plan', () => {
  const ground = shallowRef<Ground | null>(null)
  const scheme = shallowRef<Scheme | null>(null)
  const head = shallowRef<plans.PlanHead | null>(null)
  const codes = shallowRef<ReadonlyMap<string, string>>(new Map())
  const live = shallowRef<LivePlan | null>(null)
  const timeline = shallowRef<Timeline | null>(null)
  const draft = shallowRef<Draft | null>(null)
  const figures = shallowRef<Figures>(new Map())
  const faults = shallowRef<PlanFault[]>([])
  const stage = ref<SaveStage>('saved')
  /** What the database holds, to tell what a save has to send. */
  const stored = shallowRef<Drawn | null>(null)
  const engine = shallowRef<plans.EngineRecord | null>(null)

  const targets = computed(() => scheme.value?.levels.map(({ target }) => target) ?? [])
  const leaf = computed(() => targets.value.length)
  const tolerance = computed(() => scheme.value?.tolerance ?? 0.1)
  const isEditable = computed(() => head.value?.state === 'draft')
  const balance = computed(
    () =>
      draft.value &&
      planBalance(draft.value.assignment, figures.value, { leaf: leaf.value, tolerance: tolerance.value }),
  )

  function show(now: LivePlan): void {
    draft.value = now.draft
    figures.value = now.figures
    faults.value = inOrder(now.faults())
  }

  /** Puts a plan on the table. */
  function open(onGround: Ground, withScheme: Scheme, detail: plans.PlanDetail): void {
    ground.value = onGround
    scheme.value = withScheme
    head.value = detail.plan
    codes.value = new Map(detail.grids.flatMap((grid) => (grid.code ? [[gridId(grid), grid.code]] : [])))
    live.value = liveOf(onGround, withScheme, detail)
    timeline.value = timelineOf(detail.edits)
    show(live.value)
    stored.value = { draft: live.value.draft, figures: live.value.figures }
    engine.value = null
    stage.value = 'saved'
  }

  /** Takes the plan off the table. */
  function close(): void {
    head.value = timeline.value = stored.value = live.value = draft.value = null
    figures.value = new Map()
    faults.value = []
  }

  function put(next: Timeline, patch: DraftPatch): void {
    if (!live.value) return
    live.value.apply(patch)
    timeline.value = next
    stage.value = 'unsaved'
    show(live.value)
  }

  /** Does an edit; nothing happens where it changes nothing or the plan is no draft. */
  function edit({ patch, sentence }: Edit): void {
    if (!timeline.value || !isEditable.value || isEmpty(patch)) return
    put(act(timeline.value, patch, sentence, new Date().toISOString()), patch)
  }

  function take(step: Step | null | false): void {
    if (step) put(step.timeline, step.patch)
  }
  const undo = () => take(isEditable.value && timeline.value && stepBack(timeline.value))
  const redo = () => take(isEditable.value && timeline.value && stepForward(timeline.value))

  function changes(now: Timeline, drawn: Drawn): plans.PlanChanges {
    if (!ground.value || !stored.value || !live.value) return {}
    const from = now.savedEdits + 1
    return {
      ...drawnChanges(ground.value, stored.value, drawn),
      borders: [live.value.borders()],
      edits: { from, list: now.edits.filter(({ number }) => number >= from) },
      ...(engine.value && { engine: engine.value }),
    }
  }

  /** Stores what changed; edits made meanwhile stay unsaved. Throws what `savePlan` throws. */
  async function save(): Promise<void> {
    const now = timeline.value
    if (!head.value || !now || !live.value || !isEditable.value) return
    const drawn = { draft: live.value.draft, figures: live.value.figures }
    stage.value = 'saving'
    try {
      head.value = await plans.savePlan(client(), head.value.id, head.value.version, changes(now, drawn))
      stored.value = drawn
      engine.value = null
      const isCurrent = timeline.value === now
      if (isCurrent) timeline.value = saved(now)
      stage.value = isCurrent ? 'saved' : 'unsaved'
    } catch (error) {
      stage.value = 'failed'
      throw error
    }
  }

  /**
   * Puts the newer version from the database in the place of this one and does the own unsaved edits on it again, as
   * far as they touch nothing that the other changed. Returns the edits that could not be done.
   */
  function mergeWith(detail: plans.PlanDetail): SavedEdit[] {
    if (!ground.value || !scheme.value || !timeline.value) return []
    const own = unsavedEdits(timeline.value)
    open(ground.value, scheme.value, detail)
    return own.filter(({ patch, sentence }) => {
      const fits = live.value?.fits(patch) ?? false
      if (fits) edit({ patch, sentence })
      return !fits
    })
  }

  return {
    ground,
    scheme,
    head,
    codes,
    live,
    timeline,
    draft,
    figures,
    targets,
    leaf,
    tolerance,
    faults,
    balance,
    isEditable,
    stage,
    engine,
    open,
    close,
    edit,
    undo,
    redo,
    save,
    mergeWith,
  }
})
