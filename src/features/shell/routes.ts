import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/not-for-you', name: 'not-for-you', component: () => import('./NotForYouPage.vue') },
]
