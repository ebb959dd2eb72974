import { isEmpty } from './values'
import { words } from './text'

/** Levels by what they are called, 1 the highest; files that number their levels begin at the highest as well. */
const named = new Map(
  [
    ['片区', '大网格', 'area', 'area grid'],
    ['网格', '综合网格', 'grid'],
    ['微网格', '小网格', '楼栋组', 'micro grid', 'microgrid', 'building group'],
  ].flatMap((names, at) => names.map((name): [string, number] => [name, at + 1])),
)
const NUMERALS = '一二三四五'

/** Returns the level that a cell says, 1 the highest; 0 for one that says nothing, null for a word that is no level. */
export function levelOf(cell: string): number | null {
  if (isEmpty(cell)) return 0
  const plain = words(cell)
  const known = named.get(plain)
  if (known !== undefined) return known
  const numbered = /^(?:第|level )?([1-5一二三四五])(?:级|层)?(?:网格)?$/.exec(plain)
  if (!numbered) return null
  return Number(numbered[1]) || NUMERALS.indexOf(numbered[1]) + 1
}
