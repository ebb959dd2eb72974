/**
 * Returns the numbers of the rows, from 1, of which every cell that says something is struck through: what a person does with a row
 * that no longer holds. `styles` and `sheet` are the XML of the workbook. O(length), and nothing where no font is struck.
 */
export function struckRows(styles: string, sheet: string): Set<number> {
  const fonts = (/<(?:\w+:)?fonts\b[\s\S]*?<\/(?:\w+:)?fonts>/.exec(styles)?.[0] ?? '')
    .split(/<(?:\w+:)?font\b/)
    .slice(1)
  const isStruck = fonts.map((font) => /<(?:\w+:)?strike\b(?![^>]*val="(?:0|false)")[^>]*>/.test(font))
  if (!isStruck.includes(true)) return new Set()
  const formats = /<(?:\w+:)?cellXfs\b[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(styles)?.[0] ?? ''
  const struck = new Set(
    [...formats.matchAll(/<(?:\w+:)?xf\b([^>]*)/g)].flatMap(([, attributes], i) =>
      isStruck[Number(/fontId="(\d+)"/.exec(attributes)?.[1] ?? 0)] ? [i] : [],
    ),
  )
  const found = new Set<number>()
  for (const [, attributes, inner] of sheet.matchAll(
    /<(?:\w+:)?row\b([^>]*[^>/])>([\s\S]*?)<\/(?:\w+:)?row>/g,
  )) {
    const cells = [...inner.matchAll(/<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g)]
    const saying = cells.filter(([, , content]) => /<(?:\w+:)?(v|t)[\s>]/.test(content ?? ''))
    const isRow = saying.every(([, said]) => struck.has(Number(/\ss="(\d+)"/.exec(said)?.[1] ?? 0)))
    if (saying.length > 0 && isRow) found.add(Number(/\sr="(\d+)"/.exec(attributes)?.[1]))
  }
  return found
}
