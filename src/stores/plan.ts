import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { client } from '../data/client'
import * as plans from '../data/plans/plans'
import type { Scheme } from '../data/plans/schemes'
import { toDataError } from '../lib/errors'
import type { Action } from '../lib/rights'
import { changesTo, type StoredState } from '../plan/together/changes'
import { type DraftPatch, isEmpty } from '../plan/model/draft'
import { gridId } from '../plan/model/ids'
import type { Edit } from '../plan/edits/edits'
import type { PlanFault } from '../plan/model/faults'
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
import type { LivePlan } from '../plan/model/live'
import { resumed, type Unsaved, wayBack } from '../plan/model/unsaved'
import { inSlices } from '../lib/slices'
import { liveInSteps, storedState } from './plan-detail'
import { usePlanChanges } from './plan-changes'
import { usePlace } from './place'
import { useSession } from './session'
import { serverDate, steadyNow } from '../lib/time/clock'

/** Why a save does not go through though nothing failed: somebody else was there first. */
export const NEWER: ReadonlySet<string> = new Set(['plan-version-newer', 'plan-not-draft'])

/** Of no plan: the same each time, so that nothing is worked out anew. */
const NO_FIGURES: Figures = new Map()

export type SaveStage = 'saved' | 'unsaved' | 'saving' | 'failed'

/** The plan on the planner's table: its draft, history and figures, and whether it is saved. */
export const usePlan = defineStore('plan', () => {
  const ground = shallowRef<Ground | null>(null)
  const scheme = shallowRef<Scheme | null>(null)
  const head = shallowRef<plans.PlanHead | null>(null)
  const codes = shallowRef<ReadonlyMap<string, string>>(new Map())
  /** A plan as it was read, to be looked at until it can be drawn on. */
  const storedDetail = shallowRef<plans.PlanDetail | null>(null)
  const changes = usePlanChanges()
  const { snapshot, live, drawing, isSettling } = changes
  const timeline = shallowRef<Timeline | null>(null)
  const draft = computed(() => snapshot.value?.draft ?? null)
  const figures = computed<Figures>(() => snapshot.value?.figures ?? NO_FIGURES)
  const faults = computed<readonly PlanFault[]>(() => snapshot.value?.faults ?? [])
  const stage = ref<SaveStage>('saved')
  /** What a save under way sends, and since when (milliseconds of the steady clock); null where there is none. */
  const sending = shallowRef<{ grids: number; sinceMs: number } | null>(null)
  /** What the database holds, to tell what a save has to send. */
  const stored = shallowRef<StoredState | null>(null)

  const targets = computed(() => scheme.value?.levels.map(({ target }) => target) ?? [])
  const leaf = computed(() => targets.value.length)
  const tolerance = computed(() => scheme.value?.tolerance ?? 0.1)
  const session = useSession()
  const place = usePlace()
  /** Whether the person may in the area of the plan, or somewhere as long as none is open. */
  const may = (action: Action): boolean =>
    head.value ? place.may(action, head.value.areaId) : session.mayAnywhere(action)
  const mayDraw = computed(() => may('draw'))
  const mayDecide = computed(() => may('publish'))
  const isEditable = computed(() => mayDraw.value && head.value?.state === 'draft' && snapshot.value !== null)
  /** Somebody may lead the plan on. Once it is published its locks mean nothing. */
  const isUnderWork = computed(() => head.value?.state === 'draft' || head.value?.state === 'submitted')
  /** What is known of every grid, of a plan that can only be looked at as well. */
  const counts = computed<Counts>(() =>
    snapshot.value ? figures.value : storedCounts(storedDetail.value?.grids ?? [], targets.value),
  )
  const balance = computed(() => {
    if (!draft.value && !storedDetail.value) return null
    const rule = { leaf: leaf.value, tolerance: tolerance.value }
    return planBalance(draft.value?.assignment ?? null, counts.value, rule)
  })

  /** Shows a plan before its ground is there: it can be looked at, not yet drawn on. */
  function preview(withScheme: Scheme, detail: plans.PlanDetail): void {
    close()
    scheme.value = withScheme
    head.value = detail.plan
    storedDetail.value = detail
  }

  /** Opens a plan, in slices, so that the page answers meanwhile; once it is called off nothing is done. */
  async function open(
    onGround: Ground,
    withScheme: Scheme,
    detail: plans.PlanDetail,
    signal?: AbortSignal,
  ): Promise<void> {
    const opened = await inSlices(liveInSteps(onGround, withScheme, detail))
    if (signal?.aborted) return
    ground.value = onGround
    scheme.value = withScheme
    load(detail, opened)
  }

  /** Opens a plan that is drawn on the ground and under the scheme of the one that lies there. */
  function load(detail: plans.PlanDetail, opened: LivePlan): void {
    head.value = detail.plan
    codes.value = new Map(detail.grids.flatMap((grid) => (grid.code ? [[gridId(grid), grid.code]] : [])))
    changes.take(opened)
    storedDetail.value = null
    timeline.value = timelineOf(detail.edits)
    stored.value = storedState(opened, detail)
    stage.value = 'saved'
  }

  /** Closes the plan. */
  function close(): void {
    head.value = storedDetail.value = timeline.value = stored.value = null
    changes.take(null)
  }

  function put(next: Timeline, patch: DraftPatch): void {
    changes.apply(patch, () => {
      timeline.value = next
      stage.value = 'unsaved'
    })
  }

  /** Does an edit; nothing happens where it changes nothing or the plan is no draft. */
  function edit({ patch, sentence }: Edit): void {
    changes.enqueue(() => {
      if (!timeline.value || !isEditable.value || isEmpty(patch)) return
      put(act(timeline.value, patch, sentence, serverDate().toISOString()), patch)
    })
  }

  function step(towards: (timeline: Timeline) => Step | null): void {
    changes.enqueue(() => {
      const taken = isEditable.value && timeline.value && towards(timeline.value)
      if (taken) put(taken.timeline, taken.patch)
    })
  }
  const undo = () => step(stepBack)
  const redo = () => step(stepForward)

  /** Goes back or forward along the history until so many edits are done; large ones take their time. */
  function goTo(position: number): void {
    changes.enqueue(() => {
      let left = Infinity
      while (!changes.isUnderWay() && timeline.value) {
        const ahead = position - timeline.value.position
        if (Math.abs(ahead) >= left || ahead === 0) return
        left = Math.abs(ahead)
        step(ahead < 0 ? stepBack : stepForward)
      }
      if (changes.isUnderWay()) goTo(position)
    })
  }

  /**
   * Puts what was kept back on the version that it was made on. Where a later one is stored by now, the plan goes back to that
   * version and is behind, as it was; false where its history does not lead there, and nothing is done.
   */
  async function resume(kept: Unsaved): Promise<boolean> {
    await changes.settled()
    const [after, newest] = [timeline.value, head.value]
    if (!after || !newest || !isEditable.value || newest.version < kept.version) return false
    const isBehind = newest.version > kept.version
    const back = isBehind ? wayBack(after, kept.base) : []
    if (!back) return false
    const before = isBehind ? timelineOf(after.edits.slice(0, kept.base.done)) : after
    const next = resumed(before, kept)
    let base: StoredState | null = null
    const isWhole = await changes.rebase(back, next.patches, (there) => {
      base = { draft: there.draft, figures: there.figures, borders: [there.borders()] }
    })
    if (!isWhole) return false
    if (isBehind) {
      head.value = { ...newest, version: kept.version }
      stored.value = base
    }
    timeline.value = next.timeline
    stage.value = 'unsaved'
    return true
  }

  /** Takes what is not saved as done with: it lies elsewhere, and this plan is about to be left. */
  function setAside(): void {
    if (timeline.value) timeline.value = saved(timeline.value, timeline.value)
    stage.value = 'saved'
  }

  /** Stores what changed; edits made meanwhile stay unsaved. Throws what `savePlan` throws. */
  async function save(): Promise<void> {
    await changes.settled()
    const [current, before, now] = [snapshot.value, head.value, timeline.value]
    const session = drawing.value
    if (!current || !before || !now || !stored.value || !isEditable.value) return
    const drawn = { draft: current.draft, figures: current.figures }
    const borders = [current.borders()]
    const from = storedCount(now) + 1
    const edits = { from, list: now.edits.filter(({ number }) => number >= from) }
    const isLeft = () => drawing.value !== session
    stage.value = 'saving'
    try {
      const sent = { ...changesTo(current, stored.value, borders), edits }
      sending.value = { grids: sent.grids?.length ?? 0, sinceMs: steadyNow() }
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
    } finally {
      sending.value = null
    }
  }

  return {
    ground,
    scheme,
    head,
    sending,
    storedDetail,
    codes,
    snapshot,
    live,
    drawing,
    isSettling,
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
    mayDecide,
    isEditable,
    isUnderWork,
    stage,
    stored,
    preview,
    open,
    load,
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
