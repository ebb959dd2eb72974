import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/figures',
    name: 'figures',
    component: () => import('./FiguresPage.vue'),
    meta: {
      action: 'read-figures',
      navigation: { key: 'figures', rank: 10 },
    },
  },
  {
    path: '/figures/bulletin',
    name: 'bulletin',
    component: () => import('./bulletin/BulletinPage.vue'),
    meta: { action: 'read-figures' },
  },
  {
    path: '/figures/assessment',
    name: 'assessment',
    component: () => import('./assessment/AssessmentPage.vue'),
    meta: { action: 'read-figures' },
  },
]
