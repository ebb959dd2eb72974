import type { Steps } from '../../geo/index'

/** Lets whatever else waits have its turn: input, frames, answers. */
export function rest(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** Does the steps in slices of about `sliceMs`, resting in between, so that a page goes on answering. */
export async function inSlices<Result>(steps: Steps<Result>, sliceMs = 30): Promise<Result> {
  let until = performance.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() < until) continue
    await rest()
    until = performance.now() + sliceMs
  }
}
