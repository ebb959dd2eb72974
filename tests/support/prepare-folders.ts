import { originalOf } from './prepared-folder'

// Before tests that run side by side would each make them.
await Promise.all([originalOf('empty'), originalOf('demo')])
