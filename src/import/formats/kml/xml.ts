/** What is asked of a node of a document. */
export interface XmlNode {
  parentNode: XmlNode | null
  localName?: string | null
  childNodes: ArrayLike<XmlNode>
  textContent: string | null
  getAttribute?(name: string): string | null
}

/** Returns the elements right below a node that have a name, in the order of the document. */
export function childrenNamed({ childNodes }: XmlNode, name: string): XmlNode[] {
  return Array.from(childNodes).filter(({ localName }) => localName === name)
}

/** Returns the text of the first element of a name right below a node; '' without one. */
export function textOfChild(node: XmlNode, name: string): string {
  return childrenNamed(node, name)[0]?.textContent?.trim() ?? ''
}
