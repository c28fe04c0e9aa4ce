import { type Attribute, boolean, complex, reference, text, values } from './attributes.js';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

const people: Schema = {
  id: userSchema,
  name: 'User',
  description: 'A person',
  attributes: [
    text('userName', 'What the directory calls the person, unique in any case.', { required: true, uniqueness: 'server' }),
    complex('name', "The person's name.", [
      text('formatted', 'The whole name.'),
      text('familyName', 'The family name.'),
      text('givenName', 'The given name.'),
      text('middleName', 'Middle names.'),
      text('honorificPrefix', 'A title in front of the name.'),
      text('honorificSuffix', 'A suffix behind the name.'),
    ]),
    text('displayName', 'The name to be shown.'),
    text('nickName', 'What friends say.'),
    text('title', 'The position in the company.'),
    text('userType', 'The relation to the company.'),
    text('preferredLanguage', 'The language for pages.'),
    text('locale', 'The form of dates and numbers.'),
    text('timezone', 'The time zone.'),
    boolean('active', 'Whether the person may sign in.', { required: true }),
    values('emails', 'E-mail addresses; not unique.', [text('value', 'The address.')], ['work', 'home', 'other']),
    values('phoneNumbers', 'Telephone numbers.', [text('value', 'The number.')], ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    values(
      'addresses',
      'Postal addresses.',
      [
        text('formatted', 'The whole address.'),
        text('streetAddress', 'Street and number.'),
        text('locality', 'The place.'),
        text('region', 'The region.'),
        text('postalCode', 'The postal code.'),
        text('country', 'The country.'),
      ],
      ['work', 'home', 'other'],
    ),
  ],
};

const enterprise: Schema = {
  id: enterpriseSchema,
  name: 'EnterpriseUser',
  description: 'A person in a company',
  attributes: [
    text('employeeNumber', 'The number in the company.'),
    text('costCenter', 'The cost centre.'),
    text('organization', 'The organisation.'),
    text('division', 'The division.'),
    text('department', 'The department.'),
    complex('manager', 'Whom the person reports to.', [text('value', "The manager's id."), text('displayName', "The manager's name.")]),
  ],
};

const groups: Schema = {
  id: groupSchema,
  name: 'Group',
  description: 'A group of people',
  attributes: [
    text('displayName', 'The name of the group, unique in any case: @Groups asks for it.', { required: true, uniqueness: 'server' }),
    complex(
      'members',
      'Who is in the group.',
      [
        text('value', 'The id of a person.', { mutability: 'immutable', caseExact: true }),
        reference('$ref', 'The address of the person.', ['User'], { mutability: 'immutable' }),
        text('type', 'What the member is.', { mutability: 'immutable', canonicalValues: ['User'] }),
      ],
      { multiValued: true },
    ),
  ],
};

export const schemas: readonly Schema[] = [people, enterprise, groups];

/** Common attribute that no schema lists: RFC 7643, section 3.1. */
const externalId = text('externalId', "The directory's own id.", { caseExact: true });

/** What is read of a person's resource. The extension counts as one attribute that is called by its URN. */
export const userAttributes: readonly Attribute[] = [
  externalId,
  ...people.attributes,
  complex(enterpriseSchema, enterprise.description, enterprise.attributes),
];

/** The same of a group; its members are read apart. */
export const groupAttributes: readonly Attribute[] = [externalId, ...groups.attributes.filter(({ name }) => name !== 'members')];

/** What SCIM knows beside that, and directories send unasked: it is not kept, and no error. RFC 7643, section 4.1. */
export const notKept: readonly string[] = ['profileurl', 'password', 'ims', 'photos', 'entitlements', 'roles', 'x509certificates'];

/** What only we write: RFC 7643, sections 3 and 4.1.2. */
export const readOnly: readonly string[] = ['schemas', 'id', 'meta', 'groups'];
