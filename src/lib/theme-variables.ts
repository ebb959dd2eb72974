import { mix } from './colour'
import { DESK_TYPE, FONT_FAMILY, type Palette, palette, SPACE, type Status, type ThemeName } from './theme'

type Variables = Record<string, string>

/** How much of its colour a chosen or marked surface has: as much as leaves captions readable on it. */
const QUIET = 0.1

function ownVariables(colours: Palette): Variables {
  const variables: Variables = {
    '--page': colours.page,
    '--panel': colours.panel,
    '--raised': colours.raised,
    '--line': colours.line,
    '--text-1': colours.text[0],
    '--text-2': colours.text[1],
    '--text-3': colours.text[2],
    '--accent': colours.accent,
    '--on-accent': colours.onAccent,
    '--accent-quiet': mix(colours.accent, colours.panel, QUIET),
    '--hover': mix(colours.text[0], colours.panel, 0.06),
    /** A window over something that is still to be seen. */
    '--window': `${colours.text[0]}29`,
    '--shadow':
      colours.name === 'dark' ? '0 2px 12px rgba(0, 0, 0, 0.5)' : '0 2px 12px rgba(22, 33, 44, 0.12)',
    '--map-land': colours.map.land,
    '--map-water': colours.map.water,
    '--map-green': colours.map.green,
    '--map-building': colours.map.building,
    '--map-road': colours.map.roads.main,
    '--font': FONT_FAMILY,
    '--space': `${SPACE}px`,
  }
  for (const status of Object.keys(colours.status) as Status[]) {
    variables[`--${status}`] = colours.status[status]
    variables[`--${status}-quiet`] = mix(colours.status[status], colours.panel, QUIET)
  }
  for (const [step, size] of Object.entries(DESK_TYPE)) variables[`--type-${step}`] = `${size}px`
  return variables
}

function shades(name: string, colour: string, colours: Palette): Variables {
  const variables: Variables = {
    [`--el-color-${name}`]: colour,
    [`--el-color-${name}-dark-2`]: mix(colour, colours.name === 'dark' ? '#FFFFFF' : '#000000', 0.8),
  }
  for (const step of [3, 5, 7, 8, 9]) {
    variables[`--el-color-${name}-light-${step}`] = mix(colour, colours.panel, 1 - step / 10)
  }
  return variables
}

function elementVariables(colours: Palette): Variables {
  return {
    ...shades('primary', colours.accent, colours),
    ...shades('success', colours.status.good, colours),
    ...shades('warning', colours.status.attention, colours),
    ...shades('danger', colours.status.late, colours),
    ...shades('error', colours.status.late, colours),
    ...shades('info', colours.status.neutral, colours),
    '--el-color-white': colours.name === 'dark' ? colours.onAccent : '#FFFFFF',
    '--el-bg-color': colours.panel,
    '--el-bg-color-page': colours.page,
    '--el-bg-color-overlay': colours.raised,
    '--el-text-color-primary': colours.text[0],
    '--el-text-color-regular': colours.text[1],
    '--el-text-color-secondary': colours.text[2],
    '--el-text-color-placeholder': colours.text[2],
    '--el-text-color-disabled': mix(colours.text[2], colours.panel, 0.6),
    '--el-border-color': colours.line,
    '--el-border-color-light': colours.line,
    '--el-border-color-lighter': colours.line,
    '--el-border-color-extra-light': colours.line,
    '--el-border-color-hover': colours.text[2],
    '--el-fill-color': mix(colours.text[0], colours.panel, 0.07),
    '--el-fill-color-light': mix(colours.text[0], colours.panel, 0.05),
    '--el-fill-color-lighter': mix(colours.text[0], colours.panel, 0.03),
    '--el-fill-color-blank': colours.name === 'dark' ? colours.page : colours.panel,
    '--el-mask-color': colours.name === 'dark' ? 'rgba(11, 17, 24, 0.7)' : 'rgba(246, 247, 249, 0.8)',
    '--el-font-family': FONT_FAMILY,
    '--el-border-radius-base': '4px',
    '--el-box-shadow': 'var(--shadow)',
    '--el-box-shadow-light': 'var(--shadow)',
    '--el-transition-duration': '0.15s',
    '--el-component-size': '32px',
  }
}

/** Returns every CSS variable of a theme: the application's own and those that Element Plus reads. */
export function themeVariables(name: ThemeName): Variables {
  const colours = palette(name)
  return { ...ownVariables(colours), ...elementVariables(colours) }
}

/** Turns what was drawn for a dark ground into what is drawn for a light one, each colour keeping its hue. */
const TURNED = 'invert(1) hue-rotate(180deg)'

/**
 * Returns the style sheet that gives both themes their variables, chosen by `data-theme` on the root element. Paper is
 * light: what has `data-drawn` holds colours that were put there before, those of a map or of its legend, and is turned as it is.
 */
export function themeStyleSheet(): string {
  const lines = (name: ThemeName) =>
    Object.entries(themeVariables(name)).map(([variable, value]) => `  ${variable}: ${value};`)
  const block = (name: ThemeName, selector: string) =>
    `${selector} {\n  color-scheme: ${name};\n${lines(name).join('\n')}\n}`
  const drawn = [...lines('dark'), `  filter: ${TURNED};`].join('\n')
  return [
    block('dark', ":root[data-theme='dark']"),
    block('light', ":root[data-theme='light']"),
    `@media print {\n${block('light', ':root[data-theme]')}\n:root[data-theme='dark'] [data-drawn] {\n${drawn}\n}\n[data-drawn] {\n  print-color-adjust: exact;\n}\n}`,
  ].join('\n')
}
