import { expect, test } from 'vitest'
import { answersTo, isLoopback } from '../../supabase/local/serve/host-names'

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.4', false],
  ['127.0.0.1.example.cn', false],
])('%s is reached from this machine only: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

test.each([
  ['localhost:8080', true],
  ['127.0.0.1:8080', true],
  ['127.0.0.1', true],
  ['[::1]:8080', true],
  ['LOCALHOST.', true],
  ['rebound.example.cn', false],
  ['rebound.example.cn:8080', false],
  ['localhost.example.cn', false],
  ['192.168.1.4', false],
  ['', false],
])('on loopback %j is answered: %s', (host, expected) => {
  expect(answersTo('127.0.0.1', [])(host)).toBe(expected)
})

test('a name that was given is answered too, whatever its spelling, and no part of it', () => {
  const answers = answersTo('127.0.0.1', ['Grid.Example.cn'])
  expect(answers('grid.example.CN:443')).toBe(true)
  expect(answers('example.cn')).toBe(false)
  expect(answers('a.grid.example.cn')).toBe(false)
})

test('on other addresses every name is answered until some are given, and addresses in numbers always', () => {
  expect(answersTo('0.0.0.0', [])('anything.example.cn')).toBe(true)
  const answers = answersTo('0.0.0.0', ['grid.example.cn'])
  expect(['grid.example.cn', '192.168.1.4:8080', '[2001:db8::1]:80', 'localhost'].map(answers)).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(answers('anything.example.cn')).toBe(false)
})
