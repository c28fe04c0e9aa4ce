import { SignInModule } from '@fanlight/signin';
import { Secrets, SecretsModule } from './secrets.module.js';

export const signIn = SignInModule.forRootAsync({
  imports: [SecretsModule],
  inject: [Secrets],
  useFactory: async (secrets: Secrets) => ({ sessionSecret: await secrets.read('session') }),
  paths: { login: '/account/enter', callback: '/account/back', logout: '/account/leave' },
});
