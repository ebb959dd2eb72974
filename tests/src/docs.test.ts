import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 1 << 24,
})
  .split('\n')
  .filter((file) => file && existsSync(file))
const pages = ['README.md', 'README.zh-CN.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
)
/** Stands for any page. */
const EXAMPLE = 'src/features/x'

/** Whether a path, from the root or from some folder, is that of a file or folder; `.ts` may be left out. */
function isThere(path: string): boolean {
  return tracked.some((file) => {
    const from = `/${file}`.replace(/\.ts$/, '')
    return from.endsWith(`/${path.replace(/\.ts$/, '')}`) || file.startsWith(`${path}/`)
  })
}

test.each(pages)('%s names files that are there', (page) => {
  const text = readFileSync(page, 'utf8')
  const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)\/?`/g)].map(([, path]) => path)
  const paths = named.filter(
    (path) => /^(src|geo|supabase|tests|docs)\//.test(path) || /\.(ts|vue|sql|md)$/.test(path),
  )
  expect(paths.filter((path) => path !== EXAMPLE && !isThere(path))).toEqual([])
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => join(dirname(page), path))
  expect(linked.filter((path) => !existsSync(path))).toEqual([])
})
