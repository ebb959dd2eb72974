import { expose } from 'comlink'
import { ImportJob } from '../import/job'

expose(new ImportJob())
