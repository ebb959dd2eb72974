import { defineStore } from 'pinia'
import { computed, ref, shallowRef, triggerRef } from 'vue'
import { client } from '../data/client'
import * as plans from '../data/plans'
import type { Scheme } from '../data/schemes'
import { toDataError } from '../lib/errors'
import type { StoredState } from '../plan/together/difference'
import { type Draft, type DraftPatch, gridId, invert, isEmpty } from '../plan/model/draft'
import type { Edit } from '../plan/edits/edits'
import { inOrder, type PlanFault } from '../plan/model/faults'
import { type Counts, type Figures, planBalance, storedCounts } from '../plan/model/figures'
import type { Ground } from '../plan/model/ground'
import {
  act,
  saved,
  type Step,
  stepBack,
  stepForward,
  storedCount,
  type Timeline,
  timelineOf,
} from '../plan/model/history'
import { changedFaces } from '../plan/model/ground-patch'
import type { LivePlan } from '../plan/model/live'
import { resumed, type Unsaved, wayBack } from '../plan/model/unsaved'
import { inSlices } from '../lib/slices'
import { changesTo, liveInSteps, storedState } from './plan-detail'
import { useSession } from './session'
import { serverDate } from '../lib/clock'

/** Brings a plan in step with patches, in slices; where one does not fit the plan is as before. */
async function applyAll(live: LivePlan, patches: readonly DraftPatch[]): Promise<boolean> {
  for (const [at, patch] of patches.entries()) {
    if (live.fits(patch)) await inSlices(live.applyInSteps(patch))
    else {
      for (const done of patches.slice(0, at).toReversed()) live.apply(invert(done))
      return false
    }
  }
  return true
}

/** Why a save does not go through though nothing failed: somebody else was there first. */
export const NEWER: ReadonlySet<string> = new Set(['plan-version-newer', 'plan-not-draft'])

/** A change of so many faces, about ten grids, is made in slices. */
const MANY_FACES = 100

export type SaveStage = 'saved' | 'unsaved' | 'saving' | 'failed'

/** The plan on the planner's table: its draft, history and figures, and whether it is saved. */
export const usePlan = defineStore('plan', () => {
  const ground = shallowRef<Ground | null>(null)
  const scheme = shallowRef<Scheme | null>(null)
  const head = shallowRef<plans.PlanHead | null>(null)
  const codes = shallowRef<ReadonlyMap<string, string>>(new Map())
  /** A plan as it was read, to be looked at until it can be drawn on. */
  const sheet = shallowRef<plans.PlanDetail | null>(null)
  const live = shallowRef<LivePlan | null>(null)
  const timeline = shallowRef<Timeline | null>(null)
  const draft = shallowRef<Draft | null>(null)
  const figures = shallowRef<Figures>(new Map())
  const faults = shallowRef<PlanFault[]>([])
  const stage = ref<SaveStage>('saved')
  /** What the database holds, to tell what a save has to send. */
  const stored = shallowRef<StoredState | null>(null)

  const targets = computed(() => scheme.value?.levels.map(({ target }) => target) ?? [])
  const leaf = computed(() => targets.value.length)
  const tolerance = computed(() => scheme.value?.tolerance ?? 0.1)
  const session = useSession()
  const mayDraw = computed(() => session.holds(['planner', 'admin']))
  const isEditable = computed(() => mayDraw.value && head.value?.state === 'draft' && live.value !== null)
  /** Somebody may lead the plan on. Once it is published its locks mean nothing. */
  const isUnderWork = computed(() => head.value?.state === 'draft' || head.value?.state === 'submitted')
  let opening = 0
  /** How often a plan was read and put on the table: what was not saved of the one before is no longer there. */
  const openings = ref(0)
  /** A large change that is under way. */
  let settling: Promise<void> | null = null
  /** What is known of every grid, of a plan that can only be looked at as well. */
  const counts = computed<Counts>(() =>
    live.value ? figures.value : storedCounts(sheet.value?.grids ?? [], targets.value),
  )
  const balance = computed(() => {
    if (!draft.value && !sheet.value) return null
    const rule = { leaf: leaf.value, tolerance: tolerance.value }
    return planBalance(draft.value?.assignment ?? null, counts.value, rule)
  })

  function show(now: LivePlan): void {
    draft.value = now.draft
    figures.value = now.figures
    faults.value = inOrder(now.faults())
    // The live plan is the same object after an edit: what was worked out from it is old.
    triggerRef(live)
  }

  /** Shows a plan before its ground is there: it can be looked at, not yet drawn on. */
  function preview(withScheme: Scheme, detail: plans.PlanDetail): void {
    close()
    scheme.value = withScheme
    head.value = detail.plan
    sheet.value = detail
  }

  /** Puts a plan on the table, in slices, so that the page answers meanwhile; a later call overtakes an earlier one. */
  async function open(onGround: Ground, withScheme: Scheme, detail: plans.PlanDetail): Promise<void> {
    const mine = ++opening
    const onTable = await inSlices(liveInSteps(onGround, withScheme, detail))
    if (mine !== opening) return
    ground.value = onGround
    scheme.value = withScheme
    openings.value++
    lay(detail, onTable)
  }

  /** Puts a plan on the table that is drawn on the ground and under the scheme of the one that lies there. */
  function lay(detail: plans.PlanDetail, onTable: LivePlan): void {
    head.value = detail.plan
    codes.value = new Map(detail.grids.flatMap((grid) => (grid.code ? [[gridId(grid), grid.code]] : [])))
    live.value = onTable
    sheet.value = null
    timeline.value = timelineOf(detail.edits)
    show(onTable)
    stored.value = storedState(onTable, detail)
    stage.value = 'saved'
  }

  /** Takes the plan off the table. */
  function close(): void {
    opening++
    head.value = sheet.value = timeline.value = stored.value = live.value = draft.value = null
    figures.value = new Map()
    faults.value = []
  }

  /** Brings the plan in step with a patch: at once, or in slices where it changes much. */
  function put(next: Timeline, patch: DraftPatch): void {
    const now = live.value
    if (!now) return
    const finish = () => {
      if (live.value !== now) return
      timeline.value = next
      stage.value = 'unsaved'
      show(now)
    }
    if (changedFaces(patch.ground) < MANY_FACES) {
      now.apply(patch)
      finish()
    } else {
      settling = inSlices(now.applyInSteps(patch))
        .then(finish)
        .finally(() => (settling = null))
    }
  }

  /** What comes while the plan is being brought in step waits its turn. */
  function inTurn(work: () => void): void {
    if (settling) void settling.then(() => inTurn(work))
    else work()
  }

  /** Does an edit; nothing happens where it changes nothing or the plan is no draft. */
  function edit({ patch, sentence }: Edit): void {
    inTurn(() => {
      if (!timeline.value || !isEditable.value || isEmpty(patch)) return
      put(act(timeline.value, patch, sentence, serverDate().toISOString()), patch)
    })
  }

  function step(towards: (timeline: Timeline) => Step | null): void {
    inTurn(() => {
      const taken = isEditable.value && timeline.value && towards(timeline.value)
      if (taken) put(taken.timeline, taken.patch)
    })
  }
  const undo = () => step(stepBack)
  const redo = () => step(stepForward)

  /** Goes back or forward along the history until so many edits are done; large ones take their time. */
  function goTo(position: number): void {
    inTurn(() => {
      let left = Infinity
      while (!settling && timeline.value) {
        const ahead = position - timeline.value.position
        if (Math.abs(ahead) >= left || ahead === 0) return
        left = Math.abs(ahead)
        step(ahead < 0 ? stepBack : stepForward)
      }
      if (settling) goTo(position)
    })
  }

  /**
   * Puts what was kept back on the version that it was made on. Where a later one is stored by now, the plan goes back to that
   * version and is behind, as it was; false where its history does not lead there, and nothing is done.
   */
  async function resume(kept: Unsaved): Promise<boolean> {
    while (settling) await settling
    const [now, after, newest] = [live.value, timeline.value, head.value]
    if (!now || !after || !newest || !isEditable.value || newest.version < kept.version) return false
    const isBehind = newest.version > kept.version
    const back = isBehind ? wayBack(after, kept.base) : []
    if (!back) return false
    const before = isBehind ? timelineOf(after.edits.slice(0, kept.base.done)) : after
    const next = resumed(before, kept)
    let isWhole = false
    settling = (async () => {
      if (!(await applyAll(now, back))) return
      const base = { draft: now.draft, figures: now.figures, borders: [now.borders()] }
      isWhole = await applyAll(now, next.patches)
      if (!isWhole) for (const patch of back.toReversed()) now.apply(invert(patch))
      if (!isWhole || live.value !== now) return
      if (isBehind) {
        head.value = { ...newest, version: kept.version }
        stored.value = base
      }
      timeline.value = next.timeline
      stage.value = 'unsaved'
      show(now)
    })().finally(() => (settling = null))
    await settling
    return isWhole
  }

  /** Takes what is not saved as done with: it lies elsewhere, and this plan is about to be left. */
  function setAside(): void {
    if (timeline.value) timeline.value = saved(timeline.value, timeline.value)
    stage.value = 'saved'
  }

  /** Stores what changed; edits made meanwhile stay unsaved. Throws what `savePlan` throws. */
  async function save(): Promise<void> {
    while (settling) await settling
    const [onTable, before, now] = [live.value, head.value, timeline.value]
    if (!onTable || !before || !now || !stored.value || !isEditable.value) return
    const drawn = { draft: onTable.draft, figures: onTable.figures }
    const borders = [onTable.borders()]
    const from = storedCount(now) + 1
    const edits = { from, list: now.edits.filter(({ number }) => number >= from) }
    const isLeft = () => live.value !== onTable
    stage.value = 'saving'
    try {
      const sent = { ...changesTo(onTable, stored.value, borders), edits }
      const after = await plans.savePlan(client(), before.id, before.version, sent)
      if (isLeft()) return
      head.value = after
      stored.value = { ...drawn, borders }
      const isCurrent = timeline.value === now
      if (timeline.value) timeline.value = saved(timeline.value, now)
      stage.value = isCurrent ? 'saved' : 'unsaved'
    } catch (error) {
      if (!isLeft()) stage.value = NEWER.has(toDataError(error).code) ? 'unsaved' : 'failed'
      throw error
    }
  }

  return {
    ground,
    scheme,
    head,
    sheet,
    codes,
    live,
    timeline,
    draft,
    figures,
    targets,
    leaf,
    tolerance,
    faults,
    counts,
    balance,
    mayDraw,
    isEditable,
    isUnderWork,
    openings,
    stage,
    stored,
    preview,
    open,
    lay,
    close,
    edit,
    undo,
    redo,
    goTo,
    resume,
    setAside,
    save,
  }
})
