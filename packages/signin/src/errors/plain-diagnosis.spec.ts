import { OidcError } from '@fanlight/oidc';
import { plainDiagnosis } from './diagnoser.js';
import { problemOf } from './problem.js';

const refused = (error: string) => new OidcError('authorization_refused', `refused: ${error}`, 'par', { response: { error, status: 401 } });

describe('Without the catalogue', () => {
  it.each(['invalid_client', 'invalid_request', 'unauthorized_client', 'invalid_scope', 'unsupported_response_type'])(
    'a refusal of the application itself (%s) is the developer’s, and trying again is no use',
    (error) => {
      const { who, retry, title, summary } = plainDiagnosis(problemOf(refused(error)), true);
      expect({ who, retry, title }).toEqual({ who: 'developer', retry: false, title: 'You could not be signed in' });
      expect(summary).toBe('The provider does not accept how this application asks for a sign-in.');
    },
  );

  it.each(['access_denied', 'login_required', 'account_selection_required', 'temporarily_unavailable', 'invalid_grant'])(
    'a refusal of the person or of the moment (%s) can be tried again',
    (error) => {
      expect(plainDiagnosis(problemOf(refused(error)), true)).toMatchObject({
        who: 'you',
        retry: true,
        summary: 'The sign-in was refused.',
      });
    },
  );

  it('a developer is told what would say more, and nobody else', () => {
    const problem = problemOf(refused('invalid_client'));
    expect(plainDiagnosis(problem, true).steps).toEqual([
      'Install @fanlight/doctor, and this page says how to mend it: npm install @fanlight/doctor',
    ]);
    expect(plainDiagnosis(problem, false).steps).toEqual([]);
    expect(plainDiagnosis(problemOf(new Error('of a page')), true).steps).toEqual([]);
  });
});
