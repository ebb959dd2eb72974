/** Colour arithmetic on `#RRGGBB`. */

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Returns the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** Returns `share` (0 to 1) of the first colour mixed into the second, in sRGB. */
export function mix(colour: string, into: string, share: number): string {
  const base = channels(into)
  const mixed = channels(colour).map((channel, index) =>
    Math.round(channel * share + base[index] * (1 - share)),
  )
  return '#' + mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')
}

/** Returns the colour with an opacity from 0 to 1 as `rgba(…)`. */
export function translucent(hex: string, opacity: number): string {
  return `rgba(${channels(hex).join(', ')}, ${opacity})`
}

/** Returns the red, green and blue of a colour, each 0 to 255. */
export function rgb(hex: string): [number, number, number] {
  return channels(hex)
}
