export default {
  title: 'Sign in',
  lead: 'Draw the grids, know who answers for each, see every case through.',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  demo: 'Demo accounts',
  demoHint: 'Demo data: one click signs you in',
  emailMissing: 'Enter your email',
  passwordMissing: 'Enter your password',
  pausedSeconds: 'Too many failed attempts. Try again in {count} s.',
  pausedMinutes: 'Too many failed attempts. Try again in {count} minutes.',
}
