// @vitest-environment happy-dom
import type { Map as MapLibreMap } from 'maplibre-gl'
import { TerraDraw, TerraDrawLineStringMode, TerraDrawRectangleMode } from 'terra-draw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DrawingAdapter } from '../../../src/map/drawing-adapter'
import type { Mark } from '../../../src/map/marks'

/** The corner of the map on the page, pixels. */
const [LEFT, TOP] = [50, 20]

/** Stands in for a map of which a degree is 100 pixels, with 110, 40 in its corner. */
function flatMap() {
  const canvas = document.createElement('canvas')
  const container = document.createElement('div')
  container.append(canvas)
  document.body.append(container)
  const box = () => ({ left: LEFT, top: TOP, width: 800, height: 600 }) as DOMRect
  container.getBoundingClientRect = canvas.getBoundingClientRect = box
  const handler = () => {
    let isEnabled = true
    return {
      enable: () => (isEnabled = true),
      disable: () => (isEnabled = false),
      isEnabled: () => isEnabled,
    }
  }
  const map = {
    getCanvas: () => canvas,
    getContainer: () => container,
    project: ([lng, lat]: [number, number]) => ({ x: (lng - 110) * 100, y: (40 - lat) * 100 }),
    unproject: ([x, y]: [number, number]) => ({ lng: 110 + x / 100, lat: 40 - y / 100 }),
    dragPan: handler(),
    doubleClickZoom: handler(),
  }
  return { map, canvas, like: map as unknown as MapLibreMap }
}

/** The hand on the canvas: pixels of the map. */
function hand(canvas: HTMLCanvasElement) {
  const does = (type: string, x: number, y: number) =>
    canvas.dispatchEvent(
      new PointerEvent(type, {
        clientX: LEFT + x,
        clientY: TOP + y,
        button: 0,
        buttons: type === 'pointerup' ? 0 : 1,
        isPrimary: true,
        bubbles: true,
      }),
    )
  return {
    press: (x: number, y: number) => does('pointerdown', x, y),
    drag: (...to: [number, number][]) => to.forEach(([x, y]) => does('pointermove', x, y)),
    release: (x: number, y: number) => does('pointerup', x, y),
  }
}

describe('drawing on a map', () => {
  let fake: ReturnType<typeof flatMap>
  let shown: Mark[]
  let draw: TerraDraw
  const finished = vi.fn()

  beforeEach(() => {
    document.body.innerHTML = ''
    fake = flatMap()
    shown = []
    finished.mockClear()
    draw = new TerraDraw({
      adapter: new DrawingAdapter(fake.like, (marks) => (shown = marks)),
      modes: [
        new TerraDrawRectangleMode({ drawInteraction: 'click-move-or-drag' }),
        new TerraDrawLineStringMode(),
      ],
    })
    draw.on('finish', finished)
    draw.start()
    draw.setMode('rectangle')
  })

  /** Drags a box as far as the lower right corner, and holds it there. */
  function dragBox() {
    const { press, drag, release } = hand(fake.canvas)
    press(100, 100)
    drag([140, 140], [200, 180], [300, 250])
    return release
  }

  it('shows a box while it is dragged, and holds the map still', () => {
    dragBox()
    expect(shown).toEqual([expect.objectContaining({ kind: 'area', look: 'drawn' })])
    expect(fake.map.dragPan.isEnabled()).toBe(false)
    expect(finished).not.toHaveBeenCalled()
  })

  it('begins a box where it was pressed and ends it where it was let go, in degrees', () => {
    dragBox()(300, 250)
    expect(finished).toHaveBeenCalledOnce()
    const [mark] = shown
    const corners = mark.kind === 'area' ? mark.lines[0] : []
    const [lngs, lats] = [0, 1].map((axis) => corners.map((corner) => corner[axis]))
    expect([Math.min(...lngs), Math.max(...lngs)]).toEqual([111, 113])
    expect([Math.min(...lats), Math.max(...lats)]).toEqual([37.5, 39])
    expect(fake.map.dragPan.isEnabled()).toBe(true)
  })

  it('takes what was drawn off the map when it is cleared', () => {
    dragBox()(300, 250)
    draw.clear()
    expect(shown).toEqual([])
  })

  it('hands the map back when it ends in the middle of a box', () => {
    const release = dragBox()
    draw.stop()
    expect(shown).toEqual([])
    expect(fake.map.dragPan.isEnabled()).toBe(true)
    expect(fake.map.doubleClickZoom.isEnabled()).toBe(true)
    expect(fake.canvas.style.cursor).toBe('')
    release(300, 250)
    expect(finished).not.toHaveBeenCalled()
    expect(shown).toEqual([])
  })

  it('gives lines as lines and their corners as circles that do not go with the zoom', () => {
    draw.setMode('linestring')
    const { press, drag, release } = hand(fake.canvas)
    for (const [x, y] of [
      [100, 100],
      [200, 150],
    ]) {
      press(x, y)
      release(x, y)
      drag([x + 40, y + 40])
    }
    expect(shown.map(({ kind }) => kind)).toContain('lines')
    const circles = shown.flatMap((mark) => (mark.kind === 'circles' ? mark.circles : []))
    expect(circles.length).toBeGreaterThan(0)
    for (const { radiusPixels } of circles) expect(radiusPixels(18)).toBe(radiusPixels(10))
  })
})
