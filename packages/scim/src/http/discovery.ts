import { notFound, ScimError } from '../resources/scim-error.js';
import { listResponse, maxResults } from '../resources/list.js';
import { enterpriseSchema, groupSchema, schemas, userSchema } from '../resources/schemas.js';

const coreSchemas = 'urn:ietf:params:scim:schemas:core:2.0';

const off = { supported: false };

function serviceProviderConfig(base: string): object {
  return {
    schemas: [`${coreSchemas}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { ...off, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults },
    changePassword: off,
    sort: off,
    etag: off,
    authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer token', description: 'A token in the Authorization header.' }],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

function resourceTypes(base: string): readonly { readonly id: string }[] {
  const types = [
    {
      id: 'User',
      endpoint: '/Users',
      description: 'People',
      schema: userSchema,
      schemaExtensions: [{ schema: enterpriseSchema, required: false }],
    },
    { id: 'Group', endpoint: '/Groups', description: 'Groups of people', schema: groupSchema, schemaExtensions: [] },
  ];
  return types.map((type) => ({
    schemas: [`${coreSchemas}:ResourceType`],
    name: type.id,
    ...type,
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.id}` },
  }));
}

function publishedSchemas(base: string): readonly { readonly id: string }[] {
  return schemas.map((schema) => ({
    schemas: [`${coreSchemas}:Schema`],
    ...schema,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  }));
}

/** RFC 7644, section 4: what this server can do. Undefined: the address is no such one. Sorting and paging are ignored there. */
export function discovery(kind: string, id: string | undefined, query: URLSearchParams, base: string): object | undefined {
  const all = { ResourceTypes: resourceTypes, Schemas: publishedSchemas }[kind];
  if (all === undefined && kind !== 'ServiceProviderConfig') return undefined;
  if (query.has('filter')) throw new ScimError(403, `${kind} takes no filter.`);
  if (all === undefined) return id === undefined ? serviceProviderConfig(base) : undefined;
  const found = all(base);
  if (id === undefined) return listResponse(found, found.length, 1);
  return found.find((one) => one.id === id) ?? missing(`${kind}/${id.slice(0, 100)}`);
}

function missing(what: string): never {
  throw notFound(what);
}
