import { useEventListener } from '@vueuse/core'
import { ElMessage } from 'element-plus'
import { onScopeDispose, type Ref, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { afterFrame } from '../../../../lib/frames'
import { keptChanges, type Unsaved, unsavedOf } from '../../../../plan/model/unsaved'
import { openShelf } from './unsaved-shelf'
import { usePlan } from '../../../../stores/plan'
import { usePlanMerge } from '../../../../stores/plan-merge'
import { useSession } from '../../../../stores/session'

/** A window that was left a moment ago lets go within this time. */
const PATIENCE_MS = 2000

/**
 * Waits until this window alone may keep the work of a name, which it then may until the signal; several would overwrite each
 * other's. Rejects where it is given up before. A page that did not come over a safe connection cannot know of other windows.
 */
function claim(name: string, signal: AbortSignal): Promise<void> {
  if (!('locks' in navigator)) return Promise.resolve()
  const untilGone = new Promise((resolve) => signal.addEventListener('abort', resolve))
  return new Promise((resolve, reject) => {
    const hold = () => {
      resolve()
      return untilGone
    }
    navigator.locks.request(`gridward-unsaved-${name}`, { signal }, hold).catch(reject)
  })
}

/** The keeping of what is not saved. */
export interface KeptWork {
  /** All that is not saved is kept. */
  isKept: Readonly<Ref<boolean>>
  /** Another window of the same person keeps its own work on the draft instead. */
  isElsewhere: Readonly<Ref<boolean>>
  /**
   * Puts what was kept back on the plan that was opened, and keeps from then on what is done to it. Resolves when that is
   * done, or when it is plain that another window has the plan.
   */
  takeUp: () => Promise<void>
  /** Keeps what is there, and lets go of the plan. */
  leave: () => void
}

/**
 * Keeps what is not saved in the browser, and puts it back when the draft is opened again: after a reload, a crash, or a look at
 * another page. What is not kept is asked for before the window closes.
 */
export function useKeptWork(): KeptWork {
  const { t } = useI18n()
  const plan = usePlan()
  const merging = usePlanMerge()
  const session = useSession()
  const shelf = openShelf()
  /** Under which name the work on the open plan is kept; none until what was kept before is put back. */
  let name: string | null = null
  const isKept = ref(false)
  const isElsewhere = ref(false)
  let openPlan = new AbortController()
  let callOff = () => {}

  function leave(): void {
    keep()
    openPlan.abort()
    name = null
    isKept.value = isElsewhere.value = false
  }

  async function putBack(kept: Unsaved, signal: AbortSignal): Promise<void> {
    const changes = keptChanges(kept)
    const isBack = plan.stage === 'saved' && (await plan.resume(kept))
    if (signal.aborted || changes.length === 0) return
    if (isBack) ElMessage.info(t('together.resumed', changes.length))
    else {
      merging.leaveOut(changes)
      ElMessage.warning(t('together.notResumed', changes.length))
    }
  }

  async function takeUp(): Promise<void> {
    leave()
    if (!plan.isEditable) return
    const { signal } = (openPlan = new AbortController())
    const one = `${session.user?.id}-${plan.head?.id}`
    const claimed = claim(one, signal)
    await Promise.race([resume(one, claimed, signal), untilPatienceEnds(claimed, signal)])
  }

  /** Resolves when it is plain that another window has the plan, and says so; or when the plan is left. */
  function untilPatienceEnds(claimed: Promise<void>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = setTimeout(() => {
        isElsewhere.value = true
        resolve()
      }, PATIENCE_MS)
      signal.addEventListener('abort', () => resolve())
      for (const end of [claimed, new Promise((left) => signal.addEventListener('abort', left))])
        void end.catch(() => undefined).then(() => clearTimeout(waiting))
    })
  }

  async function resume(one: string, claimed: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await claimed
      isElsewhere.value = false
      const kept = await shelf.take(one)
      if (signal.aborted) return
      if (kept) await putBack(kept, signal)
      if (signal.aborted) return
      name = one
      keep()
    } catch {
      // The browser keeps nothing, or the plan was left: `isKept` says so to who closes the window.
    }
  }

  function keep(): void {
    callOff()
    const { timeline, head } = plan
    if (!name || !timeline || !head) return
    const isAll = () => plan.timeline === timeline && plan.head === head
    shelf.put(name, unsavedOf(timeline, head.version)).then(
      () => (isKept.value = isAll()),
      () => (isKept.value = false),
    )
  }

  watch([() => plan.timeline, () => plan.head], () => {
    callOff()
    isKept.value = false
    if (document.hidden || plan.stage === 'saved') keep()
    else callOff = afterFrame(keep)
  })

  function warn(event: BeforeUnloadEvent): void {
    if (!plan.isEditable || plan.stage === 'saved' || isKept.value) return
    keep()
    event.preventDefault()
  }
  useEventListener('beforeunload', warn)
  onScopeDispose(leave)
  return { isKept, isElsewhere, takeUp, leave }
}
