/** Colour arithmetic on `#RRGGBB`. */

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Returns `share` (0 to 1) of the first colour mixed into the second, in sRGB. */
export function mix(colour: string, into: string, share: number): string {
  const base = channels(into)
  const mixed = channels(colour).map((channel, index) =>
    Math.round(channel * share + base[index] * (1 - share)),
  )
  return '#' + mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')
}

/** Returns the red, green and blue of a colour, each 0 to 255. */
export function rgb(hex: string): [number, number, number] {
  return channels(hex)
}
