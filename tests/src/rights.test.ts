import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Action, allows, type MemberRole, RIGHTS } from '../../src/lib/rights'

const roles = Object.keys(RIGHTS) as MemberRole[]
const docs = readFileSync('docs/access.md', 'utf8')
const rows = docs
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
const asText = Object.fromEntries(roles.map((role) => [role, [...RIGHTS[role].may].sort()]))

it('is what docs/access.md says', () => {
  const said = rows.filter(([role]) => role in RIGHTS)
  expect(Object.fromEntries(said.map(([role, may]) => [role, may.split(', ').sort()]))).toEqual(asText)
})

it('is what the rows of docs/access.md say that are tried in the database', () => {
  const shown = rows.flatMap(([action, how]) => {
    const found = how?.match(/^(reading|adding|changing|calling|opening) `?([\w ]+)`?$/)
    return found ? [{ action: action as Action, command: found[1], name: found[2] }] : []
  })
  expect(shown.map(({ action }) => action).sort()).toEqual(
    [...RIGHTS.admin.may, 'read-contacts', 'serve'].sort(),
  )
  for (const { action, command, name } of shown) {
    // What a page shows together is read by others too.
    if (command === 'opening') continue
    const column = { calling: 1, reading: 1, adding: 2, changing: 3 }[command]!
    const row = rows.find(([first]) =>
      command === 'calling' ? first.startsWith(`\`${name}(`) : first.startsWith(`\`${name}\``),
    )
    const named = (row?.[column] ?? '').split('; ').map((clause) => rolesIn(clause.replace(/^[a-z ]+: /, '')))
    const allowed = roles.filter((role) => allows(role, action)).sort()
    expect([action, named]).toEqual([action, expect.arrayContaining([allowed])])
  }
})

/** The roles of a clause; some words stand for several, as the docs say. */
function rolesIn(words: string): string[] {
  const groups = ['everyone', 'staff', 'roster']
  const meant = words
    .split(', ')
    .flatMap((word) =>
      groups.includes(word) ? rows.find(([first]) => first === word)![1].split(', ') : [word],
    )
  return [...new Set(meant)].sort()
}

it('is the only place of the pages that names a role', () => {
  // Words for other things too: the planner's page, who handles a case, what kind an account is.
  const words: readonly string[] = ['planner', 'handler', 'display']
  const others = roles.filter((role) => !words.includes(role))
  const named = new RegExp(`'(${others.join('|')})'|\\['(planner|handler|display)', '`)
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      /\.(ts|vue)$/.test(path) && !/^(lib\/(rights|database)\.ts|locales\/)/.test(path.replaceAll('\\', '/')),
  )
  expect(sources.filter((path) => named.test(readFileSync(`src/${path}`, 'utf8')))).toEqual([])
})
