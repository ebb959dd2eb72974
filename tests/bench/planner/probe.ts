import type { Page } from '@playwright/test'

/** How long something took, milliseconds. */
export interface Interaction {
  /** From the event to the frame in which the last figure that it changed was drawn. */
  figuresMs: number
  /** The longest task of the page's thread from the event until all was still. */
  longestTaskMs: number
  /** Whether any figure changed at all. */
  isChanged: boolean
}

declare global {
  interface Window {
    benchProbe: {
      longTasks: { start: number; duration: number }[]
      /** Waits for the next event of a type. */
      arm: (event: string, selector: string, quietMs: number) => void
      /** How the page answered that event, as soon as nothing has changed under the selector for `quietMs`. */
      answer: () => Promise<Interaction>
      longestSince: (start: number) => number
    }
  }
}

/** Runs in the page before its own scripts: notes long tasks, and times events by the frames that follow them. */
function install(): void {
  const longTasks: { start: number; duration: number }[] = []
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ start: startTime, duration })
  }).observe({ type: 'longtask', buffered: true })
  const longestSince = (since: number) =>
    longTasks.reduce(
      (most, { start, duration }) => (start + duration >= since ? Math.max(most, duration) : most),
      0,
    )
  const afterFrame = (then: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = then
      channel.port2.postMessage(null)
    })
  const measure = (event: string, selector: string, quietMs: number) =>
    new Promise<Interaction>((resolve) => {
      const begin = ({ timeStamp }: Event) => {
        let drawn = 0
        let timer = 0
        let isChanged = false
        const wait = () => {
          clearTimeout(timer)
          timer = window.setTimeout(() => {
            observer.disconnect()
            resolve({ figuresMs: drawn - timeStamp, longestTaskMs: longestSince(timeStamp), isChanged })
          }, quietMs)
        }
        const note = () =>
          afterFrame(() => {
            drawn = performance.now()
            wait()
          })
        const observer = new MutationObserver(() => {
          isChanged = true
          note()
        })
        observer.observe(document.querySelector(selector) ?? document.body, {
          subtree: true,
          childList: true,
          characterData: true,
        })
        note()
      }
      addEventListener(event, begin, { capture: true, once: true })
    })
  let answer = Promise.reject<Interaction>(new Error('Nothing was armed.'))
  answer.catch(() => undefined)
  const arm = (event: string, selector: string, quietMs: number) => {
    answer = measure(event, selector, quietMs)
  }
  window.benchProbe = { longTasks, arm, answer: () => answer, longestSince }
}

/** Puts the probe into every page of a browser. The loader of this file names functions by a helper that a page lacks. */
export async function addProbe(page: Page): Promise<void> {
  await page.addInitScript({ content: 'globalThis.__name = (named) => named' })
  await page.addInitScript(install)
}

/** Does something and returns how long the page took to answer the event that it ends with. */
export async function timed(
  page: Page,
  { event, selector, quietMs = 250 }: { event: string; selector: string; quietMs?: number },
  act: () => Promise<void>,
): Promise<Interaction> {
  const armed = [event, selector, quietMs] as const
  await page.evaluate(([name, at, quiet]) => window.benchProbe.arm(name, at, quiet), armed)
  await act()
  return page.evaluate(() => window.benchProbe.answer())
}
