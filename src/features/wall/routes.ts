import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/wall',
    name: 'wall',
    component: () => import('./WallPage.vue'),
    meta: {
      action: 'see-wall',
      isBare: true,
      navigation: { key: 'wall', rank: 40 },
    },
  },
]
