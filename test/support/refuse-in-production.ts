import type { Settings } from '../../packages/signin/src/config/settings.js';

/** Somebody tried to make a session that nobody signed in for where sessions are real. */
export class ProductionRefusal extends Error {
  override readonly name = 'ProductionRefusal';
  readonly code = 'production';
}

/** @param environment of the application; this process's own NODE_ENV counts as well */
export function refuseInProduction(environment: Settings['environment'], ownEnvironment = process.env.NODE_ENV): void {
  if (environment !== 'production' && ownEnvironment !== 'production') return;
  const whose = environment === 'production' ? 'the application' : 'this process';
  throw new ProductionRefusal(`signedInAs makes sessions without a provider and is for tests: ${whose} runs with NODE_ENV=production.`);
}
