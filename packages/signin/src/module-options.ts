import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';
import type { ConnectionSource } from './auth/connections/connection-source.js';
import type { SignInHooks } from './auth/sign-in-hooks.js';
import type { ModuleOptions as Options, SignInOptions } from './options/sign-in-options.js';
import type { UserStore } from './users/user-store.js';

/** Everything that a host can say; all of it can be left out. */
export type ModuleOptions = Options &
  SignInHooks & {
    /** Where people are kept. Default: the table `signin_users`. */
    readonly userStore?: UserStore;
    /** Further connections that are kept elsewhere than in the settings. Default: there are none. */
    readonly connectionSource?: ConnectionSource;
  };

/** What is known before Nest makes anything, whatever a factory gives later. */
export type StaticOptions = Pick<SignInOptions, 'protect' | 'paths' | 'api'>;

export interface AsyncOptions extends StaticOptions, Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: (...injected: never[]) => ModuleOptions | Promise<ModuleOptions>;
}

/** What the two ways to configure the module have in common: the options as they were given. */
export abstract class GivenOptions {}
