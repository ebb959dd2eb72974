export default {
  deviation: 'Households against target',
  density: 'Incident density',
  buildings: 'Buildings',
  households: 'households',
  perSquareKilometre: 'per km²',
  communities: 'Community border',
  barriers: 'Main road or river: not to be crossed',
}
