import { expose } from 'comlink'
import { createMember } from '../../geo/index'

expose(createMember())
