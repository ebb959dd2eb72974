import { ElMessage } from 'element-plus'
import { onScopeDispose, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { afterFrame } from '../../lib/frames'
import { keptChanges, type Unsaved, unsavedOf } from '../../lib/plan/unsaved'
import { openShelf } from '../../lib/unsaved-shelf'
import { usePlan } from '../../stores/plan'
import { usePlanMerge } from '../../stores/plan-merge'
import { useSession } from '../../stores/session'

/** A window that was left a moment ago lets go within this time. */
const PATIENCE_MS = 2000

/** Takes the work on a plan for this window; several windows would overwrite each other's. False where another has it. */
function claim(name: string, untilGone: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const hold = () => {
      resolve(true)
      return untilGone
    }
    navigator.locks.request(`gridward-unsaved-${name}`, { signal }, hold).catch(() => resolve(false))
  })
}

/**
 * Keeps what is not saved in the browser, and puts it back when the draft is opened again: after a reload, a crash, or a look at
 * another page. What cannot be kept is asked for before the window closes.
 */
export function useKeptWork() {
  const { t } = useI18n()
  const plan = usePlan()
  const merging = usePlanMerge()
  const session = useSession()
  const shelf = openShelf()
  /** The name of the work on the plan on the table, and whether it is this window that keeps it. */
  let name: string | null = null
  let isMine = false
  let isKept = false
  let letGo = () => {}

  function leave(): void {
    name = null
    isMine = isKept = false
    letGo()
  }

  async function putBack(kept: Unsaved): Promise<void> {
    const { tail, taken } = kept
    const isBack = await plan.resume(kept)
    const left = isBack ? 0 : merging.resume(keptChanges(kept))
    if (left > 0) ElMessage.warning(t('together.resumedPartly', { count: left }))
    else ElMessage.info(t('together.resumed', { count: tail.length + taken.length }))
  }

  async function takeUp(one: string): Promise<void> {
    name = one
    const isFree = await claim(one, new Promise((resolve) => (letGo = resolve)))
    const kept = isFree && (await shelf.take(one).catch(() => null))
    if (name !== one) return
    if (kept) await putBack(kept)
    isMine = isFree
    keep()
  }

  function keep(): void {
    const { timeline, head } = plan
    if (!name || !isMine || !timeline || !head) return
    shelf.put(name, unsavedOf(timeline, head.version)).then(
      () => (isKept = true),
      () => (isKept = false),
    )
  }

  let callOff = () => {}
  watch(
    () => (plan.isEditable ? `${session.user?.id}-${plan.head?.id}` : null),
    (one) => {
      leave()
      if (one) void takeUp(one)
    },
    { immediate: true },
  )
  watch([() => plan.timeline, () => plan.head?.version], () => {
    callOff()
    callOff = afterFrame(keep)
  })

  function warn(event: BeforeUnloadEvent): void {
    if (plan.isEditable && plan.stage !== 'saved' && !isKept) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  onScopeDispose(() => {
    callOff()
    leave()
    removeEventListener('beforeunload', warn)
  })
}
