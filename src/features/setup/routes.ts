import type { RouteRecordRaw } from 'vue-router'
import { parts } from './parts'

const SetupPage = () => import('./SetupPage.vue')

export const routes: RouteRecordRaw[] = [
  {
    path: '/setup',
    name: 'setup',
    component: SetupPage,
    meta: {
      action: 'read-places',
      navigation: { key: 'setup', rank: 50 },
    },
  },
  {
    path: `/setup/:part(${parts.map(({ key }) => key).join('|')})`,
    name: 'setup-part',
    component: SetupPage,
    meta: { action: 'read-places' },
  },
  {
    path: '/setup/certificate/:id',
    name: 'volunteer-paper',
    component: () => import('./volunteers/CertificatePaper.vue'),
    meta: { action: 'read-volunteers', isBare: true },
  },
  {
    path: '/certificate/:number?',
    name: 'certificate',
    component: () => import('./volunteers/CertificatePage.vue'),
    meta: { isPublic: true, isBare: true },
  },
]
