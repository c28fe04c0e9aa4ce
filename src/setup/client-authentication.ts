import type { SetupValues } from './setup-values.js';
import type { Trial } from './trial.js';

interface Found {
  /** OIDC_CLIENT_AUTH, where the usual way does not work and another does. */
  readonly values: SetupValues;
  readonly problem: string | undefined;
}

/** Tries the credentials the usual way, and in the body of the request where that is refused and nobody chose a way. */
export async function authenticationThatWorks(values: SetupValues, trial: Trial): Promise<Found> {
  const chosen = values.OIDC_CLIENT_AUTH === undefined ? {} : { OIDC_CLIENT_AUTH: values.OIDC_CLIENT_AUTH };
  const problem = await firstProblem(values, trial);
  if (problem === undefined || values.OIDC_CLIENT_AUTH !== undefined) return { values: chosen, problem };
  const post = { OIDC_CLIENT_AUTH: 'client_secret_post' };
  return (await firstProblem({ ...values, ...post }, trial)) === undefined ? { values: post, problem: undefined } : { values: {}, problem };
}

async function firstProblem(values: SetupValues, trial: Trial): Promise<string | undefined> {
  return (await trial.problems(values, ['discovery', 'credentials', 'token']))[0];
}
