import { type Command, unlessOpen } from './command'

const paper = (id: 'report' | 'boards', words: string): Command => ({
  id,
  group: 'files',
  keys: [],
  words,
  refusal: ({ state }) => (state ? null : 'notOpen'),
  run: ({ pages }) => void pages[id](),
})

/** How the plan is given out: as files, on paper. */
export const FILE_COMMANDS: readonly Command[] = [
  {
    id: 'exportFiles',
    group: 'files',
    keys: [],
    words: 'export.open',
    refusal: unlessOpen,
    run: ({ parts }) => (parts.exporting.value = true),
  },
  paper('report', 'report.open'),
  paper('boards', 'planner.export.boards'),
]
