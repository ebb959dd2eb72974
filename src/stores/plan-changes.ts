import { computed, ref, shallowRef } from 'vue'
import type { Coverage, Patch } from '../../geo/index'
import type { AreaId } from '../lib/ids'
import { inSlices } from '../lib/slices'
import { type DraftPatch, invert } from '../plan/model/draft'
import { changedFaces } from '../plan/model/ground-patch'
import type { LivePlan } from '../plan/model/live'
import { Snapshot } from '../plan/model/snapshot'

/** A change of so many faces, about ten grids, is made in slices. */
const MANY_FACES = 100

/** A plan that is drawn on, for what keeps in step with its ground by itself. */
export interface Drawing {
  readonly area: AreaId
  /** Tells every change of the ground from now on; returns the ground as it is now, which goes on changing. */
  readonly follow: (follower: (patch: Patch) => void) => Coverage
}

/** Brings a plan in step with patches, in slices; where one does not fit the plan is as before. */
async function applyAll(index: LivePlan, patches: readonly DraftPatch[]): Promise<boolean> {
  for (const [at, patch] of patches.entries()) {
    if (index.fits(patch)) await inSlices(index.applyInSteps(patch))
    else {
      for (const done of patches.slice(0, at).reverse()) index.apply(invert(done))
      return false
    }
  }
  return true
}

/**
 * The one place in which the open plan is changed: edits are made one after the other, large ones in slices. Outside
 * there are snapshots only. While a large edit is being made the last snapshot is still shown, but its ground cannot be asked.
 */
export function usePlanChanges() {
  let index: LivePlan | null = null
  const snapshot = shallowRef<Snapshot | null>(null)
  const drawing = shallowRef<Drawing | null>(null)
  const isSettling = ref(false)
  /** A large change that is under way. */
  let settling: Promise<unknown> | null = null

  /** Takes a plan up in the place of the one before; null for none. */
  function take(now: LivePlan | null): void {
    index = now
    snapshot.value = now && new Snapshot(now)
    drawing.value = now && {
      area: now.ground.input.area.id,
      follow(follower) {
        now.followers.add(follower)
        return now.coverage
      },
    }
  }

  function settle<Result>(work: Promise<Result>): Promise<Result> {
    isSettling.value = true
    const done = work.finally(() => {
      settling = null
      isSettling.value = false
    })
    settling = done
    return done
  }

  /** What comes while the plan is being brought in step waits its turn. */
  function enqueue(work: () => void): void {
    if (settling) void settling.then(() => enqueue(work))
    else work()
  }

  /** Does a patch: at once, or in slices where it changes much; `done` is called when the next snapshot is there. */
  function apply(patch: DraftPatch, done: () => void): void {
    const now = index
    if (!now) return
    const finish = () => {
      if (index !== now) return
      snapshot.value = new Snapshot(now)
      done()
    }
    if (changedFaces(patch.ground) < MANY_FACES) {
      now.apply(patch)
      finish()
    } else void settle(inSlices(now.applyInSteps(patch)).then(finish))
  }

  /**
   * Goes back by some patches and then on by others. Where the others do not fit all is as before, and false; `between` gets
   * the plan as it is after going back.
   */
  async function rebase(
    back: readonly DraftPatch[],
    on: readonly DraftPatch[],
    between: (there: LivePlan) => void,
  ): Promise<boolean> {
    const now = index
    if (!now) return false
    return settle(
      (async () => {
        if (!(await applyAll(now, back))) return false
        between(now)
        const isWhole = await applyAll(now, on)
        if (!isWhole) for (const patch of [...back].reverse()) now.apply(invert(patch))
        if (index !== now) return false
        snapshot.value = new Snapshot(now)
        return isWhole
      })(),
    )
  }

  /** Waits until nothing is under way. */
  async function settled(): Promise<void> {
    while (settling) await settling
  }

  /** The snapshot, while its ground can be asked: null for the moments in which a large edit is being made. */
  const live = computed(() => (isSettling.value ? null : snapshot.value))
  return {
    snapshot,
    live,
    drawing,
    isSettling,
    isUnderWay: () => settling !== null,
    take,
    enqueue,
    apply,
    rebase,
    settled,
  }
}
