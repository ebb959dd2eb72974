import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Area } from '../../data/areas'
import { client } from '../../data/client'
import { type NoticeBoard, readNoticeBoards } from '../../data/plans/plan-outputs'
import type { PlanId } from '../../lib/ids'

/** A board and the community that it is put up in. */
export interface BoardOf {
  board: NoticeBoard
  community: Area
}

/** So many boards are drawn at a time, so that the page answers meanwhile. */
const DRAWN_AT_ONCE = 6

/** What is printed in one job. */
export interface BoardWish {
  plan: PlanId
  communities: readonly Area[]
}

/**
 * Reads the boards of a plan in several communities, one after the other, and lets them be drawn a few at a time. What was read
 * stays where one fails: `goOn` reads the rest. Another wish begins anew.
 */
export function useBoardJob(wish: () => BoardWish | null) {
  const read = shallowRef<BoardOf[]>([])
  const communitiesRead = ref(0)
  const drawn = ref(0)
  const failure = shallowRef<unknown>(null)
  let underWay = new AbortController()
  let frame = 0

  async function goOn(): Promise<void> {
    const now = wish()
    const { signal } = underWay
    if (!now) return
    failure.value = null
    try {
      while (communitiesRead.value < now.communities.length) {
        const community = now.communities[communitiesRead.value]
        const boards = await readNoticeBoards(client(signal), now.plan, community.id)
        if (signal.aborted) return
        read.value = [...read.value, ...boards.map((board) => ({ board, community }))]
        communitiesRead.value++
        drawMore()
      }
    } catch (thrown) {
      if (!signal.aborted) failure.value = thrown
    }
  }

  function drawMore(): void {
    if (frame || drawn.value >= read.value.length) return
    frame = requestAnimationFrame(() => {
      frame = 0
      drawn.value = Math.min(read.value.length, drawn.value + DRAWN_AT_ONCE)
      drawMore()
    })
  }

  function stop(): void {
    underWay.abort()
    cancelAnimationFrame(frame)
    frame = 0
  }

  watch(
    () => {
      const now = wish()
      return now && `${now.plan} ${now.communities.map(({ id }) => id).join()}`
    },
    () => {
      stop()
      underWay = new AbortController()
      read.value = []
      communitiesRead.value = drawn.value = 0
      void goOn()
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  const of = computed(() => wish()?.communities.length ?? 0)
  return {
    boards: computed(() => read.value.slice(0, drawn.value)),
    failure,
    /** How far the job is: communities read, of how many, and whether everything stands on the page. */
    progress: computed(() => ({
      read: communitiesRead.value,
      of: of.value,
      isDone: of.value > 0 && communitiesRead.value === of.value && drawn.value === read.value.length,
    })),
    goOn,
  }
}
