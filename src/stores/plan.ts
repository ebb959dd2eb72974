import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { client } from '../data/client'
import * as plans from '../data/plans'
import type { Scheme } from '../data/schemes'
import { drawnChanges, type Drawn } from '../lib/plan/changes'
import { type Draft, emptyDraft, type GridFacts, gridId, isEmpty } from '../lib/plan/draft'
import type { Edit } from '../lib/plan/edits'
import { planFaults } from '../lib/plan/faults'
import { type Figures, planBalance, planFigures } from '../lib/plan/figures'
import type { Ground } from '../lib/plan/ground'
import { act, saved, stepBack, stepForward, type Timeline, timelineOf } from '../lib/plan/history'

export type SaveStage = 'saved' | 'unsaved' | 'saving' | 'failed'

/** Returns the draft that the database holds. */
function storedDraft(ground: Ground, detail: plans.PlanDetail): Draft {
  const draft = emptyDraft(ground.input.buildings.id.length)
  const assignment = draft.assignment.slice()
  detail.assignment.building.forEach((building, at) => {
    const place = ground.placeOf.get(building)
    if (place !== undefined) assignment[place] = detail.assignment.grid[at]
  })
  const grids = detail.grids.map(({ level, key, community, parent, name, locked }): [string, GridFacts] => [
    gridId({ level, key }),
    { level, key, community, parent, name, locked },
  ])
  return { ...draft, assignment, grids: new Map(grids) }
}

/** The plan on the planner's table: its draft, history and figures, what is selected, and whether it is saved. */
export const usePlan = defineStore('plan', () => {
  const ground = shallowRef<Ground | null>(null)
  const scheme = shallowRef<Scheme | null>(null)
  const head = shallowRef<plans.PlanHead | null>(null)
  const remarks = shallowRef<plans.PlanRemark[]>([])
  const codes = shallowRef<ReadonlyMap<string, string>>(new Map())
  const timeline = shallowRef<Timeline | null>(null)
  const figures = shallowRef<Figures>(new Map())
  const stage = ref<SaveStage>('saved')
  const failure = shallowRef<unknown>(null)
  /** What the database holds, to tell what a save has to send. */
  const stored = shallowRef<Drawn | null>(null)
  const engine = shallowRef<plans.EngineRecord | null>(null)

  const draft = computed(() => timeline.value?.draft ?? null)
  const targets = computed(() => scheme.value?.levels.map(({ target }) => target) ?? [])
  const leaf = computed(() => targets.value.length)
  const tolerance = computed(() => scheme.value?.tolerance ?? 0.1)
  const isEditable = computed(() => head.value?.state === 'draft')
  const faults = computed(() =>
    ground.value && draft.value ? planFaults(ground.value, draft.value, figures.value, tolerance.value) : [],
  )
  const balance = computed(
    () =>
      draft.value &&
      planBalance(draft.value, figures.value, { leaf: leaf.value, tolerance: tolerance.value }),
  )

  /** Puts a plan on the table. */
  function open(onGround: Ground, withScheme: Scheme, detail: plans.PlanDetail): void {
    ground.value = onGround
    scheme.value = withScheme
    head.value = detail.plan
    remarks.value = detail.remarks
    codes.value = new Map(detail.grids.flatMap((grid) => (grid.code ? [[gridId(grid), grid.code]] : [])))
    const draftStored = storedDraft(onGround, detail)
    timeline.value = timelineOf(draftStored, detail.edits)
    figures.value = planFigures(onGround, draftStored, targets.value)
    stored.value = { draft: draftStored, figures: figures.value }
    engine.value = null
    stage.value = 'saved'
    failure.value = null
  }

  /** Takes the plan off the table. */
  function close(): void {
    head.value = timeline.value = stored.value = null
    figures.value = new Map()
  }

  function show(next: Timeline): void {
    if (!ground.value || !timeline.value) return
    const before = { figures: figures.value, draft: timeline.value.draft }
    figures.value = planFigures(ground.value, next.draft, targets.value, before)
    timeline.value = next
    stage.value = 'unsaved'
  }

  /** Does an edit; nothing happens where it changes nothing or the plan is no draft. */
  function edit({ patch, sentence }: Edit): void {
    if (!timeline.value || !isEditable.value || isEmpty(patch)) return
    show(act(timeline.value, patch, sentence, new Date().toISOString()))
  }

  function undo(): void {
    const next = timeline.value && isEditable.value && stepBack(timeline.value)
    if (next) show(next)
  }

  function redo(): void {
    const next = timeline.value && isEditable.value && stepForward(timeline.value)
    if (next) show(next)
  }

  function changes(now: Timeline): plans.PlanChanges {
    if (!ground.value || !stored.value) return {}
    const from = now.savedEdits + 1
    return {
      ...drawnChanges(ground.value, stored.value, { draft: now.draft, figures: figures.value }),
      edits: { from, list: now.edits.filter(({ number }) => number >= from) },
      ...(engine.value && { engine: engine.value }),
    }
  }

  /** Stores what changed; edits made meanwhile stay unsaved. Throws what `savePlan` throws. */
  async function save(): Promise<void> {
    const now = timeline.value
    if (!head.value || !now || !isEditable.value) return
    const drawn = { draft: now.draft, figures: figures.value }
    stage.value = 'saving'
    try {
      head.value = await plans.savePlan(client(), head.value.id, head.value.version, changes(now))
      stored.value = drawn
      engine.value = failure.value = null
      const isCurrent = timeline.value === now
      if (isCurrent) timeline.value = saved(now)
      stage.value = isCurrent ? 'saved' : 'unsaved'
    } catch (error) {
      stage.value = 'failed'
      failure.value = error
      throw error
    }
  }

  return {
    ground,
    scheme,
    head,
    remarks,
    codes,
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
    failure,
    engine,
    open,
    close,
    edit,
    undo,
    redo,
    save,
  }
})
