/** Text of one element of a list, and where it begins. */
export interface ElementText {
  text: string
  at: number
}

const beginning = /[,[]\s*(?=\{\s*"(?:type"\s*:\s*"Feature"|properties"\s*:|geometry"\s*:|attributes"\s*:))/g

/**
 * Cuts the list of features out of a document that is no JSON, so that each can be read alone: by its brackets, and where these
 * do not fit, from the next beginning of a feature on. Undefined where there is no such list. `isCut`: it has no end. O(length).
 */
export function featureTexts(
  text: string,
): { from: number; texts: ElementText[]; isCut: boolean } | undefined {
  const list = /"features"\s*:\s*\[/.exec(text)
  if (!list) return undefined
  const from = list.index + list[0].length
  const texts: ElementText[] = []
  let isCut = true
  for (let at = from; at < text.length;) {
    const start = at + /^[\s,]*/.exec(text.slice(at, at + 1000))![0].length
    isCut = start >= text.length
    if (isCut || text[start] === ']' || text[start] === '}') break
    const end = Math.min(endOf(text, start) ?? text.length, nextBeginning(text, start))
    texts.push({ text: text.slice(start, end).replace(/[\s,]*$/, ''), at: start })
    at = end
    isCut = true
  }
  return { from, texts, isCut }
}

/** Cuts a text into the objects of which it consists, with nothing but blanks and commas between them; undefined for any other text. */
export function documentTexts(text: string): ElementText[] | undefined {
  const texts: ElementText[] = []
  for (let at = 0; ;) {
    while (at < text.length && /[\s,]/.test(text[at])) at++
    if (at === text.length) return texts
    const end = text[at] === '{' ? endOf(text, at) : undefined
    if (end === undefined) return undefined
    texts.push({ text: text.slice(at, end), at })
    at = end
  }
}

/** Where the next feature begins after the one that begins here; no feature lies in another. */
function nextBeginning(text: string, start: number): number {
  beginning.lastIndex = start + 1
  for (let found = beginning.exec(text); found; found = beginning.exec(text)) {
    // Parts of one feature begin with an object too, but after a name, not after a comma between features.
    if (found[0].startsWith(',')) return found.index + found[0].length
  }
  return text.length
}

/** The position after the value that begins at `start`: an object by its brackets, anything else up to a comma. */
function endOf(text: string, start: number): number | undefined {
  if (text[start] !== '{') {
    const end = text.slice(start).search(/[,\]]/)
    return end < 0 ? undefined : Math.max(start + 1, start + end)
  }
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const one = text[at]
    if (one === '"') at = endOfString(text, at)
    else if (one === '{' || one === '[') depth++
    else if ((one === '}' || one === ']') && --depth === 0) return at + 1
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}
