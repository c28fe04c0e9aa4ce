import type { Check } from '../check.js';

/** What nobody can see from outside. New organisations lack a policy on `default`, which is the most common surprise. */
export const insideCheck: Check = {
  id: 'inside',
  title: 'Inside the organisation',
  applies: ({ facts, management }) => facts.orgUrl !== undefined && management === undefined,
  run: ({ facts }) => {
    const unseen = ['the assignment of people', 'the sign-out redirect URI', 'the groups claim', 'rotation of refresh tokens'];
    const policy = facts.authServerId === 'org' ? [] : ['the access policy'];
    const finding = `${[...policy, ...unseen].join(', ')} cannot be seen from outside.`;
    const integrator = /\/\/integrator-/.test(facts.orgUrl ?? '') && facts.authServerId === 'default';
    const details = [
      'Set OKTA_API_TOKEN, or OKTA_API_OAUTH_TOKEN with the scopes okta.clients.read, okta.apps.read and okta.authorizationServers.read, to have them checked; or sign in once.',
      ...(integrator ? ['In organisations of the Integrator Free Plan the server `default` has no access policy until you add one.'] : []),
    ];
    return Promise.resolve({ status: 'unknown', finding: finding.charAt(0).toUpperCase() + finding.slice(1), details });
  },
};
