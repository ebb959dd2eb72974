import type { Ref } from 'vue'
import { useRead } from '../../../composables/useRead'
import { client } from '../../../data/client'
import { listDepartments } from '../../../data/setup/departments'
import { listPeople } from '../../../data/setup/people'

/** The staff of a district on a day (blank: today) and its departments. */
export function useStaff(district: () => number, day: Ref<string>) {
  const staff = useRead(
    'people',
    () => `${district()} ${day.value}`,
    (asked, signal) => {
      const [id, on] = asked.split(' ')
      return listPeople(client(signal), Number(id), on || undefined)
    },
    { topics: ['people', 'settings'] },
  )
  const departments = useRead('departments', district, (id, signal) => listDepartments(client(signal), id), {
    topics: ['settings', 'people'],
  })
  return { staff, departments }
}
