import type { Check } from '../check.js';
import { found } from '../failure.js';
import { objects } from '../provider-json.js';
import { managementOf, withManagement } from './api.js';

/** The claims of a custom server. The org server's filter stands in the application, where the API does not show it. */
export const groupsCheck: Check = {
  id: 'groups',
  title: 'Groups claim',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { facts } = examination;
    if (facts.authServerId === 'org') {
      const scope = facts.scopes.includes('groups')
        ? ''
        : ' The org server sends groups only for the scope groups, which is not among OIDC_SCOPES.';
      return { status: 'unknown', finding: `The filter stands in the application under Sign On, which the API does not show.${scope}` };
    }
    const claims = objects(await managementOf(examination).get(`/api/v1/authorizationServers/${facts.authServerId}/claims`));
    const claim = claims.find(({ name, status }) => name === facts.groupsClaim && status === 'ACTIVE');
    if (claim?.['claimType'] === 'IDENTITY') return { status: 'ok', finding: `ID tokens carry the claim ${facts.groupsClaim}.` };
    const missing = found({ where: 'id_token', code: 'groups_missing' }, facts, 'warning');
    const finding = claim
      ? `The claim ${facts.groupsClaim} is in access tokens only.`
      : `The server has no claim ${facts.groupsClaim}: pages that ask for a group refuse everybody.`;
    return { ...missing, finding };
  },
};
