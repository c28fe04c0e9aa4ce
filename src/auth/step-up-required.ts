import { AuthError } from './auth-error.js';

/** The person is signed in, but not strongly or recently enough. Says what to ask the provider for. */
export class StepUpRequired extends AuthError {
  constructor(
    readonly acrValues: readonly string[],
    /** Seconds. */
    readonly maxAge: number | undefined,
  ) {
    super('step_up_required', 'This needs a stronger or more recent sign-in.', {
      detail: { acrValues, ...(maxAge === undefined ? {} : { maxAge }) },
    });
  }
}
