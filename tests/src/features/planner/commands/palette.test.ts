// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import CommandPalette from '../../../../../src/features/planner/commands/CommandPalette.vue'
import { COMMANDS } from '../../../../../src/features/planner/commands/registry'
import { type Listed, search } from '../../../../../src/features/planner/commands/search'
import { i18n, setLanguage } from '../../../../../src/i18n'
import { eventually } from '../../../../support/eventually'
import { usePlan } from '../../../../../src/stores/plan'
import { smallGround } from '../../../plan/small-district'
import { asPlanner } from '../../../stores/plan-sheet'
import { mountAtDesk } from '../desk-of'

const listed = (id: string, names: string[], reason: string | null = null): Listed => ({
  command: COMMANDS.find((command) => command.id === id)!,
  label: names[0],
  keys: '',
  reason,
  names,
})
const SOME = [
  listed('undo', ['撤销', 'Undo'], '没有可撤销的操作。'),
  listed('save', ['保存', 'Save']),
  listed('lock', ['锁定 / 解锁所选网格', 'Lock or unlock the chosen grids']),
  listed('tool.lock', ['锁定 / 解锁', 'Lock or unlock']),
  listed('offer.1', ['划入第 1 个网格', 'Move to grid 1'], '请先选择楼栋。'),
  listed('offer.2', ['划入第 2 个网格', 'Move to grid 2'], '请先选择楼栋。'),
]
const found = (typed: string) => search(SOME, typed).map(({ command: { id } }) => id)

describe('looking for a command', () => {
  it('finds it in either language, whatever the case and the width of letters', () => {
    expect(found('撤')).toEqual(['undo'])
    expect(found('UND')).toEqual(['undo'])
    expect(found('ｓａｖｅ')).toEqual(['save'])
  })

  it('finds what has every word that was typed', () => {
    expect(found('lock chosen')).toEqual(['lock'])
    expect(found('lock 网格')).toEqual(['lock'])
    expect(found('lock save')).toEqual([])
  })

  it('puts what begins with it first', () => {
    expect(found('un')).toEqual(['undo', 'lock', 'tool.lock'])
  })

  it('lists all in their order where nothing was typed, of a family one that cannot be done', () => {
    expect(found(' ')).toEqual(['undo', 'save', 'lock', 'tool.lock', 'offer.1'])
  })
})

describe('the palette', () => {
  beforeEach(async () => {
    document.body.innerHTML = ''
    asPlanner()
    await setLanguage('zh-CN')
  })
  const field = () => document.querySelector<HTMLInputElement>('[data-test=palette-input]')!
  const press = async (key: string) => {
    field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
  }
  const pointed = () => document.querySelector('[aria-selected=true]')

  async function openPalette() {
    const isOpen = vi.fn()
    mountAtDesk(CommandPalette, {}, { open: true, 'onUpdate:open': isOpen })
    await eventually(() => expect(document.querySelectorAll('[role=option]').length).toBeGreaterThan(20))
    return isOpen
  }
  async function type(text: string) {
    field().value = text
    field().dispatchEvent(new Event('input'))
    await nextTick()
  }

  it('shows each command with its keys, and why it cannot be done now', async () => {
    await openPalette()
    const text = (id: string) => document.querySelector(`[data-command="${id}"]`)?.textContent
    expect(text('redo')).toMatch(/重做.*请先打开一个规划。.*Ctrl Shift Z.*Ctrl Y/s)
    expect(text('wholeArea')).not.toContain('请先')
  })

  it('finds by the words of the language that is not shown', async () => {
    await openPalette()
    await vi.waitFor(() => expect(i18n.global.availableLocales).toContain('en'))
    await type('whole area')
    expect(pointed()?.getAttribute('data-command')).toBe('wholeArea')
  })

  it('goes through the list by the keyboard, says why one cannot be done, and stays open then', async () => {
    const isOpen = await openPalette()
    const first = pointed()?.id
    await press('ArrowUp')
    await press('ArrowDown')
    expect(pointed()?.id).toBe(first)
    expect(field().getAttribute('aria-activedescendant')).toBe(first)
    await type('合并')
    expect(document.querySelector('[data-test=palette-reason]')?.textContent).toBe('请先打开一个规划。')
    await press('Enter')
    expect(isOpen).not.toHaveBeenCalled()
    await type('看全部范围')
    await press('Enter')
    expect(isOpen).toHaveBeenCalledExactlyOnceWith(false)
  })

  it('says how many more places there are than it lists, and what to do about it', async () => {
    const isOpen = await openPalette()
    usePlan().ground = smallGround()
    await nextTick()
    await type('号楼')
    const more = document.querySelector('[data-command="more-building"]')
    expect(more?.textContent).toMatch(/还有 122 栋楼.*再输入几个字/s)
    expect(more?.getAttribute('aria-disabled')).toBe('true')
    await type('没有这样的东西')
    expect(document.querySelector('.none')?.textContent).toBe('没有找到这样的命令、地点或人员。')
    expect(isOpen).not.toHaveBeenCalled()
  })
})
