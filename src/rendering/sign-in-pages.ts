import type { PageFunctions } from '@fanlight/signin';
import { ownMoment } from './moment.js';
import { drawnSequence } from './sequence.js';
import type { Views } from './views.js';

/** The pages of sign-in as views/ has them. */
export function signInPages(views: Views): Required<PageFunctions> {
  return {
    choose: (shown, shell) => views.render('choose', shown, shell),
    logout: (shown, shell) => views.render('logout', shown, shell),
    'logout-redirect': (shown, shell) => views.render('logout-redirect', shown, shell),
    'signed-out': (shown, shell) => views.render('signed-out', shown, shell),
    'form-repost': (shown, shell) => views.render('form-repost', shown, shell),
    continue: (shown, shell) => views.render('continue', shown, shell),
    error(shown, shell) {
      const at = Date.parse(shown.at);
      return views.render('error', { ...shown, signIn: drawnSequence(shown.signIn), at: ownMoment(at, at) }, shell);
    },
  };
}
