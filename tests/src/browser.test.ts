// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { runInThisContext } from 'node:vm'
import { afterEach, expect, it, vi } from 'vitest'

const script = readFileSync('public/browser.js', 'utf8')

/** Runs the script on an empty page of a browser that understands these declarations. */
function open(declarations: readonly string[]): string {
  document.documentElement.removeAttribute('data-too-old')
  document.body.innerHTML = '<div id="app"></div>'
  vi.stubGlobal('CSS', { supports: (asked: string) => declarations.includes(asked) })
  runInThisContext(script)
  return document.querySelector('#app')!.textContent
}
const NEW = ['(height: 1dvh)', '(container-type: inline-size)']

afterEach(() => vi.unstubAllGlobals())

it('leaves the page to a browser that is new enough', () => {
  expect(open(NEW)).toBe('')
  expect(document.documentElement.hasAttribute('data-too-old')).toBe(false)
})

it('says in both languages that a browser is too old, and marks the page', () => {
  for (const missing of NEW) {
    const words = open(NEW.filter((one) => one !== missing))
    expect(words).toContain('浏览器版本过低')
    expect(words).toContain('too old')
    expect(document.documentElement.hasAttribute('data-too-old')).toBe(true)
  }
})

it('is read by browsers that know no arrow, no const and no template', () => {
  expect(script).not.toMatch(/=>|\b(const|let|class|async)\b|`|\?\.|\?\?/)
})
