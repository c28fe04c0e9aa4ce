import { type DynamicModule, Module } from '@nestjs/common';
import { ScimDatabase } from './database/scim-database.js';
import { Members } from './groups/members.js';
import { ScimGroups } from './groups/scim-groups.js';
import { Entrance, ScimPath } from './http/entrance.js';
import { scimController } from './http/scim.controller.js';
import { ScimErrorFilter } from './http/scim-error.filter.js';
import { People } from './sign-in/people.js';
import { ScimUsers } from './users/scim-users.js';

export interface ScimModuleOptions {
  /** Where directories find it, below the global prefix. Default: /scim/v2. */
  readonly path?: `/${string}`;
}

/**
 * Provisioning by SCIM 2.0 (RFC 7643, RFC 7644) beside SignInModule: a company's directory says who may sign in and who is in which group.
 * Where no token is set (SCIM_TOKEN), it is off.
 */
@Module({})
export class ScimModule {
  static forRoot({ path = '/scim/v2' }: ScimModuleOptions = {}): DynamicModule {
    return {
      module: ScimModule,
      controllers: [scimController(path)],
      providers: [
        { provide: ScimPath, useValue: { path } },
        ...[Entrance, Members, People, ScimDatabase, ScimErrorFilter, ScimGroups, ScimUsers],
      ],
    };
  }
}
