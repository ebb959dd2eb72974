/**
 * Calls `then` when the next frame is on the screen, so that what is quick to show is seen before what is slow begins: the
 * frame after that one begins only when the browser has taken the next over. Returns what calls it off.
 */
export function afterFrame(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      timer = setTimeout(then)
    })
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
