/**
 * Returns a link that residents follow, on a board, a certificate or an invitation: `path` (from `/`) at the address that the district
 * names; at the address of the page where it names none.
 */
export function publicLink(publicAddress: string, path: string): string {
  return `${publicAddress.replace(/\/+$/, '') || location.origin}${path}`
}
