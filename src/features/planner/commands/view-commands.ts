import type { Situation } from '../desk/situation'
import { COLOURINGS, LAYERS } from '../desk/looking/layers'
import { type Command, first, type Refusal, unlessOpen } from './command'

const unlessGrids = (now: Situation): Refusal | null =>
  first(unlessOpen(now), now.gridCount === 0 && 'noGrids')
const unlessFaults = (now: Situation): Refusal | null =>
  first(unlessOpen(now), now.faults === 0 && 'noFaults')
const never = () => null

/** What is looked at. */
export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'level',
    group: 'view',
    keys: ['q'],
    words: 'planner.keys.level',
    refusal: (now) => first(now.state === null && 'notOpen', !now.hasLevels && 'oneLevel'),
    run: ({ choice }) => choice.otherLevel(),
  },
  {
    id: 'nextGrid',
    group: 'view',
    keys: [']'],
    words: 'planner.keys.nextGrid',
    refusal: unlessGrids,
    run: ({ looking }) => looking.walkGrids(1),
  },
  {
    id: 'previousGrid',
    group: 'view',
    keys: ['['],
    words: 'planner.keys.previousGrid',
    refusal: unlessGrids,
    run: ({ looking }) => looking.walkGrids(-1),
  },
  {
    id: 'nextFault',
    group: 'view',
    keys: ['.'],
    words: 'planner.keys.nextFault',
    refusal: unlessFaults,
    run: ({ looking }) => looking.walkToFault(1),
  },
  {
    id: 'previousFault',
    group: 'view',
    keys: [','],
    words: 'planner.keys.previousFault',
    refusal: unlessFaults,
    run: ({ looking }) => looking.walkToFault(-1),
  },
  {
    id: 'zoom',
    group: 'view',
    keys: ['z'],
    words: 'planner.keys.zoom',
    refusal: (now) => first(unlessOpen(now), now.grids.length + now.picked === 0 && 'none'),
    run: ({ looking }) => looking.zoomToChosen(),
  },
  {
    id: 'wholeArea',
    group: 'view',
    keys: ['a'],
    words: 'planner.keys.wholeArea',
    refusal: never,
    run: ({ view }) => void view.show(),
  },
  {
    id: 'table',
    group: 'view',
    keys: ['t'],
    words: 'planner.keys.table',
    refusal: unlessOpen,
    run: ({ parts }) => (parts.table.value = !parts.table.value),
  },
  ...COLOURINGS.map((colouring): Command => ({
    id: `colour.${colouring}`,
    group: 'view',
    keys: [],
    words: `planner.colouring.by.${colouring}`,
    refusal: unlessGrids,
    run: (desk) => (desk.colouring.value = colouring),
  })),
  {
    id: 'nextColour',
    group: 'view',
    keys: ['shift+c'],
    words: 'planner.colouring.next',
    refusal: unlessGrids,
    run: ({ colouring }) => {
      colouring.value = COLOURINGS[(COLOURINGS.indexOf(colouring.value) + 1) % COLOURINGS.length]
    },
  },
  ...LAYERS.map((layer): Command => ({
    id: `layer.${layer}`,
    group: 'view',
    keys: [],
    words: `planner.layers.toggle.${layer}`,
    refusal: never,
    run: ({ hidden }) => {
      const next = new Set(hidden.value)
      if (!next.delete(layer)) next.add(layer)
      hidden.value = next
    },
  })),
  {
    id: 'clear',
    group: 'view',
    keys: ['escape'],
    words: 'planner.keys.clear',
    refusal: never,
    run: ({ tool, choice }) => {
      tool.value = 'select'
      choice.clear()
    },
  },
  {
    id: 'palette',
    group: 'view',
    keys: ['mod+k'],
    words: 'planner.keys.palette',
    refusal: never,
    run: ({ parts }) => (parts.palette.value = true),
  },
  {
    id: 'help',
    group: 'view',
    keys: ['?'],
    words: 'common.keyboard.help',
    refusal: never,
    run: ({ parts }) => (parts.help.value = true),
  },
]

/** What helps to find one's way, in every menu of the page. */
export const HELP_COMMANDS = VIEW_COMMANDS.filter(({ id }) => id === 'palette' || id === 'help')
