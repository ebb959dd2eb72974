import { describe, expect, it } from 'vitest'
import { GROUPS, REFUSALS } from '../../../../../src/features/planner/commands/command'
import { helpLines } from '../../../../../src/features/planner/commands/keys'
import { COMMANDS, commandOf } from '../../../../../src/features/planner/commands/registry'
import { COLOURINGS, LAYERS } from '../../../../../src/features/planner/desk/looking/layers'
import { BORDER_KEYS } from '../../../../../src/features/planner/desk/tools'
import type { Situation } from '../../../../../src/features/planner/desk/situation'
import { LANGUAGE_TAGS } from '../../../../../src/lib/languages'
import type { Words } from '../../../../../src/locales/collect'

const files = import.meta.glob<Words>('../../../../../src/locales/*/index.ts', {
  eager: true,
  import: 'default',
})
const LANGUAGES = LANGUAGE_TAGS.map(
  (tag) => [tag, files[`../../../../../src/locales/${tag}/index.ts`]] as const,
)

/** Words by their key; undefined where there are none. */
function wordsAt(words: Words, key: string): unknown {
  return key.split('.').reduce<unknown>((inner, part) => (inner as Words | undefined)?.[part], words)
}

/** A draft at rest with nothing chosen, and what is different. */
const situation = (different: Partial<Situation> = {}): Situation => ({
  isAsked: true,
  state: 'draft',
  isPending: false,
  isReady: true,
  isEditable: true,
  isSettling: false,
  mayDraw: true,
  mayDecide: false,
  saveStage: 'saved',
  isStepping: false,
  isBusy: false,
  isBehind: false,
  hasLevels: false,
  isUpper: false,
  gridCount: 5,
  grids: [],
  picked: 0,
  communities: 0,
  isOnGroups: false,
  isOnGround: false,
  mayStayOut: true,
  bareCommunities: 0,
  isOut: true,
  offers: 0,
  unassigned: 0,
  faults: 0,
  done: 0,
  undone: 0,
  ...different,
})
const grids = (communities: number[], locked = 0) => ({
  grids: communities.map((community, at) => ({ community, locked: at < locked })),
})
const picked = (different: Partial<Situation> = {}) =>
  situation({ picked: 2, communities: 1, isOut: false, offers: 3, ...different })
const closed = situation({ isAsked: false, state: null, isReady: false, isEditable: false })
const preparing = situation({ isReady: false, isEditable: false })
const submitted = situation({ state: 'submitted', isEditable: false, mayDecide: true })

describe('the registry of commands', () => {
  it.each(LANGUAGES)(
    'has words for every command, family, group, layer and refusal in %s',
    (_language, words) => {
      const keys = [
        ...COMMANDS.map((command) => command.words),
        ...helpLines().map((line) => line.words),
        ...GROUPS.map((group) => `planner.keys.groups.${group}`),
        ...REFUSALS.map((refusal) => `planner.why.${refusal}`),
        ...LAYERS.map((layer) => `planner.layers.names.${layer}`),
        ...COLOURINGS.map((colouring) => `planner.colouring.by.${colouring}`),
      ]
      expect(keys.filter((key) => typeof wordsAt(words, key) !== 'string')).toEqual([])
    },
  )

  it('binds no key and no id twice, nor one that the border tool answers', () => {
    const keys = COMMANDS.flatMap((command) => command.keys)
    const ids = COMMANDS.map(({ id }) => id)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(keys).not.toEqual(expect.arrayContaining(BORDER_KEYS.corners.split(' ')))
  })

  it('has no refusal that nothing gives', () => {
    const different: Partial<Situation>[] = [
      {},
      { isAsked: false, state: null, isReady: false, isEditable: false },
      { isReady: false, isEditable: false },
      { isEditable: false, mayDraw: false },
      { state: 'submitted', isEditable: false, mayDraw: false },
      { state: 'submitted', isEditable: false, mayDecide: true, isStepping: true },
      { isBusy: true, unassigned: 1, ...grids([1, 2]), undone: 1, saveStage: 'saving' },
      { ...grids([1, 1], 2), picked: 1, isOut: false, isOnGroups: true, isUpper: true },
      { picked: 1, isOut: true, communities: 2, gridCount: 0 },
      { picked: 1, communities: 1 },
      { isOnGround: true, mayStayOut: false },
    ]
    const given = new Set(different.flatMap((one) => COMMANDS.map(({ refusal }) => refusal(situation(one)))))
    expect(REFUSALS.filter((refusal) => !given.has(refusal))).toEqual([])
  })

  it('says in the help every key once, the offers in one line', () => {
    const lines = helpLines()
    const shown = lines.flatMap(({ keys }) => keys.split(' / '))
    expect(new Set(shown).size).toBe(shown.length - 1) // Enter also puts a corner down.
    expect(lines.filter(({ keys }) => keys === '1 … 9')).toHaveLength(1)
    expect(new Set(lines.map(({ group }) => group))).not.toContain('files')
  })
})

describe('why a command cannot be done', () => {
  it.each([
    ['merge', situation(grids([1, 1])), null],
    ['merge', situation(grids([1])), 'few'],
    ['merge', situation(grids([1, 2])), 'communities'],
    ['merge', situation(grids([1, 1], 1)), 'locked'],
    ['merge', situation({ ...grids([1, 1]), isBusy: true }), null],
    ['merge', preparing, 'notReady'],
    ['merge', closed, 'notOpen'],
    ['merge', submitted, 'notDraft'],
    ['merge', situation({ isEditable: false, mayDraw: false }), 'mayNotDraw'],
    ['split', situation(grids([1])), null],
    ['split', situation(grids([])), 'one'],
    ['split', situation(grids([1, 1])), 'one'],
    ['split', situation(grids([1], 1)), 'locked'],
    ['split', situation({ ...grids([1]), isBusy: true }), 'busy'],
    ['rebalance', situation(grids([1, 2])), null],
    ['rebalance', situation(grids([])), 'few'],
    ['rebalance', situation(grids([1, 2], 1)), null],
    ['rebalance', situation(grids([1, 2], 2)), 'locked'],
    ['rebalance', situation({ ...grids([1, 2]), isBusy: true }), 'busy'],
    ['lock', situation(grids([])), 'none'],
    ['lock', situation({ ...grids([1]), isSettling: true }), 'busy'],
    ['undo', situation({ done: 1, isSettling: true }), null],
    ['lock', situation(grids([1], 1)), null],
    ['fill', situation(), 'allAssigned'],
    ['fill', situation({ unassigned: 2 }), null],
    ['accept', situation(), 'notPicked'],
    ['accept', picked(), null],
    ['offer.3', picked(), null],
    ['offer.4', picked(), 'noOffer'],
    ['offer.1', picked({ communities: 2 }), 'apart'],
    ['alone', picked({ communities: 2 }), 'apart'],
    ['pin', picked(), null],
    ['pin', picked({ isOnGroups: true }), 'wholeGroups'],
    ['takeOut', picked({ isOut: true }), 'outside'],
    ['takeOut', situation({ isOnGround: true, mayStayOut: false, isOut: false }), 'groundNeeded'],
    ['takeOut', situation({ isOnGround: true, isOut: false }), null],
    ['alone', situation({ isOnGround: true, communities: 1 }), null],
    ['pin', situation({ isOnGround: true, isOut: false }), 'notPicked'],
    ['bareGrids', situation(), 'noBare'],
    ['bareGrids', situation({ bareCommunities: 2 }), null],
    ['redraw', situation(), 'none'],
    ['redraw', situation({ grids: [{ community: 1, locked: false }] }), null],
    ['partitionGoOn', situation(), 'notRunning'],
    ['partitionGoOn', situation({ isBusy: true }), null],
    ['nextBuilding', situation({ ...grids([1]), isUpper: true }), 'upperLevel'],
    ['nextBuilding', situation(), 'none'],
    ['level', situation(), 'oneLevel'],
    ['level', situation({ hasLevels: true }), null],
    ['nextFault', situation(), 'noFaults'],
    ['nextGrid', situation({ gridCount: 0 }), 'noGrids'],
    ['undo', situation(), 'nothingDone'],
    ['redo', situation({ done: 1 }), 'nothingUndone'],
    ['save', situation(), 'allSaved'],
    ['save', situation({ saveStage: 'failed' }), null],
    ['save', situation({ saveStage: 'saving' }), 'saving'],
    ['publish', situation(), 'notSubmitted'],
    ['publish', submitted, null],
    ['publish', { ...submitted, mayDecide: false }, 'mayNotDecide'],
    ['takeBack', { ...submitted, mayDraw: false }, 'mayNotDraw'],
    ['partitionTake', situation(), 'notRunning'],
    ['catchUp', situation(), 'isNewest'],
    ['newPlan', situation(), 'planOpen'],
    ['newPlan', closed, null],
    ['plans', closed, 'notOpen'],
    ['plans', { ...closed, isAsked: true }, null],
    ['exportFiles', preparing, 'notReady'],
    ['renamePlan', situation(), null],
    ['renamePlan', { ...submitted, mayDraw: false }, null],
    ['renamePlan', { ...submitted, mayDraw: false, mayDecide: false }, 'mayNotDraw'],
    ['duplicatePlan', submitted, null],
    ['changeScheme', submitted, 'notDraft'],
    ['changeScheme', situation(), null],
    ['discardPlan', closed, 'notOpen'],
    ['report', preparing, null],
    ['tool.brush', submitted, 'notDraft'],
    ['tool.remark', submitted, null],
    ['tool.remark', closed, 'notOpen'],
    ['tool.measure', closed, null],
    ['clear', closed, null],
  ] as const)('%s: %o → %s', (id, now, refusal) => {
    expect(commandOf(id).refusal(now)).toBe(refusal)
  })
})
