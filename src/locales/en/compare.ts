export default {
  sheet: 'Buildings that move',
  figure: 'Figure',
  inForce: 'What is in force',
  top: 'Top level',
  middle: 'Middle level',
  upper: 'Upper level',
  lower: 'Lower level',
  figures: {
    households: 'Households',
    incidents: 'Incidents, 12 months',
    moved: 'What moves',
  },
  legend: {
    incidents: 'Incidents of 12 months',
    moved: 'Share of households with another grid worker',
  },
  scope: 'Compares {count} of {of} communities of the district',
  mapComing: 'The map is on its way…',
  staff: {
    title: 'Posts, people and cost',
    post: 'Post',
    required: 'Posts in all',
    filled: 'Held',
    people: 'People',
    yuanMonth: 'Allowances, yuan a month',
  },
}
