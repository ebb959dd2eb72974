// Made by `npm run types` from supabase/migrations. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      absences: {
        Row: {
          district_id: number
          first_day: string
          id: number
          last_day: string | null
          person_id: number
          substitute_id: number | null
        }
        Insert: {
          district_id: number
          first_day: string
          last_day?: string | null
          person_id: number
          substitute_id?: number | null
        }
        Update: {
          district_id?: number
          first_day?: string
          last_day?: string | null
          person_id?: number
          substitute_id?: number | null
        }
        Relationships: [
          {
            foreignKeyName: "absences_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "absences_person_fkey"
            columns: ["person_id","district_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "absences_substitute_fkey"
            columns: ["substitute_id","district_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      account_invitations: {
        Row: {
          claimed_at: string | null
          code_digest: string
          district_id: number
          expires_at: string
          id: number
          made_at: string
          name: string
          person_id: number | null
          roles: Json
          sign_in: string
          used_at: string | null
          user_id: string | null
          withdrawn_at: string | null
        }
        Insert: {
          claimed_at?: string | null
          code_digest: string
          district_id: number
          expires_at: string
          made_at?: string
          name: string
          person_id?: number | null
          roles?: Json
          sign_in: string
          used_at?: string | null
          user_id?: string | null
          withdrawn_at?: string | null
        }
        Update: {
          claimed_at?: string | null
          code_digest?: string
          district_id?: number
          expires_at?: string
          made_at?: string
          name?: string
          person_id?: number | null
          roles?: Json
          sign_in?: string
          used_at?: string | null
          user_id?: string | null
          withdrawn_at?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "account_invitations_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "account_invitations_person_fkey"
            columns: ["district_id","person_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["district_id","id"]
          },
        ]
      }
      accounts: {
        Row: {
          district_id: number
          ended_at: string | null
          kind: string
          name: string
          sign_in: string
          since: string
          user_id: string
        }
        Insert: {
          district_id: number
          ended_at?: string | null
          kind?: string
          name: string
          sign_in: string
          since?: string
          user_id: string
        }
        Update: {
          district_id?: number
          ended_at?: string | null
          kind?: string
          name?: string
          sign_in?: string
          since?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "accounts_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
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
      assessment_weights: {
        Row: {
          district_id: number
          indicator: string
          weight: number
        }
        Insert: {
          district_id: number
          indicator: string
          weight: number
        }
        Update: {
          district_id?: number
          indicator?: string
          weight?: number
        }
        Relationships: [
          {
            foreignKeyName: "assessment_weights_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
          },
        ]
      }
      assignments: {
        Row: {
          area_id: number | null
          district_id: number
          grid_id: number | null
          id: number
          person_id: number
          post_id: number
          since: string
          until: string | null
        }
        Insert: {
          area_id?: number | null
          district_id: number
          grid_id?: number | null
          person_id: number
          post_id: number
          since: string
          until?: string | null
        }
        Update: {
          area_id?: number | null
          district_id?: number
          grid_id?: number | null
          person_id?: number
          post_id?: number
          since?: string
          until?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "assignments_area_fkey"
            columns: ["area_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
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
          households_estimated: boolean
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
          households_estimated?: boolean
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
          households_estimated?: boolean
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
      case_rules: {
        Row: {
          checker_is_another: boolean
          district_id: number
        }
        Insert: {
          checker_is_another?: boolean
          district_id: number
        }
        Update: {
          checker_is_another?: boolean
          district_id?: number
        }
        Relationships: [
          {
            foreignKeyName: "case_rules_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      categories: {
        Row: {
          approval: string
          approved_by: string
          approved_since: string | null
          approved_until: string | null
          came_from: number | null
          code: string
          district_id: number | null
          grid_only: boolean
          id: number
          name: string
          name_en: string
          retired: boolean
          retired_at: string | null
          valid_since: string | null
          valid_until: string | null
        }
        Insert: {
          approval?: string
          approved_by?: string
          approved_since?: string | null
          approved_until?: string | null
          came_from?: number | null
          code: string
          district_id?: number | null
          grid_only?: boolean
          name: string
          name_en: string
          retired?: boolean
          retired_at?: string | null
          valid_since?: string | null
          valid_until?: string | null
        }
        Update: {
          approval?: string
          approved_by?: string
          approved_since?: string | null
          approved_until?: string | null
          came_from?: number | null
          code?: string
          district_id?: number | null
          grid_only?: boolean
          name?: string
          name_en?: string
          retired?: boolean
          retired_at?: string | null
          valid_since?: string | null
          valid_until?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "categories_came_from_fkey"
            columns: ["came_from","district_id"]
            isOneToOne: false
            referencedRelation: "categories"
            referencedColumns: ["id","district_id"]
          },
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
      department_categories: {
        Row: {
          area_id: number | null
          category_code: string
          department_id: number
          district_id: number
          id: number
        }
        Insert: {
          area_id?: number | null
          category_code: string
          department_id: number
          district_id: number
        }
        Update: {
          area_id?: number | null
          category_code?: string
          department_id?: number
          district_id?: number
        }
        Relationships: [
          {
            foreignKeyName: "department_categories_area_fkey"
            columns: ["area_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "department_categories_department_fkey"
            columns: ["department_id","district_id"]
            isOneToOne: false
            referencedRelation: "departments"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "department_categories_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      departments: {
        Row: {
          district_id: number
          id: number
          name: string
          name_en: string
          retired: boolean
          telephone: string
        }
        Insert: {
          district_id: number
          name: string
          name_en?: string
          retired?: boolean
          telephone?: string
        }
        Update: {
          district_id?: number
          name?: string
          name_en?: string
          retired?: boolean
          telephone?: string
        }
        Relationships: [
          {
            foreignKeyName: "departments_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      district_settings: {
        Row: {
          audit_days: number
          contact_days: number
          district_id: number
          former_days: number
          map_source: string
          map_sources: Json
          public_address: string
          version: number
          wall: Json
        }
        Insert: {
          audit_days?: number
          contact_days?: number
          district_id: number
          former_days?: number
          map_source?: string
          map_sources?: Json
          public_address?: string
          version?: number
          wall?: Json
        }
        Update: {
          audit_days?: number
          contact_days?: number
          district_id?: number
          former_days?: number
          map_source?: string
          map_sources?: Json
          public_address?: string
          version?: number
          wall?: Json
        }
        Relationships: [
          {
            foreignKeyName: "district_settings_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      duty_shifts: {
        Row: {
          area_id: number
          begins: string
          district_id: number
          ends: string
          first_day: string
          id: number
          last_day: string | null
          person_id: number
          weekday: number
        }
        Insert: {
          area_id: number
          begins: string
          district_id: number
          ends: string
          first_day: string
          last_day?: string | null
          person_id: number
          weekday: number
        }
        Update: {
          area_id?: number
          begins?: string
          district_id?: number
          ends?: string
          first_day?: string
          last_day?: string | null
          person_id?: number
          weekday?: number
        }
        Relationships: [
          {
            foreignKeyName: "duty_shifts_area_fkey"
            columns: ["area_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "duty_shifts_person_fkey"
            columns: ["person_id","district_id"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      figure_editions: {
        Row: {
          area_id: number
          changed: Json
          content: Json
          district_id: number
          edition: number
          first_day: string
          id: number
          last_day: string
          published_at: string
          published_by: string | null
          publisher_name: string
          reason: string
          rules: Json
          subject: string
        }
        Insert: {
          area_id: number
          changed?: Json
          content: Json
          district_id: number
          edition: number
          first_day: string
          last_day: string
          published_at?: string
          published_by?: string | null
          publisher_name?: string
          reason?: string
          rules: Json
          subject: string
        }
        Update: {
          area_id?: number
          changed?: Json
          content?: Json
          district_id?: number
          edition?: number
          first_day?: string
          last_day?: string
          published_at?: string
          published_by?: string | null
          publisher_name?: string
          reason?: string
          rules?: Json
          subject?: string
        }
        Relationships: [
          {
            foreignKeyName: "figure_editions_area_fkey"
            columns: ["district_id","area_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
          },
          {
            foreignKeyName: "figure_editions_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
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
          kind: string
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
          kind?: string
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
          kind?: string
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
      handed_tasks: {
        Row: {
          area_id: number
          class: string
          decided_at: string | null
          decided_by: string
          demanded_by: string
          district_id: number
          ground: string
          hours_each: number
          id: number
          name: string
          reason: string
          since: string | null
          state: string
          times_a_year: number
          until: string | null
          version: number
        }
        Insert: {
          area_id: number
          class?: string
          decided_at?: string | null
          decided_by?: string
          demanded_by: string
          district_id: number
          ground?: string
          hours_each: number
          name: string
          reason?: string
          since?: string | null
          state?: string
          times_a_year: number
          until?: string | null
          version?: number
        }
        Update: {
          area_id?: number
          class?: string
          decided_at?: string | null
          decided_by?: string
          demanded_by?: string
          district_id?: number
          ground?: string
          hours_each?: number
          name?: string
          reason?: string
          since?: string | null
          state?: string
          times_a_year?: number
          until?: string | null
          version?: number
        }
        Relationships: [
          {
            foreignKeyName: "handed_tasks_area_fkey"
            columns: ["area_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "handed_tasks_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
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
          checked_against: string | null
          committed_at: string | null
          created_at: string
          created_by: string | null
          district_id: number
          file_name: string
          id: number
          kind: Database['public']['Enums']['import_kind']
          plan: Json
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
          checked_against?: string | null
          committed_at?: string | null
          created_at?: string
          created_by?: string | null
          district_id: number
          file_name: string
          kind: Database['public']['Enums']['import_kind']
          plan?: Json
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
          checked_against?: string | null
          committed_at?: string | null
          created_at?: string
          created_by?: string | null
          district_id?: number
          file_name?: string
          kind?: Database['public']['Enums']['import_kind']
          plan?: Json
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
          answer_due_at: string | null
          answered_at: string | null
          arrival_due_at: string | null
          arrived_at: string | null
          category_id: number
          change_id: number
          client_key: string
          clock_due_at: string | null
          closed_at: string | null
          closing_reason: Database['public']['Enums']['closing_reason'] | null
          community_id: number
          deadline_at: string | null
          deferral_asked_by: string | null
          deferral_asked_until: string | null
          deferral_asked_wait: boolean | null
          deferrals: number
          deferred_at: string | null
          deferred_until: string | null
          department_id: number | null
          description: string
          dispatched_at: string | null
          district_id: number
          due_at: string | null
          duplicate_of: number | null
          filed_at: string | null
          former_department_id: number | null
          given_due_at: string | null
          handler_id: number | null
          id: number
          is_waiting: boolean | null
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
          waits: number | null
        }
        Insert: {
          accepted_at?: string | null
          address?: string
          answer_due_at?: string | null
          answered_at?: string | null
          arrival_due_at?: string | null
          arrived_at?: string | null
          category_id: number
          change_id?: number
          client_key?: string
          clock_due_at?: string | null
          closed_at?: string | null
          closing_reason?: Database['public']['Enums']['closing_reason'] | null
          community_id: number
          deferral_asked_by?: string | null
          deferral_asked_until?: string | null
          deferral_asked_wait?: boolean | null
          deferrals?: number
          deferred_at?: string | null
          deferred_until?: string | null
          department_id?: number | null
          description?: string
          dispatched_at?: string | null
          district_id: number
          due_at?: string | null
          duplicate_of?: number | null
          filed_at?: string | null
          former_department_id?: number | null
          given_due_at?: string | null
          handler_id?: number | null
          is_waiting?: boolean | null
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
          waits?: number | null
        }
        Update: {
          accepted_at?: string | null
          address?: string
          answer_due_at?: string | null
          answered_at?: string | null
          arrival_due_at?: string | null
          arrived_at?: string | null
          category_id?: number
          change_id?: number
          client_key?: string
          clock_due_at?: string | null
          closed_at?: string | null
          closing_reason?: Database['public']['Enums']['closing_reason'] | null
          community_id?: number
          deferral_asked_by?: string | null
          deferral_asked_until?: string | null
          deferral_asked_wait?: boolean | null
          deferrals?: number
          deferred_at?: string | null
          deferred_until?: string | null
          department_id?: number | null
          description?: string
          dispatched_at?: string | null
          district_id?: number
          due_at?: string | null
          duplicate_of?: number | null
          filed_at?: string | null
          former_department_id?: number | null
          given_due_at?: string | null
          handler_id?: number | null
          is_waiting?: boolean | null
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
          waits?: number | null
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
            foreignKeyName: "incidents_department_fkey"
            columns: ["department_id","district_id"]
            isOneToOne: false
            referencedRelation: "departments"
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
            foreignKeyName: "incidents_former_department_fkey"
            columns: ["former_department_id","district_id"]
            isOneToOne: false
            referencedRelation: "departments"
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
      indicator_definitions: {
        Row: {
          basis: string
          better: string
          code: string
          denominator: string | null
          formula: string
          formula_en: string
          kind: string
          name: string
          name_en: string
          numerator: string | null
          rank: number
          switched: Json
          units: (string)[] | null
          version: number
          version_since: string
        }
        Insert: {
          basis: string
          better: string
          code: string
          denominator?: string | null
          formula: string
          formula_en: string
          kind: string
          name: string
          name_en: string
          numerator?: string | null
          rank: number
          switched?: Json
          units?: (string)[] | null
          version?: number
          version_since?: string
        }
        Update: {
          basis?: string
          better?: string
          code?: string
          denominator?: string | null
          formula?: string
          formula_en?: string
          kind?: string
          name?: string
          name_en?: string
          numerator?: string | null
          rank?: number
          switched?: Json
          units?: (string)[] | null
          version?: number
          version_since?: string
        }
        Relationships: []
      }
      memberships: {
        Row: {
          area_id: number
          department_id: number | null
          role: Database['public']['Enums']['member_role']
          since: string
          until: string | null
          user_id: string
        }
        Insert: {
          area_id: number
          department_id?: number | null
          role: Database['public']['Enums']['member_role']
          since?: string
          until?: string | null
          user_id: string
        }
        Update: {
          area_id?: number
          department_id?: number | null
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
          {
            foreignKeyName: "memberships_department_fkey"
            columns: ["department_id"]
            isOneToOne: false
            referencedRelation: "departments"
            referencedColumns: ["id"]
          },
        ]
      }
      people: {
        Row: {
          area_id: number | null
          department_id: number | null
          district_id: number
          id: number
          left_on: string | null
          name: string
          on_duty: boolean
          organisation: string
          source_id: string
          user_id: string | null
          work_telephone: string
        }
        Insert: {
          area_id?: number | null
          department_id?: number | null
          district_id: number
          left_on?: string | null
          name: string
          on_duty?: boolean
          organisation?: string
          source_id: string
          user_id?: string | null
          work_telephone?: string
        }
        Update: {
          area_id?: number | null
          department_id?: number | null
          district_id?: number
          left_on?: string | null
          name?: string
          on_duty?: boolean
          organisation?: string
          source_id?: string
          user_id?: string | null
          work_telephone?: string
        }
        Relationships: [
          {
            foreignKeyName: "people_area_fkey"
            columns: ["area_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "people_department_fkey"
            columns: ["department_id","district_id"]
            isOneToOne: false
            referencedRelation: "departments"
            referencedColumns: ["id","district_id"]
          },
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
          in_force: string
          plan_id: number
          redraw_since: string | null
        }
        Insert: {
          community_id: number
          district_id: number
          in_force?: string
          plan_id: number
          redraw_since?: string | null
        }
        Update: {
          community_id?: number
          district_id?: number
          in_force?: string
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
          basis: string
          basis_households: number | null
          code: string
          exclusive: boolean
          id: number
          level: number
          name: string
          name_en: string
          pay_per: string
          per_grid: number
          scheme_id: number
          span: number | null
          voluntary: boolean
        }
        Insert: {
          allowance_yuan_month?: number | null
          basis?: string
          basis_households?: number | null
          code: string
          exclusive?: boolean
          level: number
          name: string
          name_en: string
          pay_per?: string
          per_grid?: number
          scheme_id: number
          span?: number | null
          voluntary?: boolean
        }
        Update: {
          allowance_yuan_month?: number | null
          basis?: string
          basis_households?: number | null
          code?: string
          exclusive?: boolean
          level?: number
          name?: string
          name_en?: string
          pay_per?: string
          per_grid?: number
          scheme_id?: number
          span?: number | null
          voluntary?: boolean
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
          area_share: number
          code: string
          code_digits: number
          district_id: number | null
          id: number
          incidents_share: number
          name: string
          name_en: string
          note: string
          note_en: string
          tolerance: number
          visits_share: number
        }
        Insert: {
          area_share?: number
          code: string
          code_digits?: number
          district_id?: number | null
          incidents_share?: number
          name: string
          name_en: string
          note?: string
          note_en?: string
          tolerance?: number
          visits_share?: number
        }
        Update: {
          area_share?: number
          code?: string
          code_digits?: number
          district_id?: number | null
          incidents_share?: number
          name?: string
          name_en?: string
          note?: string
          note_en?: string
          tolerance?: number
          visits_share?: number
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
      visit_tallies: {
        Row: {
          called: number
          community_id: number
          district_id: number
          visited_on: string
        }
        Insert: {
          called: number
          community_id: number
          district_id: number
          visited_on: string
        }
        Update: {
          called?: number
          community_id?: number
          district_id?: number
          visited_on?: string
        }
        Relationships: [
          {
            foreignKeyName: "visit_tallies_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["district_id","id"]
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
      volunteer_roles: {
        Row: {
          district_id: number
          duties: string
          id: number
          name: string
          name_en: string
          place: number
          retired: boolean
        }
        Insert: {
          district_id: number
          duties?: string
          name?: string
          name_en?: string
          place: number
          retired?: boolean
        }
        Update: {
          district_id?: number
          duties?: string
          name?: string
          name_en?: string
          place?: number
          retired?: boolean
        }
        Relationships: [
          {
            foreignKeyName: "volunteer_roles_district_fkey"
            columns: ["district_id","district_id"]
            isOneToOne: false
            referencedRelation: "areas"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      volunteer_services: {
        Row: {
          district_id: number
          hours: number
          id: number
          served_on: string
          volunteer_id: number
          what: string
        }
        Insert: {
          district_id: number
          hours: number
          served_on: string
          volunteer_id: number
          what: string
        }
        Update: {
          district_id?: number
          hours?: number
          served_on?: string
          volunteer_id?: number
          what?: string
        }
        Relationships: [
          {
            foreignKeyName: "volunteer_services_volunteer_fkey"
            columns: ["volunteer_id","district_id"]
            isOneToOne: false
            referencedRelation: "volunteers"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
      volunteers: {
        Row: {
          certificate: string | null
          certified_on: string | null
          community_id: number
          compound_id: number | null
          district_id: number
          id: number
          name: string
          role_id: number
          since: string
          until: string | null
        }
        Insert: {
          certificate?: string | null
          certified_on?: string | null
          community_id: number
          compound_id?: number | null
          district_id: number
          name: string
          role_id: number
          since: string
          until?: string | null
        }
        Update: {
          certificate?: string | null
          certified_on?: string | null
          community_id?: number
          compound_id?: number | null
          district_id?: number
          name?: string
          role_id?: number
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
          {
            foreignKeyName: "volunteers_compound_fkey"
            columns: ["compound_id","district_id"]
            isOneToOne: false
            referencedRelation: "compounds"
            referencedColumns: ["id","district_id"]
          },
          {
            foreignKeyName: "volunteers_role_fkey"
            columns: ["role_id","district_id"]
            isOneToOne: false
            referencedRelation: "volunteer_roles"
            referencedColumns: ["id","district_id"]
          },
        ]
      }
    }
    Views: Record<never, never>
    Functions: {
      account_list: {
        Args: {
          district: number
        }
        Returns: Json
      }
      account_sessions: {
        Args: {
          district: number
          person: string
        }
        Returns: Json
      }
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
          client_key?: string
        }
        Returns: Json
      }
      ask_deferral: {
        Args: {
          incident_id: number
          until: string
          note: string
          waiting?: boolean
          client_key?: string
        }
        Returns: Json
      }
      assessment: {
        Args: {
          area: number
          unit: string
          first_day: string
          last_day: string
        }
        Returns: Json
      }
      assign_department: {
        Args: {
          incident_id: number
          department: number
          note?: string
          client_key?: string
        }
        Returns: Json
      }
      assign_person: {
        Args: {
          person: number
          post: number
          place: Json
          since: string
          until?: string
          client_key?: string
        }
        Returns: Json
      }
      audit_page: {
        Args: {
          district: number
          filter?: Json
          before?: number
        }
        Returns: Json
      }
      base_map: {
        Args: {
          area: number
        }
        Returns: Json
      }
      building_visits: {
        Args: {
          area: number
          since: string
        }
        Returns: Json
      }
      bulletin: {
        Args: {
          area: number
          first_day: string
          last_day: string
        }
        Returns: Json
      }
      calendar_year: {
        Args: {
          district: number
          year: number
        }
        Returns: Json
      }
      cancel_import: {
        Args: {
          import: number
        }
        Returns: undefined
      }
      category_list: {
        Args: {
          district: number
        }
        Returns: Json
      }
      certify_volunteer: {
        Args: {
          volunteer: number
          client_key?: string
        }
        Returns: Json
      }
      change_account: {
        Args: {
          district: number
          person: string
          content: Json
        }
        Returns: undefined
      }
      change_assignment: {
        Args: {
          assignment: number
          since: string
          until: string
          client_key?: string
          was?: Json
        }
        Returns: Json
      }
      change_category: {
        Args: {
          incident_id: number
          category_id: number
          note?: string
          client_key?: string
        }
        Returns: Json
      }
      change_plan_scheme: {
        Args: {
          plan: number
          expected_version: number
          scheme: number
        }
        Returns: Json
      }
      change_scheme: {
        Args: {
          scheme: number
          rule: Json
          client_key?: string
        }
        Returns: undefined
      }
      changes: {
        Args: never
        Returns: Json
      }
      check_certificate: {
        Args: {
          number: string
        }
        Returns: Json
      }
      check_import: {
        Args: {
          import: number
          at_most?: number
        }
        Returns: Json
      }
      check_plan: {
        Args: {
          plan: number
          at_most?: number
        }
        Returns: Json
      }
      claim_pairing: {
        Args: {
          secret: string
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
      comparable_periods: {
        Args: {
          area: number
          first_day: string
          last_day: string
        }
        Returns: Json
      }
      compare_plans: {
        Args: {
          a?: number
          b?: number
        }
        Returns: Json
      }
      compounds_map: {
        Args: {
          area: number
        }
        Returns: Json
      }
      correct_place: {
        Args: {
          incident_id: number
          lng: number
          lat: number
          address?: string
          note?: string
          client_key?: string
        }
        Returns: Json
      }
      count_attempt: {
        Args: {
          subject: string
          most: number
          within_seconds: number
        }
        Returns: number
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
          client_key?: string
        }
        Returns: number
      }
      decide_handed_task: {
        Args: {
          district: number
          task: number
          version: number
          state: string
          reason?: string
        }
        Returns: undefined
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
      district_settings: {
        Args: {
          district: number
        }
        Returns: Json
      }
      duty_roster: {
        Args: {
          area: number
          first_day: string
        }
        Returns: Json
      }
      end_account: {
        Args: {
          district: number
          person: string
        }
        Returns: undefined
      }
      end_account_sessions: {
        Args: {
          district: number
          person: string
        }
        Returns: undefined
      }
      finish_invitation: {
        Args: {
          invitation: number
          person: string
        }
        Returns: undefined
      }
      finish_pairing: {
        Args: {
          pairing: number
          person: string
        }
        Returns: undefined
      }
      forget_what_is_over: {
        Args: never
        Returns: Json
      }
      grant_pairing: {
        Args: {
          area: number
          code: string
          name: string
        }
        Returns: boolean
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
      grid_staff: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      grids_in_force: {
        Args: {
          area: number
          day?: string
        }
        Returns: Json
      }
      grids_map: {
        Args: {
          area: number
          day?: string
        }
        Returns: Json
      }
      household_cells: {
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
          code?: string
          only_refused?: boolean
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
      in_force: {
        Args: {
          area: number
          day?: string
        }
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
      incident_column_chunks: {
        Args: {
          area: number
        }
        Returns: Json
      }
      incident_columns: {
        Args: {
          area: number
          month: string
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
      indicator_rows: {
        Args: {
          area: number
          indicator: string
          unit: string
          unit_id: string
          first_day: string
          last_day: string
          part?: string
          options?: Json
          cursor?: Json
          page_size?: number
        }
        Returns: Json
      }
      indicator_table: {
        Args: {
          area: number
          indicators: (string)[]
          unit: string
          first_day: string
          last_day: string
          options?: Json
        }
        Returns: Json
      }
      integrity_signs: {
        Args: {
          area: number
          first_day: string
          last_day: string
        }
        Returns: Json
      }
      invitation_for: {
        Args: {
          code: string
          claims?: boolean
        }
        Returns: Json
      }
      invite_account: {
        Args: {
          district: number
          content: Json
          days?: number
        }
        Returns: Json
      }
      late_cases: {
        Args: {
          area: number
        }
        Returns: Json
      }
      list_departments: {
        Args: {
          district: number
        }
        Returns: Json
      }
      list_duty: {
        Args: {
          area: number
        }
        Returns: Json
      }
      list_people: {
        Args: {
          district: number
          day?: string
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
      list_volunteers: {
        Args: {
          area: number
          day?: string
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
          client_key?: string
        }
        Returns: Json
      }
      note_incident: {
        Args: {
          incident_id: number
          note: string
          client_key?: string
        }
        Returns: Json
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
      plan_estimates: {
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
      plan_standing: {
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
      publish_assessment: {
        Args: {
          area: number
          unit: string
          first_day: string
          last_day: string
          reason?: string
          client_key?: string
        }
        Returns: Json
      }
      publish_bulletin: {
        Args: {
          area: number
          first_day: string
          last_day: string
          reason?: string
          client_key?: string
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
      record_service: {
        Args: {
          volunteer: number
          content: Json
          client_key?: string
        }
        Returns: Json
      }
      record_visit: {
        Args: {
          building_id: number
          visited_on: string
          households: number
          person_id?: number
          client_key?: string
        }
        Returns: Json
      }
      redact_incident: {
        Args: {
          incident_id: number
          words: string
          note?: string
          client_key?: string
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
          client_key?: string
        }
        Returns: number
      }
      remove_absence: {
        Args: {
          absence: number
          client_key?: string
        }
        Returns: Json
      }
      remove_assignment: {
        Args: {
          assignment: number
          client_key?: string
        }
        Returns: Json
      }
      remove_department: {
        Args: {
          department: number
          client_key?: string
        }
        Returns: Json
      }
      remove_duty: {
        Args: {
          shift: number
          client_key?: string
        }
        Returns: Json
      }
      remove_scheme: {
        Args: {
          scheme: number
        }
        Returns: undefined
      }
      rename_plan: {
        Args: {
          plan: number
          name: string
        }
        Returns: Json
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
      reset_account: {
        Args: {
          district: number
          person: string
        }
        Returns: Json
      }
      retire_category: {
        Args: {
          district: number
          category: number
          retired: boolean
        }
        Returns: undefined
      }
      return_plan: {
        Args: {
          plan: number
          remark?: string
        }
        Returns: Json
      }
      save_absence: {
        Args: {
          person: number
          absence: number
          content: Json
          client_key?: string
        }
        Returns: Json
      }
      save_assessment_weights: {
        Args: {
          district: number
          was: Json
          weights: Json
        }
        Returns: undefined
      }
      save_calendar_year: {
        Args: {
          district: number
          year: number
          stamp: string
          content: Json
          preview?: boolean
        }
        Returns: Json
      }
      save_category: {
        Args: {
          district: number
          category: number
          content: Json
          client_key?: string
        }
        Returns: number
      }
      save_department: {
        Args: {
          district: number
          department: number
          content: Json
          client_key?: string
        }
        Returns: Json
      }
      save_district_settings: {
        Args: {
          district: number
          version: number
          content: Json
        }
        Returns: Json
      }
      save_duty: {
        Args: {
          area: number
          content: Json
          client_key?: string
        }
        Returns: Json
      }
      save_handed_task: {
        Args: {
          district: number
          task: number
          version: number
          content: Json
          client_key?: string
        }
        Returns: number
      }
      save_person: {
        Args: {
          district: number
          person: number
          content: Json
          client_key?: string
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
      save_volunteer: {
        Args: {
          community: number
          volunteer: number
          content: Json
          client_key?: string
        }
        Returns: Json
      }
      save_volunteer_role: {
        Args: {
          district: number
          role: number
          content: Json
          client_key?: string
        }
        Returns: Json
      }
      set_import_plan: {
        Args: {
          import: number
          plan: Json
        }
        Returns: undefined
      }
      settle_remark: {
        Args: {
          remark: number
          settled?: boolean
        }
        Returns: undefined
      }
      setup_notices: {
        Args: {
          district: number
        }
        Returns: Json
      }
      sign_rows: {
        Args: {
          area: number
          sign: string
          community: number
          first_day: string
          last_day: string
        }
        Returns: Json
      }
      split_category: {
        Args: {
          district: number
          category: number
          parts: Json
          client_key?: string
        }
        Returns: Json
      }
      staffing_board: {
        Args: {
          area: number
          day?: string
        }
        Returns: Json
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
          client_key?: string
        }
        Returns: number
      }
      start_pairing: {
        Args: {
          secret: string
        }
        Returns: Json
      }
      start_plan: {
        Args: {
          area: number
          scheme: number
          name: string
          based_on?: number
          from_force?: boolean
          client_key?: string
        }
        Returns: number
      }
      stop_clock: {
        Args: {
          incident_id: number
          clock: Database['public']['Enums']['incident_clock']
          note?: string
          client_key?: string
        }
        Returns: Json
      }
      submit_plan: {
        Args: {
          plan: number
        }
        Returns: Json
      }
      take_absences: {
        Args: {
          district: number
          rows: Json
          write: boolean
          client_key?: string
        }
        Returns: Json
      }
      take_duty: {
        Args: {
          district: number
          rows: Json
          write: boolean
          client_key?: string
        }
        Returns: Json
      }
      take_roster: {
        Args: {
          district: number
          rows: Json
          write: boolean
          client_key?: string
        }
        Returns: Json
      }
      task_register: {
        Args: {
          district: number
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
          client_key?: string
        }
        Returns: Json
      }
      volunteer_record: {
        Args: {
          volunteer: number
        }
        Returns: Json
      }
      wall_density: {
        Args: {
          area: number
          days?: number
        }
        Returns: Json
      }
      wall_statistics: {
        Args: {
          area: number
          days?: number
        }
        Returns: Json
      }
      withdraw_invitation: {
        Args: {
          district: number
          invitation: number
        }
        Returns: undefined
      }
      withdraw_publication: {
        Args: {
          plan: number
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
      closing_reason: 'solved' | 'not_ours' | 'cannot_be_done' | 'nothing_found' | 'withdrawn'
      deadline_unit: 'urgent_hours' | 'working_hours' | 'working_days' | 'calendar_days'
      import_kind: 'areas' | 'buildings' | 'barriers' | 'crossings' | 'base-map' | 'service-points' | 'incidents' | 'grids'
      import_state: 'staging' | 'checked' | 'writing' | 'committed'
      incident_clock: 'acceptance' | 'verification' | 'filing' | 'dispatch' | 'handling' | 'check' | 'arrival' | 'first_answer'
      incident_state: 'reported' | 'verifying' | 'accepted' | 'filed' | 'dispatched' | 'in_progress' | 'returned' | 'deferred' | 'resolved' | 'rework' | 'closed' | 'rejected' | 'duplicate' | 'self_handled' | 'cancelled'
      member_role: 'admin' | 'planner' | 'reviewer' | 'leader' | 'dispatcher' | 'worker' | 'viewer' | 'display' | 'handler' | 'checker'
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
  'account_list',
  'account_sessions',
  'assessment',
  'audit_page',
  'base_map',
  'building_visits',
  'bulletin',
  'calendar_year',
  'category_list',
  'changes',
  'check_certificate',
  'communities_map',
  'comparable_periods',
  'compare_plans',
  'compounds_map',
  'dispatch_candidates',
  'district_settings',
  'duty_roster',
  'grid_life',
  'grid_life_in_plan',
  'grid_staff',
  'grids_in_force',
  'grids_map',
  'household_cells',
  'import_refusals',
  'import_target',
  'import_targets',
  'in_force',
  'incident_changes',
  'incident_column_chunks',
  'incident_columns',
  'incident_detail',
  'incident_map',
  'incident_squares',
  'incidents_page',
  'indicator_rows',
  'indicator_table',
  'integrity_signs',
  'late_cases',
  'list_departments',
  'list_duty',
  'list_people',
  'list_plans',
  'list_schemes',
  'list_volunteers',
  'locate',
  'notice_boards',
  'plan_conversation',
  'plan_detail',
  'plan_estimates',
  'plan_faults',
  'plan_incidents',
  'plan_posts',
  'plan_standing',
  'planning_input',
  'plans_in_force',
  'recent_imports',
  'setup_notices',
  'sign_rows',
  'staffing_board',
  'task_register',
  'tolerances',
  'volunteer_record',
  'wall_density',
  'wall_statistics',
])
