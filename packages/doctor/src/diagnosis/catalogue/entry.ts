import { chapter } from './chapter.js';

/** Who may enter, and by which accounts: what settings, the application and people themselves say of that. */
export const entry = chapter({ who: 'you' })({
  'sign-in-denied': {
    title: 'You may not sign in here',
    summary: 'The provider knows you, and this application does not let you in.',
    who: 'administrator',
    advice: 'Ask the people who run this application whether you may, and sign in again after a change.',
    steps: ['`onSignIn` of this application denied the sign-in, with the reason on the page and in the log.'],
    ownCodes: ['sign_in_denied'],
  },
  'address-not-allowed': {
    title: 'This account may not sign in here',
    summary: 'This application is open to certain e-mail addresses only, and yours is not among them.',
    advice: 'Sign in with the account of your organisation. If this is it, ask the people who run this application to let it in.',
    ownCodes: ['address_not_allowed'],
    seen: 'The callback, where ALLOWED_EMAIL_DOMAINS or ALLOWED_EMAILS is set.',
  },
  'address-not-verified': {
    title: 'Nobody vouches for your e-mail address',
    summary: 'This application is open to certain e-mail addresses only, and the provider has not said that it verified one of yours.',
    who: 'administrator',
    advice: 'Confirm your e-mail address at the provider, or sign in with another account.',
    steps: [
      'The ID token or userinfo must hold `email` with `email_verified` true. The scope email asks for both.',
      'Entra sends no email_verified: name the domains that belong to the organisation as those of its connection, or let people in by ALLOWED_GROUPS.',
    ],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims',
    ownCodes: ['address_not_verified'],
    seen: 'The callback, where ALLOWED_EMAIL_DOMAINS or ALLOWED_EMAILS is set.',
  },
  'group-not-allowed': {
    title: 'This account may not sign in here',
    summary: 'This application is open to certain groups only, and you are in none of them.',
    who: 'administrator',
    advice: 'Ask your administrator to add you to a group of this application, and sign in again.',
    steps: ['ALLOWED_GROUPS lists the groups, and the claim `{groupsClaim}` has those of the person.'],
    ownCodes: ['group_not_allowed'],
    seen: 'The callback, where ALLOWED_GROUPS is set.',
  },
  'person-inactive': {
    title: 'Your account is no longer active',
    summary: "Your company's directory says that you have left, or are no longer meant to use this application.",
    who: 'administrator',
    advice: 'If that is a mistake, tell your administrator: once the directory has you as active again, signing in works.',
    steps: [
      'The directory sent `active: false` for this person by SCIM, or deleted them. Assign the person to the application there again.',
    ],
    ownCodes: ['person_inactive'],
  },
  'identity-unproven': {
    title: 'Nothing was added or removed',
    summary: 'Which accounts lead to yours changes only while you are signed in here, and have just shown that it is you.',
    advice:
      'Begin again on your profile, in one browser, and sign in when you are asked to. If you followed a link to get here, somebody else may have made it.',
    ownCodes: ['identity_unproven'],
    seen: 'The callback and the profile, where somebody adds an account.',
  },
  'identity-taken': {
    title: 'That account belongs to another person here',
    summary: 'Somebody has signed in here with it before: what they have would be lost, so nothing was added.',
    advice:
      'If it is yours, sign in with it, and add this account there. People who run this application can delete the one that you do not need.',
    steps: ['Rows of `signin_users` are accounts; one with a `person_id` belongs to the person with that `id`.'],
    ownCodes: ['identity_taken'],
    seen: 'The callback, where somebody adds an account.',
  },
  'identity-last': {
    title: 'Nothing was removed',
    summary: 'It is the last account that leads to yours, or it is not among them any more.',
    advice: 'Add another account first.',
    ownCodes: ['identity_last'],
    seen: 'The profile.',
  },
});
