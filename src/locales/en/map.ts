export default {
  deviation: 'Households against target',
  density: 'Incident density',
  moved: 'Moves to another grid',
  buildings: 'Buildings',
  households: 'households',
  perSquareKilometreMonth: 'per km² in 30 days',
  communities: 'Community border',
  marks: {
    title: 'Marks',
    unassigned: 'Building without a grid',
    note: 'Note',
    fault: 'Must mend',
    locked: 'Locked',
    pinned: 'Pinned building',
    replaced: 'another plan took over',
  },
  barriers: 'Main road or river: not to be crossed',
}
