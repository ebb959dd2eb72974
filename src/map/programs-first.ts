/** How long one frame may take to make programs, beyond the first; milliseconds. */
const MAKING_MS = 8
/** Graphics that answer within this time have nothing else to do; milliseconds. */
const PROMPT_MS = 50
/** A frame that was put off for so long no longer waits for graphics that do not answer at once; milliseconds. */
const PATIENCE_MS = 3000

/** What of MapLibre's painter is used here: it puts a scene on the canvas. */
export interface Painter<Scene extends unknown[]> {
  render: (...scene: Scene) => void
  context: { gl: WebGL2RenderingContext }
}

/** The map that a painter paints. */
export interface Painted {
  triggerRepaint: () => void
  /** Whether nothing that is to be painted is still being loaded. */
  isComplete: () => boolean
}

/** How far the programs of a map are. */
export interface Programs {
  /** Something new is to be painted: programs come before it again. */
  expectNew: () => void
  /** Whether the last frame was put off, so that the canvas does not show what it should. */
  isBehind: () => boolean
}

/** A frame made as many programs as it has time for. */
class OutOfTime extends Error {}

/**
 * Lets a painter make its programs (compiled shaders) before it draws with any of them. MapLibre makes a program when it
 * first draws with it and asks at once whether it is ready; the answer waits until everything asked for before is drawn,
 * and the page with it: without a graphics card half a second and more, several times while a map opens.
 *
 * Until all is there that the map is to show, a frame is gone through without drawing: that makes the programs, a few in
 * each frame, and only while the graphics have nothing left to do. When nothing is missing the frame is drawn. From then on
 * the painter is as it was, until new layers are expected.
 */
export function makeProgramsFirst<Scene extends unknown[]>(painter: Painter<Scene>, map: Painted): Programs {
  const { gl } = painter.context
  const draw = painter.render.bind(painter)
  const createProgram = gl.createProgram.bind(gl)
  let isExpecting = true
  let isBehind = false
  /** What the graphics are to pass when they have done everything before it, the browser's own frames too. */
  let question: { fence: WebGLSync; askedAt: number } | null = null
  let behindSince: number | null = null

  function ask(): void {
    if (question) return
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    if (fence) question = { fence, askedAt: performance.now() }
    gl.flush()
  }

  /** Whether the graphics have answered at once: they were idle a moment ago. */
  function isIdle(): boolean {
    if (!question) return false
    const { fence, askedAt } = question
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false
    gl.deleteSync(fence)
    question = null
    return performance.now() - askedAt < PROMPT_MS
  }

  function isPatienceOver(): boolean {
    behindSince ??= performance.now()
    return performance.now() - behindSince > PATIENCE_MS
  }

  /** Goes through a scene without drawing it; returns how many programs that made. */
  function rehearse(scene: Scene): number {
    const until = performance.now() + MAKING_MS
    let made = 0
    const makeInTime = () => {
      if (made > 0 && performance.now() > until) throw new OutOfTime()
      made++
      return createProgram()
    }
    Object.assign(gl, { createProgram: makeInTime, drawElements: () => undefined, clear: () => undefined })
    try {
      draw(...scene)
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error
    } finally {
      for (const name of ['createProgram', 'drawElements', 'clear']) Reflect.deleteProperty(gl, name)
    }
    return made
  }

  /** Draws if nothing is in the way; otherwise comes a step nearer. */
  function drawOrPrepare(scene: Scene): void {
    isBehind = true
    if (isIdle() || isPatienceOver()) {
      isBehind = rehearse(scene) > 0
      if (!isBehind) draw(...scene)
    }
    if (isBehind) {
      ask()
      map.triggerRepaint()
    } else {
      behindSince = null
      isExpecting = !map.isComplete()
    }
  }

  painter.render = (...scene) => {
    if (isExpecting && !gl.isContextLost()) drawOrPrepare(scene)
    else draw(...scene)
  }
  return { expectNew: () => (isExpecting = true), isBehind: () => isBehind }
}
