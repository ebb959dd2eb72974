/**
 * Calls `then` when the next frame has been drawn, so that what is quick to show is on the screen before what is slow
 * begins. Returns what calls it off.
 */
export function afterFrame(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(then)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
