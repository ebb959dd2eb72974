import { withoutEntities } from '../../values/text'
import { childrenNamed, textOfChild, type XmlNode } from './xml'

/** What the fields of a schema are called for people, by `schema field`. */
type FieldTitles = Map<string, string>

/** Returns the titles that the schemas of a document give their fields (`displayName`, OGC 12-007r2, 9.6). */
export function fieldTitles(schemas: ArrayLike<XmlNode>): FieldTitles {
  const titles: FieldTitles = new Map()
  for (const schema of Array.from(schemas))
    for (const field of childrenNamed(schema, 'SimpleField')) {
      const title = titleOf(field)
      const name = field.getAttribute?.('name') ?? ''
      if (!title) continue
      for (const key of [schema.getAttribute?.('id'), schema.getAttribute?.('name')])
        if (key) titles.set(`${key} ${name}`, title)
    }
  return titles
}

/**
 * Returns what a placemark says in `ExtendedData`, by the names that are meant for people where it has some: `Data`, `SimpleData`, and
 * elements of another vocabulary. Two of one title keep the names that programs use.
 */
export function extendedOf(placemark: XmlNode, titles: FieldTitles): Record<string, string> {
  const all: { name: string; title: string; value: string }[] = []
  for (const extended of childrenNamed(placemark, 'ExtendedData'))
    for (const node of Array.from(extended.childNodes)) {
      if (node.localName === 'Data') {
        const name = node.getAttribute?.('name') ?? ''
        all.push({ name, title: titleOf(node) || name, value: textOfChild(node, 'value') })
      } else if (node.localName === 'SchemaData') {
        const schema = (node.getAttribute?.('schemaUrl') ?? '').replace(/^.*#/, '')
        for (const one of childrenNamed(node, 'SimpleData')) {
          const name = one.getAttribute?.('name') ?? ''
          all.push({
            name,
            title: titles.get(`${schema} ${name}`) ?? name,
            value: one.textContent?.trim() ?? '',
          })
        }
      } else if (node.localName)
        all.push({ name: node.localName, title: node.localName, value: node.textContent?.trim() ?? '' })
    }
  const times = (title: string) => all.filter((one) => one.title === title).length
  const found: Record<string, string> = Object.create(null) as Record<string, string>
  for (const { name, title, value } of all) found[times(title) === 1 ? title : name || title] = value
  return found
}

/** Titles may be written as on a web page. */
function titleOf(node: XmlNode): string {
  return withoutEntities(textOfChild(node, 'displayName')).trim()
}
