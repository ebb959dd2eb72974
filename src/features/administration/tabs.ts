import type { Component } from 'vue'
import type { Action } from '../../lib/rights'

/** A page of the set-up of a district. */
export interface AdministrationTab {
  /** Its address below `/administration`, and its name among the words (`administration.tabs`). */
  path: string
  /** What one must be allowed somewhere to open it. */
  action: Action
  page: () => Promise<Component>
}

/** The pages in the order in which they are listed. */
export const tabs: readonly AdministrationTab[] = [
  { path: 'accounts', action: 'administer', page: () => import('./accounts/AccountsPage.vue') },
  {
    path: 'categories',
    action: 'read-staff',
    page: () => import('./categories/CategoriesPage.vue'),
  },
  {
    path: 'calendar',
    action: 'read-staff',
    page: () => import('./calendar/CalendarPage.vue'),
  },
  {
    path: 'tasks',
    action: 'read-staff',
    page: () => import('./tasks/TasksPage.vue'),
  },
  { path: 'settings', action: 'administer', page: () => import('./settings/SettingsPage.vue') },
  { path: 'audit', action: 'administer', page: () => import('./audit/AuditPage.vue') },
]
