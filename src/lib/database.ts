// Made by `npm run types` from supabase/migrations. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      areas: {
        Row: {
          boundary: unknown | null
          code: string
          district_id: number
          id: number
          kind: Database['public']['Enums']['area_kind']
          name: string
          name_en: string | null
          parent_id: number | null
          path: string
          source_id: string | null
        }
        Insert: {
          boundary?: unknown | null
          code: string
          district_id: number
          kind: Database['public']['Enums']['area_kind']
          name: string
          name_en?: string | null
          parent_id?: number | null
          path: string
          source_id?: string | null
        }
        Update: {
          boundary?: unknown | null
          code?: string
          district_id?: number
          kind?: Database['public']['Enums']['area_kind']
          name?: string
          name_en?: string | null
          parent_id?: number | null
          path?: string
          source_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "areas_district_fkey"
            columns: ["district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "areas_parent_fkey"
            columns: ["parent_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      assignments: {
        Row: {
          district_id: number
          grid_id: number
          id: number
          person_id: number
          post_id: number
          since: string
          until: string | null
        }
        Insert: {
          district_id: number
          grid_id: number
          person_id: number
          post_id: number
          since: string
          until?: string | null
        }
        Update: {
          district_id?: number
          grid_id?: number
          person_id?: number
          post_id?: number
          since?: string
          until?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "assignments_grid_fkey"
            columns: ["grid_id","district_id"]
            isOneToOne: false
            referencedRelation: "grids"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "assignments_person_fkey"
            columns: ["person_id","district_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "assignments_post_fkey"
            columns: ["post_id"]
            isOneToOne: false
            referencedRelation: "scheme_posts"
            referencedColumns: ["id"]
          },
        ]
      }
      attachments: {
        Row: {
          at: string
          district_id: number
          event_id: number | null
          id: number
          incident_id: number
          mime: string
          path: string
          size_bytes: number
          view: string
        }
        Insert: {
          at?: string
          district_id: number
          event_id?: number | null
          incident_id: number
          mime: string
          path: string
          size_bytes: number
          view?: string
        }
        Update: {
          at?: string
          district_id?: number
          event_id?: number | null
          incident_id?: number
          mime?: string
          path?: string
          size_bytes?: number
          view?: string
        }
        Relationships: [
          {
            foreignKeyName: "attachments_event_fkey"
            columns: ["event_id","district_id"]
            isOneToOne: false
            referencedRelation: "incident_events"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "attachments_incident_fkey"
            columns: ["incident_id","district_id"]
            isOneToOne: false
            referencedRelation: "incidents"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      audit_log: {
        Row: {
          action: string
          actor: string | null
          at: string
          district_id: number | null
          id: number
          is_now: Json | null
          subject: string
          subject_id: string
          was: Json | null
        }
        Insert: {
          action: string
          actor?: string | null
          at?: string
          district_id?: number | null
          is_now?: Json | null
          subject: string
          subject_id: string
          was?: Json | null
        }
        Update: {
          action?: string
          actor?: string | null
          at?: string
          district_id?: number | null
          is_now?: Json | null
          subject?: string
          subject_id?: string
          was?: Json | null
        }
        Relationships: []
      }
      barriers: {
        Row: {
          district_id: number
          id: number
          kind: Database['public']['Enums']['barrier_kind']
          line: unknown
          name: string
          source_id: string
        }
        Insert: {
          district_id: number
          kind: Database['public']['Enums']['barrier_kind']
          line: unknown
          name?: string
          source_id: string
        }
        Update: {
          district_id?: number
          kind?: Database['public']['Enums']['barrier_kind']
          line?: unknown
          name?: string
          source_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "barriers_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      base_features: {
        Row: {
          class: string
          district_id: number
          geom: unknown
          id: number
          layer: Database['public']['Enums']['base_layer']
          name: string
          name_en: string | null
          source_id: string
        }
        Insert: {
          class?: string
          district_id: number
          geom: unknown
          layer: Database['public']['Enums']['base_layer']
          name?: string
          name_en?: string | null
          source_id: string
        }
        Update: {
          class?: string
          district_id?: number
          geom?: unknown
          layer?: Database['public']['Enums']['base_layer']
          name?: string
          name_en?: string | null
          source_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "base_features_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      buildings: {
        Row: {
          address: string
          community_id: number
          compound_id: number | null
          district_id: number
          doubtful: string | null
          footprint: unknown | null
          households: number
          id: number
          name: string
          position: unknown
          source_id: string
          storeys: number | null
        }
        Insert: {
          address?: string
          community_id: number
          compound_id?: number | null
          district_id: number
          doubtful?: string | null
          footprint?: unknown | null
          households: number
          name?: string
          position: unknown
          source_id: string
          storeys?: number | null
        }
        Update: {
          address?: string
          community_id?: number
          compound_id?: number | null
          district_id?: number
          doubtful?: string | null
          footprint?: unknown | null
          households?: number
          name?: string
          position?: unknown
          source_id?: string
          storeys?: number | null
        }
        Relationships: [
          {
            foreignKeyName: "buildings_community_fkey"
            columns: ["community_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "buildings_compound_fkey"
            columns: ["compound_id","district_id"]
            isOneToOne: false
            referencedRelation: "compounds"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      calendar_exceptions: {
        Row: {
          calendar_id: number
          day: string
          name: string
          provisional: boolean
          worked: boolean
        }
        Insert: {
          calendar_id: number
          day: string
          name?: string
          provisional?: boolean
          worked: boolean
        }
        Update: {
          calendar_id?: number
          day?: string
          name?: string
          provisional?: boolean
          worked?: boolean
        }
        Relationships: [
          {
            foreignKeyName: "calendar_exceptions_calendar_fkey"
            columns: ["calendar_id"]
            isOneToOne: false
            referencedRelation: "calendars"
            referencedColumns: ["id"]
          },
        ]
      }
      calendar_spans: {
        Row: {
          calendar_id: number
          ends_at: string
          seconds_before: number
          starts_at: string
        }
        Insert: {
          calendar_id: number
          ends_at: string
          seconds_before: number
          starts_at: string
        }
        Update: {
          calendar_id?: number
          ends_at?: string
          seconds_before?: number
          starts_at?: string
        }
        Relationships: [
          {
            foreignKeyName: "calendar_spans_calendar_fkey"
            columns: ["calendar_id"]
            isOneToOne: false
            referencedRelation: "calendars"
            referencedColumns: ["id"]
          },
        ]
      }
      calendars: {
        Row: {
          district_id: number | null
          first_day: string
          hours: Json
          id: number
          known_until: string | null
          last_day: string
          name: string
          time_zone: string
          weekdays: (number)[]
        }
        Insert: {
          district_id?: number | null
          first_day: string
          hours?: Json
          known_until?: string | null
          last_day: string
          name: string
          time_zone?: string
          weekdays?: (number)[]
        }
        Update: {
          district_id?: number | null
          first_day?: string
          hours?: Json
          known_until?: string | null
          last_day?: string
          name?: string
          time_zone?: string
          weekdays?: (number)[]
        }
        Relationships: [
          {
            foreignKeyName: "calendars_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      categories: {
        Row: {
          code: string
          district_id: number | null
          grid_only: boolean
          id: number
          name: string
          name_en: string
          retired: boolean
        }
        Insert: {
          code: string
          district_id?: number | null
          grid_only?: boolean
          name: string
          name_en: string
          retired?: boolean
        }
        Update: {
          code?: string
          district_id?: number | null
          grid_only?: boolean
          name?: string
          name_en?: string
          retired?: boolean
        }
        Relationships: [
          {
            foreignKeyName: "categories_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      category_deadlines: {
        Row: {
          amount: number
          category_id: number
          clock: Database['public']['Enums']['incident_clock']
          unit: Database['public']['Enums']['deadline_unit']
        }
        Insert: {
          amount: number
          category_id: number
          clock: Database['public']['Enums']['incident_clock']
          unit: Database['public']['Enums']['deadline_unit']
        }
        Update: {
          amount?: number
          category_id?: number
          clock?: Database['public']['Enums']['incident_clock']
          unit?: Database['public']['Enums']['deadline_unit']
        }
        Relationships: [
          {
            foreignKeyName: "category_deadlines_category_fkey"
            columns: ["category_id"]
            isOneToOne: false
            referencedRelation: "categories"
            referencedColumns: ["id"]
          },
        ]
      }
      compounds: {
        Row: {
          boundary: unknown | null
          community_id: number | null
          district_id: number
          id: number
          name: string
          source_id: string
        }
        Insert: {
          boundary?: unknown | null
          community_id?: number | null
          district_id: number
          name: string
          source_id: string
        }
        Update: {
          boundary?: unknown | null
          community_id?: number | null
          district_id?: number
          name?: string
          source_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "compounds_community_fkey"
            columns: ["community_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "compounds_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      crossings: {
        Row: {
          district_id: number
          id: number
          line: unknown
          name: string
          source_id: string
        }
        Insert: {
          district_id: number
          line: unknown
          name?: string
          source_id: string
        }
        Update: {
          district_id?: number
          line?: unknown
          name?: string
          source_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "crossings_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      grid_buildings: {
        Row: {
          building_id: number
          district_id: number
          grid_id: number
          plan_id: number
        }
        Insert: {
          building_id: number
          district_id: number
          grid_id: number
          plan_id: number
        }
        Update: {
          building_id?: number
          district_id?: number
          grid_id?: number
          plan_id?: number
        }
        Relationships: [
          {
            foreignKeyName: "grid_buildings_building_fkey"
            columns: ["building_id","district_id"]
            isOneToOne: false
            referencedRelation: "buildings"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "grid_buildings_grid_fkey"
            columns: ["grid_id","plan_id"]
            isOneToOne: false
            referencedRelation: "grids"
            referencedColumns: ["id","plan_id"]
          },
          {
            foreignKeyName: "grid_buildings_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      grid_codes: {
        Row: {
          code: string
          community_id: number
          district_id: number
          issued_at: string
          issued_by: number | null
          number: number
          retired_at: string | null
        }
        Insert: {
          code: string
          community_id: number
          district_id: number
          issued_at?: string
          issued_by?: number | null
          number: number
          retired_at?: string | null
        }
        Update: {
          code?: string
          community_id?: number
          district_id?: number
          issued_at?: string
          issued_by?: number | null
          number?: number
          retired_at?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "grid_codes_community_fkey"
            columns: ["community_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "grid_codes_issued_by_fkey"
            columns: ["issued_by","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      grid_lineage: {
        Row: {
          buildings: number
          district_id: number
          from_grid: number
          households: number
          to_grid: number
        }
        Insert: {
          buildings: number
          district_id: number
          from_grid: number
          households: number
          to_grid: number
        }
        Update: {
          buildings?: number
          district_id?: number
          from_grid?: number
          households?: number
          to_grid?: number
        }
        Relationships: [
          {
            foreignKeyName: "grid_lineage_from_fkey"
            columns: ["from_grid","district_id"]
            isOneToOne: false
            referencedRelation: "grids"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "grid_lineage_to_fkey"
            columns: ["to_grid","district_id"]
            isOneToOne: false
            referencedRelation: "grids"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      grids: {
        Row: {
          code: string | null
          community_id: number
          district_id: number
          households: number
          id: number
          key: number
          level: number
          locked: boolean
          name: string
          parent_id: number | null
          plan_id: number
          polygon: unknown
        }
        Insert: {
          code?: string | null
          community_id: number
          district_id: number
          households?: number
          key: number
          level: number
          locked?: boolean
          name?: string
          parent_id?: number | null
          plan_id: number
          polygon: unknown
        }
        Update: {
          code?: string | null
          community_id?: number
          district_id?: number
          households?: number
          key?: number
          level?: number
          locked?: boolean
          name?: string
          parent_id?: number | null
          plan_id?: number
          polygon?: unknown
        }
        Relationships: [
          {
            foreignKeyName: "grids_community_fkey"
            columns: ["community_id","plan_id"]
            isOneToOne: false
            referencedRelation: "plan_communities"
            referencedColumns: ["community_id","plan_id"]
          },
          {
            foreignKeyName: "grids_parent_fkey"
            columns: ["parent_id","plan_id"]
            isOneToOne: false
            referencedRelation: "grids"
            referencedColumns: ["id","plan_id"]
          },
          {
            foreignKeyName: "grids_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      import_rows: {
        Row: {
          before: string | null
          checked: boolean
          code: string | null
          detail: string
          doubts: Json
          due_at: string | null
          geom: unknown | null
          import_id: number
          line: number | null
          lines: number
          number: number
          outcome: string | null
          parent_code: string | null
          part: string
          payload: Json
          refusal: string | null
          source: string
        }
        Insert: {
          before?: string | null
          checked?: boolean
          code?: string | null
          detail?: string
          doubts?: Json
          due_at?: string | null
          geom?: unknown | null
          import_id: number
          line?: number | null
          lines?: number
          number: number
          outcome?: string | null
          parent_code?: string | null
          part: string
          payload?: Json
          refusal?: string | null
          source?: string
        }
        Update: {
          before?: string | null
          checked?: boolean
          code?: string | null
          detail?: string
          doubts?: Json
          due_at?: string | null
          geom?: unknown | null
          import_id?: number
          line?: number | null
          lines?: number
          number?: number
          outcome?: string | null
          parent_code?: string | null
          part?: string
          payload?: Json
          refusal?: string | null
          source?: string
        }
        Relationships: [
          {
            foreignKeyName: "import_rows_import_fkey"
            columns: ["import_id"]
            isOneToOne: false
            referencedRelation: "imports"
            referencedColumns: ["id"]
          },
        ]
      }
      imports: {
        Row: {
          areas_checked: boolean
          boundaries: Json
          committed_at: string | null
          created_at: string
          created_by: string | null
          district_id: number
          file_name: string
          id: number
          kind: Database['public']['Enums']['import_kind']
          remaining: number
          state: Database['public']['Enums']['import_state']
          summary: Json
          touched_at: string
          writing_to: number | null
          written_to: number
        }
        Insert: {
          areas_checked?: boolean
          boundaries?: Json
          committed_at?: string | null
          created_at?: string
          created_by?: string | null
          district_id: number
          file_name: string
          kind: Database['public']['Enums']['import_kind']
          remaining?: number
          state?: Database['public']['Enums']['import_state']
          summary?: Json
          touched_at?: string
          writing_to?: number | null
          written_to?: number
        }
        Update: {
          areas_checked?: boolean
          boundaries?: Json
          committed_at?: string | null
          created_at?: string
          created_by?: string | null
          district_id?: number
          file_name?: string
          kind?: Database['public']['Enums']['import_kind']
          remaining?: number
          state?: Database['public']['Enums']['import_state']
          summary?: Json
          touched_at?: string
          writing_to?: number | null
          written_to?: number
        }
        Relationships: [
          {
            foreignKeyName: "imports_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      incident_category_tallies: {
        Row: {
          cases: number
          category_id: number
          community_id: number
          district_id: number
          state: Database['public']['Enums']['incident_state']
        }
        Insert: {
          cases: number
          category_id: number
          community_id: number
          district_id: number
          state: Database['public']['Enums']['incident_state']
        }
        Update: {
          cases?: number
          category_id?: number
          community_id?: number
          district_id?: number
          state?: Database['public']['Enums']['incident_state']
        }
        Relationships: [
          {
            foreignKeyName: "incident_category_tallies_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
          },
        ]
      }
      incident_contacts: {
        Row: {
          consent_at: string
          district_id: number
          incident_id: number
          name: string
          purge_after: string | null
          telephone: string
        }
        Insert: {
          consent_at: string
          district_id: number
          incident_id: number
          name: string
          purge_after?: string | null
          telephone: string
        }
        Update: {
          consent_at?: string
          district_id?: number
          incident_id?: number
          name?: string
          purge_after?: string | null
          telephone?: string
        }
        Relationships: [
          {
            foreignKeyName: "incident_contacts_incident_fkey"
            columns: ["incident_id","district_id"]
            isOneToOne: true
            referencedRelation: "incidents"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      incident_events: {
        Row: {
          actor: string | null
          actor_name: string
          at: string
          detail: Json
          district_id: number
          from_state: Database['public']['Enums']['incident_state'] | null
          id: number
          incident_id: number
          kind: string
          note: string
          to_state: Database['public']['Enums']['incident_state'] | null
        }
        Insert: {
          actor?: string | null
          actor_name?: string
          at?: string
          detail?: Json
          district_id: number
          from_state?: Database['public']['Enums']['incident_state'] | null
          incident_id: number
          kind?: string
          note?: string
          to_state?: Database['public']['Enums']['incident_state'] | null
        }
        Update: {
          actor?: string | null
          actor_name?: string
          at?: string
          detail?: Json
          district_id?: number
          from_state?: Database['public']['Enums']['incident_state'] | null
          incident_id?: number
          kind?: string
          note?: string
          to_state?: Database['public']['Enums']['incident_state'] | null
        }
        Relationships: [
          {
            foreignKeyName: "incident_events_incident_fkey"
            columns: ["incident_id","district_id"]
            isOneToOne: false
            referencedRelation: "incidents"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      incident_month_tallies: {
        Row: {
          cases: number
          community_id: number
          district_id: number
          month: string
          state: Database['public']['Enums']['incident_state']
        }
        Insert: {
          cases: number
          community_id: number
          district_id: number
          month: string
          state: Database['public']['Enums']['incident_state']
        }
        Update: {
          cases?: number
          community_id?: number
          district_id?: number
          month?: string
          state?: Database['public']['Enums']['incident_state']
        }
        Relationships: [
          {
            foreignKeyName: "incident_month_tallies_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
          },
        ]
      }
      incident_number_days: {
        Row: {
          day: string
          district_id: number
          last_number: number
        }
        Insert: {
          day: string
          district_id: number
          last_number: number
        }
        Update: {
          day?: string
          district_id?: number
          last_number?: number
        }
        Relationships: [
          {
            foreignKeyName: "incident_number_days_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
          },
        ]
      }
      incident_transitions: {
        Row: {
          clock: Database['public']['Enums']['incident_clock'] | null
          from_state: Database['public']['Enums']['incident_state']
          note_required: boolean
          roles: (Database['public']['Enums']['member_role'])[]
          to_state: Database['public']['Enums']['incident_state']
        }
        Insert: {
          clock?: Database['public']['Enums']['incident_clock'] | null
          from_state: Database['public']['Enums']['incident_state']
          note_required?: boolean
          roles: (Database['public']['Enums']['member_role'])[]
          to_state: Database['public']['Enums']['incident_state']
        }
        Update: {
          clock?: Database['public']['Enums']['incident_clock'] | null
          from_state?: Database['public']['Enums']['incident_state']
          note_required?: boolean
          roles?: (Database['public']['Enums']['member_role'])[]
          to_state?: Database['public']['Enums']['incident_state']
        }
        Relationships: []
      }
      incidents: {
        Row: {
          accepted_at: string | null
          address: string
          category_id: number
          change_id: number
          client_key: string
          clock_due_at: string | null
          closed_at: string | null
          community_id: number
          deadline_at: string | null
          deferrals: number
          deferred_at: string | null
          deferred_until: string | null
          description: string
          dispatched_at: string | null
          district_id: number
          due_at: string | null
          duplicate_of: number | null
          filed_at: string | null
          given_due_at: string | null
          handler_id: number | null
          id: number
          missed_due_at: string | null
          number: string
          position: unknown
          reopenings: number
          reported_at: string
          resolved_at: string | null
          returns: number
          reworks: number
          satisfied: boolean | null
          search: string | null
          source: string
          source_id: string | null
          state: Database['public']['Enums']['incident_state']
          urged: boolean
          urgent: boolean
        }
        Insert: {
          accepted_at?: string | null
          address?: string
          category_id: number
          change_id?: number
          client_key?: string
          clock_due_at?: string | null
          closed_at?: string | null
          community_id: number
          deferrals?: number
          deferred_at?: string | null
          deferred_until?: string | null
          description?: string
          dispatched_at?: string | null
          district_id: number
          due_at?: string | null
          duplicate_of?: number | null
          filed_at?: string | null
          given_due_at?: string | null
          handler_id?: number | null
          missed_due_at?: string | null
          number: string
          position: unknown
          reopenings?: number
          reported_at?: string
          resolved_at?: string | null
          returns?: number
          reworks?: number
          satisfied?: boolean | null
          source?: string
          source_id?: string | null
          state?: Database['public']['Enums']['incident_state']
          urged?: boolean
          urgent?: boolean
        }
        Update: {
          accepted_at?: string | null
          address?: string
          category_id?: number
          change_id?: number
          client_key?: string
          clock_due_at?: string | null
          closed_at?: string | null
          community_id?: number
          deferrals?: number
          deferred_at?: string | null
          deferred_until?: string | null
          description?: string
          dispatched_at?: string | null
          district_id?: number
          due_at?: string | null
          duplicate_of?: number | null
          filed_at?: string | null
          given_due_at?: string | null
          handler_id?: number | null
          missed_due_at?: string | null
          number?: string
          position?: unknown
          reopenings?: number
          reported_at?: string
          resolved_at?: string | null
          returns?: number
          reworks?: number
          satisfied?: boolean | null
          source?: string
          source_id?: string | null
          state?: Database['public']['Enums']['incident_state']
          urged?: boolean
          urgent?: boolean
        }
        Relationships: [
          {
            foreignKeyName: "incidents_category_fkey"
            columns: ["category_id"]
            isOneToOne: false
            referencedRelation: "categories"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "incidents_community_fkey"
            columns: ["community_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "incidents_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "incidents_duplicate_fkey"
            columns: ["duplicate_of","district_id"]
            isOneToOne: false
            referencedRelation: "incidents"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "incidents_handler_fkey"
            columns: ["handler_id","district_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      memberships: {
        Row: {
          area_id: number
          role: Database['public']['Enums']['member_role']
          since: string
          until: string | null
          user_id: string
        }
        Insert: {
          area_id: number
          role: Database['public']['Enums']['member_role']
          since?: string
          until?: string | null
          user_id: string
        }
        Update: {
          area_id?: number
          role?: Database['public']['Enums']['member_role']
          since?: string
          until?: string | null
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "memberships_area_fkey"
            columns: ["area_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id"]
          },
        ]
      }
      people: {
        Row: {
          district_id: number
          id: number
          name: string
          on_duty: boolean
          organisation: string
          source_id: string
          user_id: string | null
          work_telephone: string
        }
        Insert: {
          district_id: number
          name: string
          on_duty?: boolean
          organisation?: string
          source_id: string
          user_id?: string | null
          work_telephone?: string
        }
        Update: {
          district_id?: number
          name?: string
          on_duty?: boolean
          organisation?: string
          source_id?: string
          user_id?: string | null
          work_telephone?: string
        }
        Relationships: [
          {
            foreignKeyName: "people_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      plan_communities: {
        Row: {
          community_id: number
          district_id: number
          in_force: boolean
          plan_id: number
          redraw_since: string | null
        }
        Insert: {
          community_id: number
          district_id: number
          in_force?: boolean
          plan_id: number
          redraw_since?: string | null
        }
        Update: {
          community_id?: number
          district_id?: number
          in_force?: boolean
          plan_id?: number
          redraw_since?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "plan_communities_community_fkey"
            columns: ["community_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "plan_communities_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      plan_editors: {
        Row: {
          district_id: number
          name: string
          plan_id: number
          seen_at: string
          user_id: string
        }
        Insert: {
          district_id: number
          name: string
          plan_id: number
          seen_at?: string
          user_id: string
        }
        Update: {
          district_id?: number
          name?: string
          plan_id?: number
          seen_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "plan_editors_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      plan_edits: {
        Row: {
          actor: string | null
          at: string
          district_id: number
          number: number
          patch: Json
          plan_id: number
          sentence: Json
          undone: boolean
        }
        Insert: {
          actor?: string | null
          at?: string
          district_id: number
          number: number
          patch: Json
          plan_id: number
          sentence: Json
          undone?: boolean
        }
        Update: {
          actor?: string | null
          at?: string
          district_id?: number
          number?: number
          patch?: Json
          plan_id?: number
          sentence?: Json
          undone?: boolean
        }
        Relationships: [
          {
            foreignKeyName: "plan_edits_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      plan_remarks: {
        Row: {
          at: string
          author: string
          body: string
          district_id: number
          grid_key: number | null
          grid_level: number | null
          id: number
          plan_id: number
          position: unknown | null
          reply_to: number | null
          settled_at: string | null
          settled_by: string | null
        }
        Insert: {
          at?: string
          author: string
          body: string
          district_id: number
          grid_key?: number | null
          grid_level?: number | null
          plan_id: number
          position?: unknown | null
          reply_to?: number | null
          settled_at?: string | null
          settled_by?: string | null
        }
        Update: {
          at?: string
          author?: string
          body?: string
          district_id?: number
          grid_key?: number | null
          grid_level?: number | null
          plan_id?: number
          position?: unknown | null
          reply_to?: number | null
          settled_at?: string | null
          settled_by?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "plan_remarks_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "plan_remarks_reply_fkey"
            columns: ["reply_to","plan_id"]
            isOneToOne: false
            referencedRelation: "plan_remarks"
            referencedColumns: ["id","plan_id"]
          },
        ]
      }
      plan_steps: {
        Row: {
          actor: string | null
          at: string
          district_id: number
          id: number
          plan_id: number
          state: Database['public']['Enums']['plan_state']
        }
        Insert: {
          actor?: string | null
          at?: string
          district_id: number
          plan_id: number
          state: Database['public']['Enums']['plan_state']
        }
        Update: {
          actor?: string | null
          at?: string
          district_id?: number
          plan_id?: number
          state?: Database['public']['Enums']['plan_state']
        }
        Relationships: [
          {
            foreignKeyName: "plan_steps_plan_fkey"
            columns: ["plan_id","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      plans: {
        Row: {
          area_id: number
          based_on: number | null
          borders: Json
          changed_at: string
          changed_by: string | null
          created_at: string
          created_by: string | null
          district_id: number
          effective_from: string | null
          engine: Json
          id: number
          locks: Json
          name: string
          published_at: string | null
          scheme_id: number
          state: Database['public']['Enums']['plan_state']
          submitted_at: string | null
          superseded_at: string | null
          version: number
        }
        Insert: {
          area_id: number
          based_on?: number | null
          borders?: Json
          changed_at?: string
          changed_by?: string | null
          created_at?: string
          created_by?: string | null
          district_id: number
          effective_from?: string | null
          engine?: Json
          locks?: Json
          name: string
          published_at?: string | null
          scheme_id: number
          state?: Database['public']['Enums']['plan_state']
          submitted_at?: string | null
          superseded_at?: string | null
          version?: number
        }
        Update: {
          area_id?: number
          based_on?: number | null
          borders?: Json
          changed_at?: string
          changed_by?: string | null
          created_at?: string
          created_by?: string | null
          district_id?: number
          effective_from?: string | null
          engine?: Json
          locks?: Json
          name?: string
          published_at?: string | null
          scheme_id?: number
          state?: Database['public']['Enums']['plan_state']
          submitted_at?: string | null
          superseded_at?: string | null
          version?: number
        }
        Relationships: [
          {
            foreignKeyName: "plans_area_fkey"
            columns: ["area_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "plans_based_on_fkey"
            columns: ["based_on","district_id"]
            isOneToOne: false
            referencedRelation: "plans"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "plans_scheme_fkey"
            columns: ["scheme_id"]
            isOneToOne: false
            referencedRelation: "schemes"
            referencedColumns: ["id"]
          },
        ]
      }
      scheme_levels: {
        Row: {
          level: number
          name: string
          name_en: string
          scheme_id: number
          target_households: number
        }
        Insert: {
          level: number
          name: string
          name_en: string
          scheme_id: number
          target_households: number
        }
        Update: {
          level?: number
          name?: string
          name_en?: string
          scheme_id?: number
          target_households?: number
        }
        Relationships: [
          {
            foreignKeyName: "scheme_levels_scheme_fkey"
            columns: ["scheme_id"]
            isOneToOne: false
            referencedRelation: "schemes"
            referencedColumns: ["id"]
          },
        ]
      }
      scheme_posts: {
        Row: {
          allowance_yuan_month: number | null
          code: string
          exclusive: boolean
          id: number
          level: number
          name: string
          name_en: string
          per_grid: number
          scheme_id: number
        }
        Insert: {
          allowance_yuan_month?: number | null
          code: string
          exclusive?: boolean
          level: number
          name: string
          name_en: string
          per_grid?: number
          scheme_id: number
        }
        Update: {
          allowance_yuan_month?: number | null
          code?: string
          exclusive?: boolean
          level?: number
          name?: string
          name_en?: string
          per_grid?: number
          scheme_id?: number
        }
        Relationships: [
          {
            foreignKeyName: "scheme_posts_level_fkey"
            columns: ["scheme_id","level"]
            isOneToOne: false
            referencedRelation: "scheme_levels"
            referencedColumns: ["scheme_id","level"]
          },
        ]
      }
      schemes: {
        Row: {
          code: string
          code_digits: number
          district_id: number | null
          id: number
          name: string
          name_en: string
          note: string
          note_en: string
          tolerance: number
        }
        Insert: {
          code: string
          code_digits?: number
          district_id?: number | null
          name: string
          name_en: string
          note?: string
          note_en?: string
          tolerance?: number
        }
        Update: {
          code?: string
          code_digits?: number
          district_id?: number | null
          name?: string
          name_en?: string
          note?: string
          note_en?: string
          tolerance?: number
        }
        Relationships: [
          {
            foreignKeyName: "schemes_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      service_points: {
        Row: {
          address: string
          district_id: number
          id: number
          kind: string
          name: string
          name_en: string | null
          position: unknown
          source_id: string
          telephone: string
        }
        Insert: {
          address?: string
          district_id: number
          kind: string
          name: string
          name_en?: string | null
          position: unknown
          source_id: string
          telephone?: string
        }
        Update: {
          address?: string
          district_id?: number
          kind?: string
          name?: string
          name_en?: string | null
          position?: unknown
          source_id?: string
          telephone?: string
        }
        Relationships: [
          {
            foreignKeyName: "service_points_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      visits: {
        Row: {
          building_id: number
          district_id: number
          households: number
          id: number
          person_id: number | null
          visited_on: string
        }
        Insert: {
          building_id: number
          district_id: number
          households: number
          person_id?: number | null
          visited_on: string
        }
        Update: {
          building_id?: number
          district_id?: number
          households?: number
          person_id?: number | null
          visited_on?: string
        }
        Relationships: [
          {
            foreignKeyName: "visits_building_fkey"
            columns: ["building_id","district_id"]
            isOneToOne: false
            referencedRelation: "buildings"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "visits_person_fkey"
            columns: ["person_id","district_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      volunteers: {
        Row: {
          certificate: string | null
          community_id: number
          district_id: number
          id: number
          name: string
          role: string
          since: string
          until: string | null
        }
        Insert: {
          certificate?: string | null
          community_id: number
          district_id: number
          name: string
          role: string
          since: string
          until?: string | null
        }
        Update: {
          certificate?: string | null
          community_id?: number
          district_id?: number
          name?: string
          role?: string
          since?: string
          until?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "volunteers_community_fkey"
            columns: ["community_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
    }
    Views: Record<never, never>
    Functions: {
      announce_editor: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      answer_satisfaction: {
        Args: {
          incident_id: number
          satisfied: boolean
          note?: string
        }
        Returns: undefined
      }
      base_map: {
        Args: {
          area: number
        }
        Returns: Json
      }
      cancel_import: {
        Args: {
          import: number
        }
        Returns: undefined
      }
      change_category: {
        Args: {
          incident_id: number
          category_id: number
          note?: string
        }
        Returns: undefined
      }
      change_scheme: {
        Args: {
          scheme: number
          rule: Json
        }
        Returns: undefined
      }
      changes: {
        Args: never
        Returns: Json
      }
      check_import: {
        Args: {
          import: number
          at_most?: number
        }
        Returns: Json
      }
      commit_import: {
        Args: {
          import: number
        }
        Returns: Json
      }
      communities_map: {
        Args: {
          area: number
        }
        Returns: Json
      }
      compare_plans: {
        Args: {
          a: number
          b: number
        }
        Returns: Json
      }
      create_district: {
        Args: {
          code: string
          name: string
          name_en?: string
          members_of?: string
        }
        Returns: number
      }
      create_scheme: {
        Args: {
          district: number
          rule: Json
        }
        Returns: number
      }
      discard_plan: {
        Args: {
          plan: number
        }
        Returns: undefined
      }
      dispatch_candidates: {
        Args: {
          incident_id: number
        }
        Returns: Json
      }
      grid_life: {
        Args: {
          code: string
          since: string
        }
        Returns: Json
      }
      grid_life_in_plan: {
        Args: {
          plan: number
          level: number
          key: number
          since: string
        }
        Returns: Json
      }
      grids_map: {
        Args: {
          area: number
        }
        Returns: Json
      }
      import_refusals: {
        Args: {
          import: number
          after_number?: number
          at_most?: number
        }
        Returns: Json
      }
      import_target: {
        Args: {
          district_code: string
        }
        Returns: Json
      }
      import_targets: {
        Args: never
        Returns: Json
      }
      incident_changes: {
        Args: {
          area: number
          after?: number
          page_size?: number
        }
        Returns: Json
      }
      incident_detail: {
        Args: {
          incident_id: number
        }
        Returns: Json
      }
      incident_map: {
        Args: {
          area: number
          filter?: Json
        }
        Returns: Json
      }
      incident_squares: {
        Args: {
          area: number
          since: string
        }
        Returns: Json
      }
      incidents_page: {
        Args: {
          area: number
          filter?: Json
          cursor?: Json
          page_size?: number
        }
        Returns: Json
      }
      indicators: {
        Args: {
          area: number
          first_day: string
          last_day: string
          options?: Json
        }
        Returns: Json
      }
      list_plans: {
        Args: {
          district: number
        }
        Returns: Json
      }
      list_schemes: {
        Args: {
          district: number
        }
        Returns: Json
      }
      locate: {
        Args: {
          lng: number
          lat: number
        }
        Returns: Json
      }
      move_incident: {
        Args: {
          incident_id: number
          expected: Database['public']['Enums']['incident_state']
          to_state: Database['public']['Enums']['incident_state']
          note?: string
          options?: Json
        }
        Returns: Json
      }
      note_incident: {
        Args: {
          incident_id: number
          note: string
        }
        Returns: undefined
      }
      notice_boards: {
        Args: {
          plan: number
          community: number
        }
        Returns: Json
      }
      plan_conversation: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      plan_detail: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      plan_faults: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      plan_incidents: {
        Args: {
          plan: number
          since: string
        }
        Returns: Json
      }
      plan_posts: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      planning_input: {
        Args: {
          area: number
        }
        Returns: Json
      }
      plans_in_force: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      publish_plan: {
        Args: {
          plan: number
          effective_from?: string
        }
        Returns: Json
      }
      purge_incident_contacts: {
        Args: never
        Returns: number
      }
      read_incident_contact: {
        Args: {
          incident_id: number
        }
        Returns: Json
      }
      recent_imports: {
        Args: {
          district_code: string
          at_most?: number
        }
        Returns: Json
      }
      remark_plan: {
        Args: {
          plan: number
          body: string
          at_point?: Json
          grid_level?: number
          grid_key?: number
          reply_to?: number
        }
        Returns: number
      }
      remove_scheme: {
        Args: {
          scheme: number
        }
        Returns: undefined
      }
      report_incident: {
        Args: {
          client_key: string
          lng: number
          lat: number
          category_id: number
          description?: string
          address?: string
          urgent?: boolean
          contact?: Json
          source?: string
        }
        Returns: Json
      }
      return_plan: {
        Args: {
          plan: number
          remark?: string
        }
        Returns: Json
      }
      save_plan: {
        Args: {
          plan: number
          expected_version: number
          changes: Json
        }
        Returns: Json
      }
      settle_remark: {
        Args: {
          remark: number
          settled?: boolean
        }
        Returns: undefined
      }
      stage_import_rows: {
        Args: {
          import: number
          rows: Json
        }
        Returns: undefined
      }
      start_import: {
        Args: {
          district_code: string
          kind: Database['public']['Enums']['import_kind']
          file_name: string
        }
        Returns: number
      }
      start_plan: {
        Args: {
          area: number
          scheme: number
          name: string
          based_on?: number
        }
        Returns: number
      }
      submit_plan: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      tolerances: {
        Args: never
        Returns: Json
      }
      urge_incident: {
        Args: {
          incident_id: number
          note?: string
        }
        Returns: undefined
      }
      wall_statistics: {
        Args: {
          area: number
          days?: number
        }
        Returns: Json
      }
      write_import: {
        Args: {
          import: number
          at_most?: number
        }
        Returns: Json
      }
    }
    Enums: {
      area_kind: 'district' | 'street' | 'community'
      barrier_kind: 'main_road' | 'river' | 'rail' | 'wall'
      base_layer: 'road' | 'rail' | 'water' | 'green' | 'land' | 'building' | 'place'
      deadline_unit: 'urgent_hours' | 'working_hours' | 'working_days' | 'calendar_days'
      import_kind: 'areas' | 'buildings' | 'barriers' | 'crossings' | 'base-map' | 'service-points' | 'incidents'
      import_state: 'staging' | 'checked' | 'writing' | 'committed'
      incident_clock: 'acceptance' | 'verification' | 'filing' | 'dispatch' | 'handling' | 'check'
      incident_state: 'reported' | 'verifying' | 'accepted' | 'filed' | 'dispatched' | 'in_progress' | 'returned' | 'deferred' | 'resolved' | 'rework' | 'closed' | 'rejected' | 'duplicate' | 'self_handled' | 'cancelled'
      member_role: 'admin' | 'planner' | 'reviewer' | 'leader' | 'dispatcher' | 'worker' | 'viewer'
      plan_state: 'draft' | 'submitted' | 'published' | 'superseded'
    }
    CompositeTypes: Record<never, never>
  }
}

type Public = Database['public']
/** A row as it is read from a table or view. */
export type Row<Name extends keyof (Public['Tables'] & Public['Views'])> = (Public['Tables'] & Public['Views'])[Name]['Row']
/** A row as it is inserted into a table. */
export type Insert<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Insert']
/** The values of an enum. */
export type Enum<Name extends keyof Public['Enums']> = Public['Enums'][Name]

/** The functions that change nothing: a call whose answer was lost may be made again. */
export const READING_FUNCTIONS: ReadonlySet<string> = new Set([
  'base_map',
  'changes',
  'communities_map',
  'compare_plans',
  'dispatch_candidates',
  'grid_life',
  'grid_life_in_plan',
  'grids_map',
  'import_refusals',
  'import_target',
  'import_targets',
  'incident_changes',
  'incident_detail',
  'incident_map',
  'incident_squares',
  'incidents_page',
  'indicators',
  'list_plans',
  'list_schemes',
  'locate',
  'notice_boards',
  'plan_conversation',
  'plan_detail',
  'plan_faults',
  'plan_incidents',
  'plan_posts',
  'planning_input',
  'plans_in_force',
  'recent_imports',
  'tolerances',
  'wall_statistics',
])
