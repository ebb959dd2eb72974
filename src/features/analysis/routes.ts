import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/analysis',
    name: 'analysis',
    component: () => import('./AnalysisPage.vue'),
    meta: { action: 'read-figures', navigation: { key: 'analysis', rank: 15 } },
  },
]
