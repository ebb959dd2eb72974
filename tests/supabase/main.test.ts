import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkNode } from '../../supabase/local/node'

function run(...argv: string[]): Promise<{ code: number; output: string; error: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'supabase/local/main.ts', ...argv],
      (_, output, error) => resolve({ code: child.exitCode ?? -1, output, error }),
    )
  })
}

test('an unknown command ends with 2 and a sentence', async () => {
  expect(await run('strat')).toMatchObject({
    code: 2,
    error: expect.stringContaining('no command "strat"') as string,
  })
})

test('help names every command', async () => {
  const { code, output } = await run('--help')
  expect(code).toBe(0)
  for (const name of ['start', 'dev', 'types']) expect(output).toContain(`  ${name} `)
})

test.each([
  ['start', 'npm start -- [flags]'],
  ['dev', 'npm run dev -- [flags]'],
  ['account', 'npm run account -- EMAIL'],
  ['backup', 'npm run backup -- --out FILE'],
  ['restore', 'npm run restore -- FILE'],
  ['types', 'npm run types -- --check'],
  ['import', 'npm run import -- [KIND] FILE'],
  ['plan', 'plan graph INSTANCE.json'],
])('%s --help prints its flags and does nothing', async (name, line) => {
  const { code, output, error } = await run(name, '--help')
  expect({ code, error }).toEqual({ code: 0, error: '' })
  expect(output).toContain(line)
})

test('a flag that types does not know changes no file', async () => {
  const { code, error } = await run('types', '--chekc')
  expect(code).toBe(1)
  expect(error).toContain("Unknown option '--chekc'")
})

test.each([
  ['account', 'a@b.cn', '--role', 'admin', '--area', '410802'],
  ['plan', 'area', '410802'],
])('%s makes no database in a folder that was mistyped', async (...argv) => {
  const folder = join(tmpdir(), `gridward-typo-${process.pid}`)
  const { code, error } = await run(...argv, '--data', folder)
  expect({ code, error }).toEqual({
    code: 1,
    error: `There is no database in ${folder}. Start it with npm start -- --data ${folder}\n`,
  })
  expect(existsSync(folder)).toBe(false)
})

test('what can be mended ends with 1 and one sentence, without a stack', async () => {
  const { code, error } = await run('start', '--port', 'x')
  expect(code).toBe(1)
  expect(error).toBe('The port must be a number from 0 to 65535, not "x".\n')
})

test.each([
  ['18.20.4', false],
  ['20.18.9', false],
  ['20.19.0', true],
  ['20.20.2', true],
  ['22.0.0', true],
])('Node %s is new enough: %s', (version, accepted) => {
  const check = () => checkNode(version)
  if (accepted) expect(check).not.toThrow()
  else expect(check).toThrow(`Gridward needs Node 20.19.0 or newer; this is Node ${version}.`)
})
