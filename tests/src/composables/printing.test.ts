// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, watchEffect } from 'vue'
import { printPage, usePrinting } from '../../../src/composables/usePrinting'

afterEach(() => void vi.unstubAllGlobals())

function looked() {
  const scope = effectScope()
  const drawn = ref('')
  const isPrinting = scope.run(() => {
    const printing = usePrinting()
    watchEffect(() => (drawn.value = printing.value ? 'paper' : 'screen'))
    return printing
  })!
  return { scope, drawn, isPrinting }
}

it('what is other on paper is there before the browser prints, and gone afterwards', async () => {
  const { scope, drawn, isPrinting } = looked()
  const seen: string[] = []
  vi.stubGlobal('print', () => void seen.push(drawn.value))
  await printPage()
  expect(seen).toEqual(['paper'])
  window.dispatchEvent(new Event('afterprint'))
  expect(isPrinting.value).toBe(false)
  await nextTick()
  expect(drawn.value).toBe('screen')
  scope.stop()
})

it('hears of the browser’s own way to print, as long as its scope lives', () => {
  const { scope, isPrinting } = looked()
  window.dispatchEvent(new Event('beforeprint'))
  expect(isPrinting.value).toBe(true)
  window.dispatchEvent(new Event('afterprint'))
  scope.stop()
  window.dispatchEvent(new Event('beforeprint'))
  expect(isPrinting.value).toBe(false)
})
