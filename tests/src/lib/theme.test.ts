import { describe, expect, it } from 'vitest'
import { palette, WALL_TYPE, wallFactor, wallType } from '../../../src/lib/theme'
import { themeStyleSheet, themeVariables } from '../../../src/lib/theme-variables'
import { contrast } from '../../support/contrast'

const READABLE = 4.6

describe.each(['dark', 'light'] as const)('the %s palette', (name) => {
  const colours = palette(name)
  const backgrounds = [colours.page, colours.panel, colours.raised]

  it.each([
    ...colours.text.map((colour, index) => [`text ${index + 1}`, colour]),
    ['accent', colours.accent],
    ...Object.entries(colours.status),
  ])('shows %s readably on every background', (_role, colour) => {
    for (const background of backgrounds)
      expect(contrast(colour, background)).toBeGreaterThanOrEqual(READABLE)
  })

  it('shows every text readably on chosen, marked and hovered surfaces', () => {
    const variables = themeVariables(name)
    const surfaces = Object.keys(variables).filter((key) => key.endsWith('-quiet') || key === '--hover')
    expect(surfaces.length).toBeGreaterThan(5)
    const words = [...colours.text, colours.accent, ...Object.values(colours.status)]
    const unreadable = surfaces.flatMap((surface) =>
      words.filter((word) => contrast(word, variables[surface]) < 4.5).map((word) => `${word} on ${surface}`),
    )
    expect(unreadable).toEqual([])
  })

  it('shows text on the accent and on the map readably', () => {
    expect(contrast(colours.onAccent, colours.accent)).toBeGreaterThanOrEqual(READABLE)
    for (const ground of [colours.map.land, colours.map.water, colours.map.green, colours.map.building]) {
      expect(contrast(colours.map.label, ground)).toBeGreaterThanOrEqual(READABLE)
    }
  })

  it('orders densities by contrast with the map, each step further away', () => {
    const steps = colours.density.map((colour) => contrast(colour, colours.map.land))
    expect(steps).toEqual([...steps].sort((one, other) => one - other))
    expect(steps[0]).toBeLessThan(1.4)
  })

  it('has a style sheet with each variable', () => {
    const sheet = themeStyleSheet()
    for (const [variable, value] of Object.entries(themeVariables(name)))
      expect(sheet).toContain(`${variable}: ${value};`)
  })
})

describe('paper', () => {
  const [, paper] = themeStyleSheet().split('@media print')

  it('has the colours of the light theme, whatever the screen has', () => {
    const [first] = paper.split('[data-drawn]')
    for (const [variable, value] of Object.entries(themeVariables('light')))
      expect(first).toContain(`${variable}: ${value};`)
  })

  it('turns what was drawn for the dark, together with its legend, and prints its colours', () => {
    const drawn = paper.slice(paper.indexOf(":root[data-theme='dark'] [data-drawn]"))
    expect(drawn).toMatch(/filter: invert\(1\) hue-rotate\(180deg\);/)
    // What stands on a drawing is turned with it, and so has the colours of the dark theme before.
    expect(drawn).toContain(`--text-1: ${themeVariables('dark')['--text-1']};`)
    expect(drawn).toContain('print-color-adjust: exact;')
  })

  it('turns a dark ground into a light one that words of the light theme are read on', () => {
    const { map, panel } = palette('dark')
    for (const ground of [map.land, panel]) {
      const turned = `#${[1, 3, 5].map((at) => (255 - parseInt(ground.slice(at, at + 2), 16)).toString(16).padStart(2, '0')).join('')}`
      expect(contrast(palette('light').text[0], turned)).toBeGreaterThanOrEqual(7)
    }
  })
})

describe('type on the wall', () => {
  it('is that of look at 1080 lines and grows with the height, however wide the wall', () => {
    expect(wallType(wallFactor(1920, 1080))).toEqual(WALL_TYPE)
    expect(wallType(wallFactor(3840, 1080))).toEqual(WALL_TYPE)
    expect(wallType(wallFactor(7680, 2160)).caption).toBe(36)
  })

  it('never falls below the caption of the desk', () => {
    expect(wallType(wallFactor(390, 844)).caption).toBe(12)
  })
})
