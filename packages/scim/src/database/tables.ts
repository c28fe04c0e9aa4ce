/** Times are milliseconds since the epoch, truth values 0 or 1. */
export interface ScimTables {
  signin_scim_users: UserTable;
  signin_scim_emails: EmailTable;
  signin_scim_groups: GroupTable;
  signin_scim_members: MemberTable;
  signin_scim_subjects: SubjectTable;
}

export interface UserTable {
  id: string;
  connection: string;
  external_id: string | null;
  user_name: string;
  /** In lower case, since userName has no case. */
  user_name_key: string;
  active: number;
  /** The other attributes, as JSON. */
  attributes: string;
  created_at: number;
  changed_at: number;
  /** Of somebody who was deleted only the external id stays, so that they are not let in. */
  deleted_at: number | null;
}

interface EmailTable {
  user_id: string;
  /** In lower case. */
  email: string;
}

export interface GroupTable {
  id: string;
  connection: string;
  external_id: string | null;
  display_name: string;
  /** In lower case. */
  display_name_key: string;
  created_at: number;
}

interface MemberTable {
  group_id: string;
  user_id: string;
}

/** Who somebody is at the provider, known since they signed in. */
interface SubjectTable {
  connection: string;
  external_id: string;
  issuer: string;
  subject: string;
}
