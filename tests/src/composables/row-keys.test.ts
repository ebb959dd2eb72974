// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { answerInRows, stopOf } from '../../../src/composables/row-keys'

const clicked = vi.fn<(event: MouseEvent) => void>()
const rowOf = (at: number) => document.querySelectorAll<HTMLElement>('[data-row]')[at]
function press(key: string, shiftKey = false, target: Element | null = document.activeElement): boolean {
  const event = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true })
  target?.dispatchEvent(event)
  return event.defaultPrevented
}

beforeEach(() => {
  vi.clearAllMocks()
  const rows = Array.from(
    { length: 20 },
    (_, at) => `<tr data-row tabindex="-1"><td><a href="#${at}">一</a></td></tr>`,
  )
  document.body.innerHTML = `<table><tbody>${rows.join('')}</tbody></table>`
  const body = document.querySelector('tbody')!
  body.addEventListener('keydown', answerInRows)
  body.addEventListener('click', clicked)
  rowOf(0).focus()
})

it('goes from row to row and to the ends, and no further', () => {
  for (const [key, at] of [
    ['ArrowDown', 1],
    ['PageDown', 9],
    ['ArrowUp', 8],
    ['End', 19],
    ['ArrowDown', 19],
    ['Home', 0],
    ['ArrowUp', 0],
  ] as const) {
    // prettier-ignore
    expect(press(key)).toBe(true)
    expect(document.activeElement).toBe(rowOf(at))
  }
})

it('clicks the row with Enter and Space, with Shift as it is held; a link in it keeps its Enter', () => {
  press('Enter')
  press(' ', true)
  expect(clicked.mock.calls.map(([{ shiftKey, target }]) => [shiftKey, target])).toEqual([
    [false, rowOf(0)],
    [true, rowOf(0)],
  ])
  expect(press('Enter', false, rowOf(2).querySelector('a'))).toBe(false)
  expect(press('x')).toBe(false)
  expect(clicked).toHaveBeenCalledTimes(2)
})

it('is come to by Tab at the chosen row, else at the first', () => {
  expect(stopOf([3, 4, 5], [4])).toBe(4)
  expect(stopOf([3, 4, 5], [9])).toBe(3)
  expect(stopOf([], [9])).toBeUndefined()
})
