export default {
  menu: 'What to do with “{name}”',
  find: 'Find a plan',
  search: 'Find a plan by name, scheme, area or person',
  order: 'Order',
  orders: {
    changed: 'Last changed',
    name: 'Name',
    state: 'State',
    inForce: 'In force',
    grids: 'Most grids',
    within: 'Balance',
  },
  noneFound: 'No plan matches “{search}”',
  unsaved: 'Save first: what is not saved yet would be lost.',
  noGrids: 'no grids yet',
  figures: '{grids} · {households} · {within} in tolerance',
  rename: { item: 'Rename', title: 'Rename “{name}”', verb: 'Rename' },
  duplicate: { item: 'Duplicate', title: 'Duplicate “{name}”', verb: 'Duplicate', name: '{name} (copy)' },
  scheme: {
    item: 'Change the scheme',
    title: 'Another scheme for “{name}”',
    verb: 'Change',
    same: 'The grids stay and are measured by the targets of the new scheme.',
    flatten: 'Fewer levels: the lower grids stay, those at the top go, and the history begins anew.',
    raise:
      'More levels: for each one more, every community becomes a grid at the top, to be divided later, and the history begins anew.',
  },
  discard: { item: 'Delete the draft', title: 'Delete the draft “{name}”', verb: 'Delete' },
  replaced: {
    mark: 'Replaced',
    here: 'Replaced here by “{plan}” since {day}.',
    some: 'In {count} of {of} communities “{plans}” took over: hatched on the map; grids and checks there count no more.',
  },
  rail: { unfold: 'Show words', fold: 'Hide words' },
  boards: {
    noPublicAddress:
      'No public address is set: the codes lead to the address of this page, {address}, which residents may not reach. It is set under Settings › Settings.',
    extent: 'Boards of which area',
    progress: 'Preparing: {read} of {of} communities, {pages} pages',
  },
}
