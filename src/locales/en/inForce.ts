export default {
  open: 'In force, and history',
  title: 'Grids in force',
  of: 'Grids in force · {area}',
  day: 'On which day',
  today: 'Today',
  covered: 'in {covered} of {of} communities',
  upper: 'and {count} above them',
  uppers: 'and {count} above them',
  plans: 'Made up of',
  communities: '{count} community | {count} communities',
  history: 'When it changed',
  standing: 'in force on {day}',
}
