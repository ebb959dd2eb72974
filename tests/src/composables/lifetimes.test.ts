// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import { useChart } from '../../../src/composables/useChart'
import { useKeys } from '../../../src/composables/useKeys'
import { useMap } from '../../../src/composables/map/useMap'
import { useNow } from '../../../src/composables/useNow'
import { palette } from '../../../src/lib/theme'
import { buildingsPart } from '../../../src/map/parts/buildings'
import { noFeatures } from '../../../src/map/part'
import { eventually } from '../../support/eventually'

vi.mock('../../../src/lib/frames', () => ({
  afterFrame: (then: () => void) => {
    then()
    return () => undefined
  },
}))
const chart = {
  setOption: vi.fn(),
  on: vi.fn(),
  resize: vi.fn(),
  dispose: vi.fn(),
  getWidth: () => 300,
  getHeight: () => 200,
}
vi.mock('echarts/core', () => ({ init: () => chart, use: vi.fn() }))

const map = {
  remove: vi.fn(),
  resize: vi.fn(),
  on: vi.fn(),
  once: vi.fn(),
  setMissingStyleImageResolver: vi.fn(),
  setPaintProperty: vi.fn(),
  addSource: vi.fn(),
  getSource: vi.fn(),
  addLayer: vi.fn(),
  getLayer: vi.fn(),
  touchZoomRotate: { disableRotation: vi.fn() },
  keyboard: { disableRotation: vi.fn() },
}
vi.mock('maplibre-gl', () => ({
  setWorkerUrl: vi.fn(),
  Map: vi.fn(function () {
    return map
  }),
}))

const disconnect = vi.fn()
/** What the last observer tells of a new size. */
let tellSize: () => void
class FakeResizeObserver {
  observe = vi.fn()
  disconnect = disconnect
  constructor(tell: () => void) {
    tellSize = tell
  }
}

/** Mounts a component that runs `setup` around one element. */
function host(setup: (element: ReturnType<typeof ref<HTMLElement | null>>) => void) {
  return mount(
    defineComponent({
      setup() {
        const element = ref<HTMLElement | null>(null)
        setup(element)
        return () => h('div', { ref: element })
      },
    }),
  )
}

beforeEach(() => vi.stubGlobal('ResizeObserver', FakeResizeObserver))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.clearAllMocks()
  vi.useRealTimers()
})

describe('what owns a lifetime ends with its component', () => {
  it('a chart is changed in place and disposed', async () => {
    const option = shallowRef({ series: [] })
    const wrapper = host((element) => useChart(element as never, option))
    option.value = { series: [] }
    await nextTick()
    expect(chart.setOption).toHaveBeenCalledTimes(2)
    wrapper.unmount()
    expect(chart.dispose).toHaveBeenCalledOnce()
    expect(disconnect).toHaveBeenCalled()
  })

  it('a chart follows its element, and is left alone while that is hidden or as large as before', () => {
    const wrapper = host((element) => useChart(element as never, { series: [] }))
    const become = (clientWidth: number, clientHeight: number) => {
      for (const [name, value] of Object.entries({ clientWidth, clientHeight }))
        Object.defineProperty(wrapper.element, name, { value, configurable: true })
      tellSize()
    }
    become(0, 0)
    become(300, 200)
    expect(chart.resize).not.toHaveBeenCalled()
    become(320, 200)
    expect(chart.resize).toHaveBeenCalledOnce()
    wrapper.unmount()
  })

  it('a map is removed', () => {
    const wrapper = host((element) => useMap(element as never, { parts: [], colours: palette('dark') }))
    expect(map.remove).not.toHaveBeenCalled()
    wrapper.unmount()
    expect(map.remove).toHaveBeenCalledOnce()
    expect(disconnect).toHaveBeenCalledOnce()
  })

  it('a clock stops', () => {
    vi.useFakeTimers()
    const wrapper = host(() => useNow(1000))
    expect(vi.getTimerCount()).toBe(1)
    wrapper.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('shortcuts are no longer heard', () => {
    const save = vi.fn()
    const press = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }))
    const wrapper = host(() => useKeys({ 'mod+s': save }))
    press()
    wrapper.unmount()
    press()
    expect(save).toHaveBeenCalledOnce()
  })

  it('keys are left to text that is written, save for saving, and to what has answered them', () => {
    const done: string[] = []
    const note = (event: KeyboardEvent) => done.push(event.key)
    const wrapper = host(() =>
      useKeys({ j: note, 'mod+z': note, 'mod+enter': note, 'mod+s': note, escape: note }),
    )
    const form = document.createElement('form')
    form.innerHTML = '<textarea></textarea><input type="radio" /><input readonly /><button></button>'
    form.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault())
    document.body.append(form)
    const press = (on: string, key: string, ctrlKey = true) => {
      const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true })
      form.querySelector(on)?.dispatchEvent(event)
    }
    for (const key of ['z', 'Enter', 's']) press('textarea', key)
    for (const key of ['j', 'Escape']) press('textarea', key, false)
    expect(done.splice(0)).toEqual(['s', 'Escape'])
    for (const on of ['[type=radio]', '[readonly]', 'button']) press(on, 'z')
    press('button', 'Enter')
    press('button', 'j', false)
    expect(done).toEqual(['z', 'z', 'z', 'j'])
    form.remove()
    wrapper.unmount()
  })

  it('a key is left to the element with the focus that needs it: Enter is pressed on links and buttons', () => {
    const done: string[] = []
    const note = (event: KeyboardEvent) => done.push((event.target as Element).tagName)
    const wrapper = host(() => useKeys({ enter: note, 'mod+enter': note, arrowup: note, j: note }))
    const page = document.createElement('div')
    page.innerHTML =
      '<a href="#"></a><button></button><summary></summary><div role="option"></div><p></p><canvas></canvas>' +
      '<input type="radio" /><form><input type="radio" /></form><input />'
    document.body.append(page)
    const press = (on: string, key: string, ctrlKey = false) => {
      const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true })
      page.querySelector(on)?.dispatchEvent(event)
      return event.defaultPrevented
    }
    for (const on of ['a', 'button', 'summary', '[role=option]', 'form input', 'input:not([type])'])
      expect(press(on, 'Enter'), on).toBe(false)
    for (const on of ['p', 'canvas', '[type=radio]']) expect(press(on, 'Enter'), on).toBe(true)
    expect([press('a', 'Enter', true), press('button', 'Enter', true)]).toEqual([false, true])
    expect([press('[type=radio]', 'ArrowUp'), press('[type=radio]', 'j'), press('p', 'ArrowUp')]).toEqual([
      false,
      true,
      true,
    ])
    expect(done).toEqual(['P', 'CANVAS', 'INPUT', 'BUTTON', 'INPUT', 'P'])
    page.remove()
    wrapper.unmount()
  })

  it('shortcuts that go first are heard before those of the page, as long as they are wanted', () => {
    const done: string[] = []
    let isWanted = true
    const wrapper = host(() => {
      useKeys({ enter: () => done.push('page') })
      useKeys({ enter: () => done.push('first') }, { isFirst: () => isWanted })
    })
    const press = () =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
      )
    press()
    isWanted = false
    press()
    expect(done).toEqual(['first', 'page'])
    wrapper.unmount()
    press()
    expect(done).toHaveLength(2)
  })

  it('keys pressed in a modal dialog are not for the page beneath it', () => {
    const merge = vi.fn()
    const wrapper = host(() => useKeys({ j: merge, 'mod+s': merge }))
    const dialog = document.createElement('div')
    dialog.innerHTML = '<div role="dialog" aria-modal="true"><button></button></div>'
    document.body.append(dialog)
    const press = (key: string, ctrlKey = false) => {
      const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true })
      dialog.querySelector('button')?.dispatchEvent(event)
      return event
    }
    expect(press('j').defaultPrevented).toBe(false)
    expect(press('s', true).defaultPrevented).toBe(true)
    expect(merge).not.toHaveBeenCalled()
    dialog.remove()
    wrapper.unmount()
  })
})

describe('a map whose graphics context is lost', () => {
  it('says so, and is given everything again once it is restored', async () => {
    const listeners = new Map<string, () => void>()
    map.on.mockImplementation((name: string, act: () => void) => listeners.set(name, act))
    map.once.mockImplementation((name: string, act: () => void) => listeners.set(name, act))
    const part = buildingsPart(noFeatures())
    let handle: ReturnType<typeof useMap> | undefined
    const wrapper = host((element) => {
      handle = useMap(element as never, { parts: [part], colours: palette('dark') })
    })
    listeners.get('style.load')?.()
    listeners.get('webglcontextlost')?.()
    expect(handle?.isLost.value).toBe(true)
    map.addSource.mockClear()
    listeners.get('webglcontextrestored')?.()
    listeners.get('idle')?.()
    expect(handle?.isLost.value).toBe(false)
    await eventually(() => expect(map.addSource).toHaveBeenCalledWith('buildings', expect.anything()))
    wrapper.unmount()
  })
})
