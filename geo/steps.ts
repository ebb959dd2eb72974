/** What is done in steps: `yield` where the work may rest, so that a page can answer meanwhile. */
export type Steps<Result> = Generator<undefined, Result>

/** Does all steps at once and returns what they lead to. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
