import type { CurrentUser } from './current-user.js';
import { checkRequirement } from './requirements.js';

const now = 1_800_000_000;
const circumstances = { now, tolerance: 60, groupsClaim: () => 'list' as const };

function userWith(claims: Readonly<Record<string, unknown>>): CurrentUser {
  const unknown = {
    userId: undefined,
    name: undefined,
    email: undefined,
    username: undefined,
    groups: undefined,
    userinfo: undefined,
    session: undefined,
  };
  return { ...unknown, connection: 'default', issuer: 'i', subject: 's', scopes: [], claims };
}

describe('@StepUp({ maxAge })', () => {
  const enter = (auth_time: unknown, maxAge = 5) => {
    checkRequirement({ kind: 'stepUp', maxAge }, userWith({ auth_time }), circumstances);
  };

  it.each([now, now - 5, now - 65, now + 60])('lets in who proved themselves at %i', (authTime) => {
    expect(() => enter(authTime)).not.toThrow();
  });

  it.each([now - 66, now + 61, now * 1000, 1e300, -1, 'now', String(now), undefined, null, true])(
    'asks again for an auth_time of %p, which proves nothing',
    (authTime) => {
      expect(() => enter(authTime)).toThrow(expect.objectContaining({ code: 'step_up_required' }) as Error);
    },
  );
});

describe('@StepUp({ acr })', () => {
  it('wants one of the classes, to the letter', () => {
    const enter = (acr: unknown) => {
      checkRequirement({ kind: 'stepUp', acr: ['phr', 'phrh'] }, userWith({ acr }), circumstances);
    };
    expect(() => enter('phrh')).not.toThrow();
    for (const acr of ['PHR', 'phr phrh', ['phr'], undefined])
      expect(() => enter(acr)).toThrow(expect.objectContaining({ code: 'step_up_required' }) as Error);
  });
});
