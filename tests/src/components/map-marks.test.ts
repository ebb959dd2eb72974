// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { nextTick } from 'vue'
import { describe, expect, it } from 'vitest'
import MapMarks from '../../../src/components/MapMarks.vue'
import type { Mark } from '../../../src/map/marks'

/** Stands in for the map: it can be moved, and knows who listens to it. */
function movableMap() {
  const heard = new Map<string, Set<() => void>>()
  let offset = 0
  const map = {
    project: ([lng, lat]: [number, number]) => ({ x: lng + offset, y: lat }),
    getZoom: () => 14,
    getContainer: () => ({ clientWidth: 1000 }),
    on: (name: string, act: () => void) => {
      const acts = heard.get(name) ?? new Set()
      heard.set(name, acts.add(act))
      return { unsubscribe: () => acts.delete(act) }
    },
  }
  return {
    map: map as unknown as MapLibreMap,
    moveBy: (pixels: number) => {
      offset += pixels
      heard.get('move')?.forEach((act) => act())
    },
    /** How many listen to it. */
    listeners: () => [...heard.values()].reduce((sum, acts) => sum + acts.size, 0),
  }
}

const line: Mark = {
  kind: 'lines',
  look: 'sketch',
  lines: [
    [
      [10, 20],
      [30, 40],
    ],
  ],
}
const words: Mark = {
  kind: 'words',
  at: [500, 300],
  words: [{ text: '1.83 公顷' }, { text: '周长 666米', isOut: true }],
}

describe('marks over a map', () => {
  it('are drawn with their look, words beside them', () => {
    const marks = mount(MapMarks, { props: { map: movableMap().map, marks: [line, words] } })
    expect(marks.findAll('path')).toHaveLength(1)
    expect(marks.get('path').attributes('d')).toBe('M10 20L30 40')
    expect(marks.get('path').classes()).toEqual(['lines', 'sketch'])
    expect(marks.findAll('p span').map((one) => one.text())).toEqual(['1.83 公顷', '周长 666米'])
    expect(marks.findAll('p .out').map((one) => one.text())).toEqual(['周长 666米'])
    expect(marks.get('p').attributes('style')).toBe('left: 500px; top: 300px;')
    expect(marks.attributes('aria-hidden')).toBe('true')
  })

  it('follow the map when it moves', async () => {
    const { map, moveBy } = movableMap()
    const marks = mount(MapMarks, { props: { map, marks: [line, words] } })
    moveBy(480)
    await nextTick()
    expect(marks.get('path').attributes('d')).toBe('M490 20L510 40')
    expect(marks.findAll('p .out').map((one) => one.text())).toEqual(['周长 666米'])
    expect(marks.get('p').attributes('style')).toBe('left: 980px; top: 300px;')
    expect(marks.get('p').classes()).toContain('left')
  })

  it('follow another map when there is one, and no longer the first', async () => {
    const [first, second] = [movableMap(), movableMap()]
    const marks = mount(MapMarks, { props: { map: first.map, marks: [line] } })
    await marks.setProps({ map: second.map })
    expect(first.listeners()).toBe(0)
    second.moveBy(5)
    await nextTick()
    expect(marks.get('path').attributes('d')).toBe('M15 20L35 40')
  })

  it('go when there are none', async () => {
    const marks = mount(MapMarks, { props: { map: movableMap().map, marks: [line, words] } })
    await marks.setProps({ marks: [] })
    expect(marks.findAll('path, p')).toEqual([])
  })

  it('let go of the map when they are taken off', () => {
    const { map, listeners } = movableMap()
    const marks = mount(MapMarks, { props: { map, marks: [line] } })
    expect(listeners()).toBeGreaterThan(0)
    marks.unmount()
    expect(listeners()).toBe(0)
  })
})
