import { expose } from 'comlink'
import { ImportJob } from '../lib/import/job'

expose(new ImportJob())
