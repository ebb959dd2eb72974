import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { isPublic: true, isBare: true },
  },
  {
    path: '/join',
    name: 'join',
    component: () => import('./JoinPage.vue'),
    meta: { isPublic: true, isBare: true },
  },
  {
    path: '/pair',
    name: 'pair',
    component: () => import('./PairPage.vue'),
    meta: { isPublic: true, isBare: true },
  },
]
