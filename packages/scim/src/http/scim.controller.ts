import { All, Controller, Res, type Type, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { Public } from '@fanlight/signin';
import { OwnRequest, type RepliedRequest, requestQuery } from '@fanlight/signin/application';
import { People } from '../sign-in/people.js';
import { ScimGroups, groupResource } from '../groups/scim-groups.js';
import { readOperations } from '../resources/patch.js';
import { listResponse, readListQuery } from '../resources/list.js';
import { project, type Projection, readProjection, shows } from '../resources/projection.js';
import { notFound, ScimError } from '../resources/scim-error.js';
import { ScimUsers, userResource } from '../users/scim-users.js';
import { discovery } from './discovery.js';
import { Entrance } from './entrance.js';
import { ScimErrorFilter } from './scim-error.filter.js';

/** A request under /scim/v2 whose token was accepted. */
interface Call {
  readonly connection: string;
  readonly method: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly body: () => unknown;
  readonly request: RepliedRequest;
}

/** Undefined `body`: 204. */
interface Answer {
  readonly status?: number;
  readonly body?: object;
  readonly location?: string;
}

/**
 * Every address under /scim/v2. One handler, since what is not there has to be said in SCIM's words too: 404, 405 with Allow, 501.
 * RFC 7644, section 3.2.
 */
@Public()
@UseFilters(ScimErrorFilter)
@Controller()
export class ScimController {
  constructor(
    private readonly entrance: Entrance,
    private readonly users: ScimUsers,
    private readonly groups: ScimGroups,
    private readonly people: People,
  ) {}

  // By parameters, since a wildcard is written differently for Express and for Fastify.
  @All(['', ':kind', ':kind/:id', ':kind/:id/:more'])
  async handle(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const { connection, body } = this.entrance.found(request.raw);
    const { path = '' } = this.entrance.below(request.raw.url ?? '') ?? {};
    const [kind = '', id, ...more] = decoded(path).split('/').slice(1);
    const call: Call = {
      connection,
      body,
      request,
      id: id === '' ? undefined : id,
      method: request.method,
      query: requestQuery(request.url),
    };
    const operations = more.length > 0 ? undefined : this.operationsOf(kind, call);
    if (operations === undefined) throw notFound(`The address ${path.slice(0, 100)}`);
    const answer = await operationOf(operations, call)();
    const reply = request.reply.header('cache-control', 'no-store').code(answer.status ?? (answer.body === undefined ? 204 : 200));
    if (answer.location !== undefined) reply.header('location', answer.location);
    if (answer.body === undefined) reply.empty();
    else reply.json(answer.body, 'application/scim+json');
  }

  /** What can be done at an address, by method; undefined: there is no such address. */
  private operationsOf(kind: string, call: Call): Operations | undefined {
    if (['Bulk', 'Me', '.search'].includes(kind) || call.id === '.search') throw new ScimError(501, 'This is not supported.');
    if (kind === 'Users') return this.usersOf(call, readProjection(call.query));
    if (kind === 'Groups') return this.groupsOf(call, readProjection(call.query));
    const { address } = this.entrance;
    const found = call.method === 'GET' ? discovery(kind, call.id, call.query, address) : {};
    return found && discoveryKinds.includes(kind) ? { GET: async () => ({ body: found }) } : undefined;
  }

  private usersOf({ connection, id, query, body, request }: Call, projection: Projection): Operations {
    const { address } = this.entrance;
    const shown = (row: Parameters<typeof userResource>[0]): object => project(userResource(row, address), projection);
    if (id === undefined)
      return {
        GET: async () => {
          const list = readListQuery(query);
          const { rows, total } = await this.users.list(connection, list);
          return { body: listResponse(rows.map(shown), total, list.startIndex) };
        },
        POST: async () => {
          const change = await this.users.create(connection, body());
          await this.people.changed(change, request);
          return { status: 201, body: shown(change.after), location: `${address}/Users/${change.after.id}` };
        },
      };
    const changed = async (change: Awaited<ReturnType<ScimUsers['patch']>>): Promise<Answer> => {
      await this.people.changed(change, request);
      return { body: shown(change.after) };
    };
    return {
      GET: async () => ({ body: shown(await this.users.read(connection, id)) }),
      PUT: async () => changed(await this.users.replace(connection, id, body())),
      PATCH: async () => changed(await this.users.patch(connection, id, readOperations(body()))),
      DELETE: async () => {
        await this.people.deleted(await this.users.remove(connection, id), request);
        return {};
      },
    };
  }

  private groupsOf({ connection, id, query, body, request }: Call, projection: Projection): Operations {
    const { address } = this.entrance;
    const shown = (row: Parameters<typeof groupResource>[0]): object => project(groupResource(row, address), projection);
    const changed = async (
      kind: 'created' | 'changed' | 'deleted',
      { group, affected }: Awaited<ReturnType<ScimGroups['patch']>>,
    ): Promise<typeof group> => {
      await this.people.groupChanged(kind, group, affected, request);
      return group;
    };
    if (id === undefined)
      return {
        GET: async () => {
          const list = readListQuery(query);
          const { rows, total } = await this.groups.list(connection, list);
          return { body: listResponse(rows.map(shown), total, list.startIndex) };
        },
        POST: async () => {
          const group = await changed('created', await this.groups.create(connection, body()));
          return { status: 201, body: shown(group), location: `${address}/Groups/${group.id}` };
        },
      };
    return {
      GET: async () => ({ body: shown(await this.groups.read(connection, id, shows(projection, 'members'))) }),
      PUT: async () => ({ body: shown(await changed('changed', await this.groups.replace(connection, id, body()))) }),
      // 204: a list of members costs more than most changes of it, and both directories take it.
      PATCH: async () => {
        await changed('changed', await this.groups.patch(connection, id, readOperations(body())));
        return {};
      },
      DELETE: async () => {
        await changed('deleted', await this.groups.remove(connection, id));
        return {};
      },
    };
  }
}

type Operations = Readonly<Partial<Record<string, () => Promise<Answer>>>>;

const discoveryKinds = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'];

/** @throws ScimError 405 with Allow */
function operationOf(operations: Operations, { method }: Call): () => Promise<Answer> {
  const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
  if (operation !== undefined) return operation;
  throw new ScimError(405, `${method} is not for this address.`, undefined, { allow: Object.keys(operations).join(', ') });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw notFound('This address');
  }
}

/** The controller at this path, whatever version a host gives its routes. Each application has a class of its own. */
export function scimController(path: string): Type<object> {
  const controller = class extends ScimController {};
  Object.defineProperty(controller, 'name', { value: ScimController.name });
  Controller({ path, version: VERSION_NEUTRAL })(controller);
  return controller;
}
