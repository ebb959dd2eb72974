/** The part of a map that asks for its next frame. */
export interface Drawing {
  triggerRepaint: () => void
}

/**
 * Keeps a map from drawing until the function that is returned is called; what was to be drawn is drawn then. A frame of the
 * map may take a third of a second, and the browser shows nothing else meanwhile: none is to begin while a hand is about
 * to let go.
 */
export function holdFrames(map: Drawing): () => void {
  const { triggerRepaint } = map
  let isPaused = true
  let isWanted = false
  map.triggerRepaint = () => (isWanted = true)
  return () => {
    if (!isPaused) return
    isPaused = false
    map.triggerRepaint = triggerRepaint
    if (isWanted) map.triggerRepaint()
  }
}
