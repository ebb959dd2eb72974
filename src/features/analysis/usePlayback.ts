import { useIntervalFn } from '@vueuse/core'
import { computed, ref } from 'vue'
import type { Analysis } from './useAnalysis'
import { moved } from './time'

const TICK_MS = 500

/** Moves the window of time on its own, a step at a time, until what is known ends. */
export function usePlayback({ choice, choose, span, today }: Analysis) {
  const isPlaying = ref(false)
  const end = computed(() => today.value + 24)

  function step(steps: number): void {
    choose({ span: moved(span.value, choice.value.step, steps) })
  }
  const timer = useIntervalFn(
    () => {
      if (moved(span.value, choice.value.step, 1).until > end.value) return stop()
      step(1)
    },
    TICK_MS,
    { immediate: false },
  )
  function stop(): void {
    isPlaying.value = false
    timer.pause()
  }
  function toggle(): void {
    if (isPlaying.value) return stop()
    isPlaying.value = true
    timer.resume()
  }
  return { isPlaying, step, toggle, stop }
}

export type Playback = ReturnType<typeof usePlayback>
