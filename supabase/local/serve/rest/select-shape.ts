/** How deep and how often other tables are embedded in what a request selects. */
export interface SelectShape {
  embeds: number
  depth: number
}

/** Counts the embedded tables in the `select` of a request, `id,areas(name)` → 1 of depth 1. Names in quotes may hold anything. */
export function selectShape(select: string): SelectShape {
  const shape = { embeds: 0, depth: 0 }
  let open = 0
  let quoted = false
  for (let at = 0; at < select.length; at++) {
    const character = select[at]
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === ')') open--
    else if (!quoted && character === '(' && select[at + 1] !== ')') {
      shape.embeds++
      shape.depth = Math.max(shape.depth, ++open)
    } else if (!quoted && character === '(') open++
  }
  return shape
}
