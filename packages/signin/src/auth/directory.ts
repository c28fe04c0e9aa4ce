import { Injectable } from '@nestjs/common';
import type { JsonObject } from '@fanlight/oidc';
import type { UserDetails } from '../users/user-store.js';
import type { Connection } from './connections/connection.js';

export type PersonAtProvider = Pick<UserDetails, 'issuer' | 'subject'>;

/** What a company's directory says of somebody. */
export interface DirectoryEntry {
  /** False: they have left, and are not to sign in. */
  readonly isActive: boolean;
  /** Undefined: it says nothing of groups. */
  readonly groups: readonly string[] | undefined;
}

/** A directory that is in step with the application, as @fanlight/scim makes one. */
export interface DirectorySource {
  /** `claims`: of the ID token, checked. Undefined: it does not know them. */
  entryOf(connection: Connection, claims: JsonObject, person: PersonAtProvider): Promise<DirectoryEntry | undefined>;
  /** Whom it calls so: by an id of its own, an e-mail address or a user name. */
  find(connection: Connection, name: string): Promise<readonly PersonAtProvider[]>;
}

/** Where sign-in asks the directory, if there is one. */
@Injectable()
export class Directory {
  source: DirectorySource | undefined;
}
